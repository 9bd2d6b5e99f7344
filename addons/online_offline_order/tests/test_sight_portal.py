"""What people of a dealer see by RPC: of our own fields those that are named, of prices and fees what their place allows."""
from lxml import html

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.dealer_base.tests.people import new_test_user

from .sight_common import SightCommon

SIGHT = (
    "sale.order", "sale.order.line", "stock.picking", "dealer.settlement.line", "dealer.return", "dealer.return.line", "logistics.parcel",
    "dealer.complaint")
# Internal facts of an order, all of them readable by its store's clerk before.
INTERNAL = ("internal_remark", "carrier_choice", "credit_text", "freight_manual_reason", "dealer_editor_ids", "change_note", "hold_key")


@tagged("post_install", "-at_install")
class TestSightPortal(SightCommon):
    def test_named_fields_only(self):
        """The table says each field of ours that a dealer's people may see; a field that is not in it is closed."""
        table = {}
        for row in self._table("portal_fields.csv"):
            table.setdefault(row["model"], {})[row["field"]] = row["clerk"]
        self.assertEqual(set(table), set(SIGHT))
        for name in SIGHT:
            for user, clerk in ((self.owner, False), (self.shop_manager, False), (self.clerk, True)):
                model = self.env[name].with_user(user)
                with self.subTest(model=name, user=user.login):
                    own = {key for key, field in model._fields.items() if model._is_own_field(field) and key not in ("id", "display_name")}
                    magic = {"create_uid", "create_date", "write_uid", "write_date"}
                    seen = {key for key in own - magic if model._has_field_access(model._fields[key], "read")}
                    self.assertEqual(seen, {key for key, sees in table[name].items() if sees == "yes" or not clerk})

    def test_every_open_model_is_covered(self):
        """A model with fields of ours that portal users may read is closed by default, or is one of those made for them."""
        made_for_them = {
            "dealer.brand", "dealer.division", "dealer.season", "prepaid.account", "prepaid.brake", "prepaid.entry", "prepaid.hold", "prepaid.hold.line",
            "prepaid.lot", "prepaid.topup", "account.move", "prepaid.statement", "prepaid.statement.line", "prepaid.statement.dispute"}
        mixin = self.env["dealer.sight.mixin"]
        portal = {self.env.ref(f"dealer_base.group_portal_{role}").id for role in ("clerk", "store", "dealer", "readonly")}
        portal |= self.env["res.groups"].browse(portal).all_implied_ids.ids and set(self.env["res.groups"].browse(portal).all_implied_ids.ids)
        rights = self.env["ir.model.access"].search([("perm_read", "=", True), "|", ("group_id", "=", False), ("group_id", "in", list(portal))])
        open_models = {right.model_id.model for right in rights} & set(self.env.registry)
        ours = {name for name in open_models if name.startswith(("sale.", "stock.", "dealer.", "prepaid.", "logistics.", "account.move"))
                and any(mixin._is_own_field(field) and field.groups != "base.group_user" for field in self.env[name]._fields.values())}
        uncovered = {name for name in ours - made_for_them if not hasattr(self.env[name], "_portal_fields")}
        self.assertEqual(uncovered, set())

    def test_internal_fields_are_closed(self):
        order = self._shipped()
        order.internal_remark = "watch the payer"
        orders = self.env["sale.order"].with_user(self.clerk)
        order = order.with_user(self.clerk)
        self.assertIn(order, orders.search([]))
        for name in INTERNAL:
            with self.subTest(name):
                self.assertNotIn(name, orders.fields_get())
                for ask in (
                        lambda name=name: order.read([name]), lambda name=name: orders.search([(name, "!=", False)]),
                        lambda name=name: orders.formatted_read_group([], [name], ["__count"]),
                        lambda name=name: orders.search([("order_line.order_id." + name, "!=", False)])):
                    with self.assertRaises(AccessError, msg=name):
                        ask()
        with self.assertRaises(AccessError):
            orders.search([], order="internal_remark")

    def test_everything_named_can_be_read(self):
        order = self._shipped()
        records = {
            "sale.order": order, "sale.order.line": order.order_line, "stock.picking": order.sudo().picking_ids,
            "dealer.settlement.line": order.settlement_line_ids}
        self.env.invalidate_all()
        for user in (self.owner, self.shop_manager, self.clerk):
            for name, found in records.items():
                if name == "stock.picking":
                    continue
                with self.subTest(model=name, user=user.login):
                    record = found.with_user(user).sudo(False)[:1]
                    record.read([key for key in record.fields_get() if record._is_own_field(record._fields[key])])
        with self.assertRaises(AccessError):
            order.with_user(self.foreign_clerk).read(["name"])

    def test_clerk_sees_the_total_only(self):
        order = self._submitted()
        total = order.settlement_total
        clerk = order.with_user(self.clerk)
        self.assertEqual(clerk.read(["settlement_total"])[0]["settlement_total"], total)
        self.assertEqual(clerk.dealer_status()[0]["total"], total)
        self.assertEqual((clerk.dealer_status()[0]["missing"], clerk.dealer_status()[0]["enough"]), (None, True))
        self.assertEqual(order.with_user(self.shop_manager).dealer_status()[0]["missing"], 0)
        for name in ("admin_total", "logistics_total", "goods_total", "money_text", "settlement_line_ids", "amount_total", "tax_totals", "missing_amount"):
            with self.assertRaises(AccessError):
                clerk.read([name])
            self.assertIn(name, order.with_user(self.shop_manager).fields_get())
        with self.assertRaises(AccessError):
            clerk.order_line.read(["price_unit"])
        with self.assertRaises(AccessError):
            self.env["dealer.settlement.line"].with_user(self.clerk).search([]).read(["amount"])
        self.company.clerk_sees_fees = True
        self.assertTrue(clerk.read(["admin_total"])[0]["admin_total"])
        self.assertTrue(clerk.order_line.read(["price_unit"])[0]["price_unit"])
        self.company.clerk_sees_fees = False
        with self.assertRaises(AccessError):
            clerk.read(["admin_total"])

    def test_fees_of_several_companies(self):
        """The setting is that of the companies in sight, not of the one that was chosen first."""
        order, beta = self._submitted(), self.env["res.company"].create({"name": "Test Beta"})
        self.company.clerk_sees_fees = True
        self.clerk.company_ids |= beta
        both = order.with_user(self.clerk)
        for clerk in (both.with_context(allowed_company_ids=[self.company.id, beta.id]), both.with_context(allowed_company_ids=[beta.id, self.company.id])):
            with self.assertRaises(AccessError):
                clerk.read(["admin_total"])
        self.assertTrue(both.with_context(allowed_company_ids=self.company.ids).read(["admin_total"])[0]["admin_total"])
        with self.assertRaises(AccessError):
            both.with_context(allowed_company_ids=self.company.ids).read(["missing_amount"])
        beta.clerk_sees_fees = True
        self.assertTrue(both.with_context(allowed_company_ids=[beta.id, self.company.id]).read(["admin_total"])[0]["admin_total"])

    def test_who_has_no_role_sees_no_more_than_a_clerk(self):
        """A plain portal login of a store; a customer of Odoo's own shop keeps the sight of his own orders."""
        order = self._submitted()
        plain = new_test_user(self.env, "t_plain", groups="base.group_portal")
        plain.partner_id.parent_id = self.store_1a
        seen = order.with_user(plain)
        self.assertEqual(seen.read(["settlement_total"])[0]["settlement_total"], order.settlement_total)
        for name in ("admin_total", "logistics_total", "money_text", "amount_total", "tax_totals", "missing_amount"):
            with self.subTest(name), self.assertRaises(AccessError):
                seen.read([name])
        with self.assertRaises(AccessError):
            seen.order_line.read(["price_unit"])
        with self.assertRaises(AccessError):
            seen.dealer_status()
        guest = new_test_user(self.env, "t_guest", groups="base.group_portal")
        own = self.env["sale.order"].create({
            "partner_id": guest.partner_id.id, "order_line": [Command.create({"product_id": self.coat.id, "product_uom_qty": 1, "price_unit": 9})]})
        own.message_subscribe(guest.partner_id.ids)
        own.action_quotation_sent()
        own = own.with_user(guest)
        self.assertTrue(own.read(["amount_total", "amount_untaxed", "name"])[0]["amount_total"])
        self.assertEqual(own.order_line.read(["price_unit"])[0]["price_unit"], 9)
        with self.assertRaises(AccessError):
            order.with_user(guest).read(["name"])


@tagged("post_install", "-at_install")
class TestSightPages(SightCommon, HttpCase):
    def test_own_pages_open(self):
        """Odoo's own pages still open for a dealer's people; a clerk of another store is sent away."""
        order = self._shipped()
        for user in (self.clerk, self.shop_manager, self.owner):
            self.authenticate(user.login, user.login)
            for url in ("/my", "/my/orders", "/my/quotes", f"/my/orders/{order.id}"):
                with self.subTest(user=user.login, url=url):
                    answer = self.url_open(url)
                    self.assertEqual(answer.status_code, 200)
                    self.assertTrue(answer.url.endswith(url), answer.url)
            page = self.url_open("/my/orders").text
            self.assertIn(order.name, page)
            state = html.fromstring(page).xpath(f"//tr[td/a[text()='{order.name}']]/td[@name='dealer_state']")[0].text_content().strip()
            self.assertEqual(state, "Shipped", "the state of the order, as on the other list")
        self.authenticate(self.foreign_clerk.login, self.foreign_clerk.login)
        self.assertNotIn(order.name, self.url_open("/my/orders").text)
        self.assertTrue(self.url_open(f"/my/orders/{order.id}").url.endswith("/my"))
