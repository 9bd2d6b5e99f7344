"""What upgrades bring up to date."""
import datetime
import importlib.util

from odoo.fields import Command
from odoo.modules import get_module_path
from odoo.tests import tagged
from odoo.tools import SQL

from ..sql import upgrade
from .return_common import ReturnCommon


def migrate_by(env, path, version):
    """Run a script of an upgrade.

    :param env: environment. :param path: below the folder of migrations. :param version: the one that was installed.
    """
    spec = importlib.util.spec_from_file_location("script", f"{get_module_path('online_offline_order')}/migrations/{path}")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    env.flush_all()
    script.migrate(env.cr, version)
    env.invalidate_all()


@tagged("post_install", "-at_install")
class TestUpgrade(ReturnCommon):
    def _migrate(self, path, version):
        migrate_by(self.env, path, version)

    def test_parcels_know_their_warehouse(self):
        """B13: the first contract of a warehouse shows the parcels of the month before, whenever they were shipped."""
        record = self._refunded_return(self._received_order())
        parcels = record.order_id.sudo().picking_ids.parcel_ids.filtered("shipped_date") | record.parcel_ids
        self.assertEqual(sorted(parcels.mapped("direction")), ["out", "return"])
        parcels.sudo().warehouse_id = False
        contract = self.env["logistics.contract"].with_user(self.users["fin_settlement"]).create({
            "name": "Own", "carrier_id": self.carriers["sf"].id, "company_id": self.company.id, "side": "cost", "warehouse_id": self._warehouse().id})
        domain = [("id", "in", parcels.ids), *contract._parcel_scope()]
        self.assertFalse(self.env["logistics.parcel"].search(domain))
        for _run in range(2):
            self._migrate("19.0.1.2.0/post-warehouses.py", "19.0.1.1.0")
            self.assertEqual(self.env["logistics.parcel"].search(domain), parcels.sudo(False).sorted(lambda one: (one.shipped_date, one.id), reverse=True))

    def test_drafts_of_returns_know_who_wrote_them(self):
        record = self._return(self._received_order())
        record.with_user(self.other_aftersale).write({"note": "two"})
        record.line_ids.with_user(self.other_aftersale).write({"quantity": 2})
        self.env.flush_all()
        record.sudo().editor_ids = False
        self.env.cr.execute(SQL("UPDATE dealer_return_line SET write_uid = %s WHERE return_id = %s", self.other_aftersale.id, record.id))
        for _run in range(2):
            self._migrate("19.0.1.4.0/post-editors.py", "19.0.1.3.0")
            self.assertIn(self.other_aftersale, record.sudo().editor_ids)
            self.assertNotIn(self.aftersale, record.sudo().editor_ids)

    def test_waiting_counts_know_their_counter(self):
        place = self._warehouse().lot_stock_id
        known, old, idle = quants = self.env["stock.quant"].create([
            {"product_id": product.id, "location_id": place.id, "quantity": 1}
            for product in self.env["product.product"].create([{"name": f"Counted {number}", "is_storable": True} for number in range(3)])])
        (known | old).with_context(inventory_mode=True).with_user(self.users["wh_operator"]).write({"inventory_quantity": 5, "inventory_quantity_set": True})
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE stock_quant SET counted_by_id = NULL, write_uid = %s WHERE id IN %s", self.users["wh_manager"].id, (old | idle)._ids))
        for _run in range(2):
            self._migrate("19.0.1.4.0/post-counters.py", "19.0.1.3.0")
            self.assertEqual([one.counted_by_id.ids for one in quants], [self.users["wh_operator"].ids, self.users["wh_manager"].ids, []])

    def test_notices_without_amounts(self):
        """A text that was not changed follows the program in every language; another one is left alone."""
        texts = self.env["dealer.notice.template"].search([("code", "in", list(upgrade.NOTICES))])
        self.assertEqual({one.code: one.body for one in texts}, {code: after for code, (_before, after) in upgrade.NOTICES.items()})
        old, own = texts.sorted("code", reverse=True)
        old.body, own.body = upgrade.NOTICES[old.code][0], "Our words: $missing"
        for _run in range(2):
            self._migrate("19.0.1.4.0/pre-notices.py", "19.0.1.3.0")
            self.assertEqual((old.body, own.body), (upgrade.NOTICES[old.code][1], "Our words: $missing"))

    def test_orders_know_their_source(self):
        orders = self._order() | self._order() | self._order()
        orders.sudo().order_source = False
        self.env.flush_all()
        self.env.cr.execute(SQL("ALTER TABLE sale_order ADD COLUMN IF NOT EXISTS api_key varchar"))  # until 19.0.1.2 the order kept the key of its program
        self.env.cr.execute(SQL("UPDATE sale_order SET api_key = 'before' WHERE id = %s", orders[0].id))
        self.env.cr.execute(SQL("UPDATE sale_order SET create_uid = %s WHERE id = %s", self.users["sales_rep"].id, orders[1].id))
        plain = self.env["sale.order"].create({"partner_id": self.store_1a.id})
        for _run in range(2):
            self._migrate("19.0.1.3.0/post-sources.py", "19.0.1.2.0")
            self.assertEqual(orders.mapped("order_source"), ["api", "rep", "service"])
            self.assertFalse(plain.order_source)

    def test_orders_submitted_before_are_registered(self):
        orders = [self._submitted(), self._submitted()]
        self.env.cr.execute(SQL("DELETE FROM dealer_order_register"))
        for _run in range(2):
            self._migrate("19.0.1.3.0/post-register.py", "19.0.1.2.0")
            book = self.env["dealer.order.register"].search([("company_id", "=", self.company.id)], order="number")
            self.assertEqual([book.order_id.ids.index(order.id) for order in orders], [len(book) - 2, len(book) - 1])
            self.assertFalse(book._gaps(self.company))

    def test_credits_know_their_department(self):
        """Where the salesperson worked then, as far as that is known; else where he works now."""
        order, rep, members = self._shipped(), self.users["sales_rep"], self.env["crm.team.member"]
        lines = self.env["dealer.attribution"].sudo().search([("order_id", "=", order.id)])
        members.search([("user_id", "=", rep.id)]).action_archive()
        before, then, now = self.env["crm.team"].create([{"name": name, "company_id": self.company.id} for name in ("Before", "Then", "Now")])
        rows = []
        for team in (before, then, now):
            members.search([("user_id", "=", rep.id)]).action_archive()
            rows.append(members.create({"user_id": rep.id, "crm_team_id": team.id}))
        self.env.flush_all()
        for row, (joined, left) in zip(rows, (("2025-01-01", "2025-03-01"), ("2025-03-01", "2025-06-01"), ("2025-07-01", "2025-07-01")), strict=True):
            self.env.cr.execute(SQL("UPDATE crm_team_member SET create_date = %s, write_date = %s WHERE id = %s", joined, left, row.id))
        for day, want in (("2025-02-10", before), ("2025-04-10", then), ("2025-06-20", now), ("2025-08-01", now)):
            self.env.cr.execute(SQL("UPDATE dealer_attribution SET team_id = NULL, salesperson_id = %s, date = %s WHERE id = ANY(%s)", rep.id, day, lines.ids))
            for _twice in range(2):
                self._migrate("19.0.1.4.0/post-departments.py", "19.0.1.3.0")
                self.assertEqual(lines.mapped("team_id"), want, day)

    def test_orders_count_for_the_brakes(self):
        order, draft = self._submitted(), self._order()
        order.sudo()._flow().brake_moment = False
        for _twice in range(2):
            self._migrate("19.0.1.3.0/post-brakes.py", "19.0.1.2.0")
            self.assertEqual((order.brake_moment, draft.brake_moment), (order.submitted_at, False))

    def test_sourcing_rules_keep_their_warehouses(self):
        house = self._warehouse()
        rule = self.env["dealer.sourcing.rule"].create({
            "name": "Old", "company_id": self.company.id, "kind": "agent", "warehouse_ids": [Command.set(house.ids)]})
        for _twice in range(2):
            self._migrate("19.0.1.3.0/post-sourcing.py", "19.0.1.2.0")
            self.assertEqual((rule.kind, rule._steps()[0].places), (False, tuple(house.ids)))

    def test_promises_know_their_day(self):
        """Orders that passed without a hold keep their first day; those that wait have none yet."""
        self.company.prepaid_hold_mode = "none"
        passed, waits, held = self._submitted(), self._submitted(), self._submitted()
        self.assertTrue(passed.no_hold_at)
        first = passed.submitted_at - datetime.timedelta(days=3)
        (passed | waits | held)._flow().write({"submitted_at": first, "no_hold_at": False})
        waits._flow().dealer_state = "waiting"
        held._flow().no_hold = False
        self._migrate("19.0.1.4.0/post-promises.py", "19.0.1.3.0")
        self.assertEqual((passed | waits | held).mapped("no_hold_at"), [first, False, False])
