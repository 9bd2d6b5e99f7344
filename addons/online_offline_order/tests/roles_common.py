"""A data set of two companies, two sales companies, three dealers and five stores, and everybody who may stand before it (roles.md 11)."""
import csv
import os
from pathlib import Path

from odoo.fields import Command

from odoo.addons.dealer_base.tests.people import new_test_user
from odoo.addons.dealer_prepaid.tests.abuse_common import AbuseCommon

from .sight_common import SightCommon

UPDATE = os.environ.get("ROLES_UPDATE")  # writes the tables anew from what is, for a review of the difference
HERE = Path(__file__).parent
PLAIN = {  # people of Odoo's own applications, without a role of ours
    "odoo_stock": "stock.group_stock_manager", "odoo_sale": "sales_team.group_sale_manager", "odoo_account": "account.group_account_manager",
    "odoo_purchase": "purchase.group_purchase_manager", "odoo_system": "base.group_system"}


class RolesCommon(AbuseCommon, SightCommon):
    addons = ("dealer_base", "logistics_fee", "online_offline_order")  # dealer_prepaid has its own proofs: abuse_allowed.csv, access_matrix.csv

    @classmethod
    def our_models(cls):
        """Samples are made once the data set stands."""
        return []

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.actors = {
            **cls.users, "purchase_manager": cls._user("purchase_manager"), "portal_clerk": cls.clerk, "portal_store": cls.shop_manager,
            "portal_dealer": cls.owner, "portal_readonly": cls._portal_user("portal_readonly", cls.d1)}
        for role, group in PLAIN.items():
            if cls.env.ref(group, raise_if_not_found=False):
                cls.actors[role] = new_test_user(cls.env, f"t_{role}", groups=f"base.group_user,{group}")
        cls._people_of_dealers()
        cls._neighbours()
        cls._papers()
        cls.env.flush_all()

    @classmethod
    def _people_of_dealers(cls):
        stranger = cls._user("sales_rep", login="t_rep_other")
        tree, level = cls.partners, {"dealer_state": "approved", "is_company": True, "country_id": cls.env.ref("base.cn").id, "user_id": stranger.id}
        partners = cls.env["res.partner"]
        tree["D3"] = partners.create({**level, "name": "Test Dealer Three", "dealer_code": "T-D3", "dealer_level": "dealer", "parent_id": tree["East"].id})
        for code in ("3A", "3B"):
            tree[code] = partners.create({
                **level, "name": f"Test Store {code}", "dealer_code": f"T-{code}", "dealer_level": "store", "parent_id": tree["D3"].id,
                "division_id": cls.chengdu.id})

    @classmethod
    def _neighbours(cls):
        """People with the same role beside those of the data set: the sister store, another dealer, other customers, another warehouse, no role at all."""
        other = cls.env["stock.warehouse"].create({"name": "Other place", "code": "OTH", "company_id": cls.company.id, "sequence": 99})
        plain = new_test_user(cls.env, "t_plain_portal", groups="base.group_portal")
        plain.partner_id.parent_id = cls.store_1a
        cls.neighbours = {
            "sister_clerk": cls._portal_user("portal_clerk", cls.partners["1B"], login="t_clerk_1b"), "other_clerk": cls.foreign_clerk,
            "other_dealer": cls._portal_user("portal_dealer", cls.partners["D2"], login="t_owner_d2"), "plain_portal": plain,
            "other_rep": cls.env["res.users"].search([("login", "=", "t_rep_other")]),
            "other_sc": cls._user("sc_manager", login="t_sc_other", sales_company_ids=cls.partners["East"].ids),
            "other_warehouse": cls._user("wh_operator", login="t_wh_other", dealer_warehouse_ids=other.ids)}

    @classmethod
    def _papers(cls):
        """One of each document for Dealer One, and orders, complaints and lost sales of everybody, some in another company."""
        cls._topup(cls.d1, 20000)
        cls.done = cls._received_order([(cls.coat, 4)])
        cls.going, cls.asked = cls._approved(), cls._submitted()
        cls.picking = cls._open_picking(cls.going)
        cls.back = cls._return(cls.done)
        cls.back.action_submit()
        cls.coming = cls._approved_return(cls.done, 1)
        cls.drafts = cls.env["sale.order"].concat(*[cls._order(partner_id=cls.partners[code].id) for code in ("1B", "2A", "3A", "3B")])
        beta = cls.env["res.company"].create({"name": "Test Beta", "country_id": cls.env.ref("base.cn").id})
        cls.beta = beta
        own, other = {"company_id": cls.company.id}, {"company_id": beta.id}
        complaints, lost = cls.env["dealer.complaint"], cls.env["dealer.lost.sale"]
        for code, vals in (("1A", own), ("2A", own), ("3A", own), ("1A", other)):
            store = {"partner_id": cls.partners[code].id, **vals}
            complaints |= complaints.create({**store, "text": "The parcel came open"})
            lost |= lost.create({**store, "product_id": cls.coat.id})
        cls.complaints, cls.lost = complaints, lost
        cls.request = cls.env["dealer.price.request"].with_user(cls.cs_a).create({
            "order_id": cls.drafts[0].id, "reason": "many pieces",
            "line_ids": [Command.create({"order_line_id": cls.drafts[0].order_line[:1].id, "wanted_price": 200})]})
        cls.request.action_submit()
        cls.amendment = cls.env["dealer.order.amendment"].with_user(cls.cs_a).create({
            "order_id": cls.going.id, "reason": "the consumer asks for it", "line_ids": [Command.create({"product_id": cls.long_coat.id, "new_qty": 1})]})
        cls.correction = cls.env["dealer.order.correction"].with_user(cls.cs_a).create({
            "order_id": cls.done.id, "amount": 8, "reason": "freight of another zone was taken"})
        cls.receipt = cls.env["dealer.order.receipt"]._issue(cls.done, "goods")

    # -- tables

    @staticmethod
    def _read_table(name):
        with (HERE / name).open(newline="", encoding="utf-8") as source:
            return list(csv.DictReader(source))

    def _check_table(self, name, keys, found):
        """Compare what is with the reviewed table.

        :param name: of the file. :param keys: names of its key columns. :param found: {key: {column: value}}.
        """
        columns = [*keys, *next(iter(found.values()))]
        if UPDATE:
            with (HERE / name).open("w", newline="", encoding="utf-8") as out:
                writer = csv.DictWriter(out, columns, lineterminator="\n")
                writer.writeheader()
                writer.writerows({**dict(zip(keys, key, strict=True)), **row} for key, row in found.items())
        table = {tuple(row.pop(key) for key in keys): row for row in self._read_table(name)}
        self.assertEqual(sorted(found), sorted(table), name)
        for key, row in found.items():
            with self.subTest(key):
                self.assertEqual(row, table[key], name)
