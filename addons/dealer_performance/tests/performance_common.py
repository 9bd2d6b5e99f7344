"""People, customers and credited sales of the performance tests."""
import importlib.util

from odoo import fields
from odoo.fields import Command
from odoo.modules import get_module_path
from odoo.tests import TransactionCase

from odoo.addons.dealer_base.tests.people import new_test_user


class PerformanceCommon(TransactionCase):
    """A sales company with a dealer and his store, the people of performance, and ways to sell, assess and pay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, group in (("manager", "group_sales_manager"), ("rep", "group_sales_rep"), ("rep2", "group_sales_rep"), ("clerk", "group_cs_presale"),
                            ("settle", "group_fin_settlement"), ("settle2", "group_fin_settlement"), ("boss", "group_fin_manager"),
                            ("market", "group_ops_manager"), ("channel", "group_hq_channel"), ("auditor", "group_auditor")):
            setattr(cls, name, new_test_user(cls.env, f"perf_{name}", groups=f"dealer_base.{group}"))
        cls.company = cls.env.company
        partners = cls.env["res.partner"]
        west = partners.create({"name": "West", "is_company": True, "dealer_level": "sales_company"})
        cls.dealer = partners.create({"name": "Dealer One", "is_company": True, "dealer_level": "dealer", "parent_id": west.id, "dealer_state": "approved"})
        cls.store = partners.create({
            "name": "Store 1A", "is_company": True, "dealer_level": "store", "parent_id": cls.dealer.id, "dealer_state": "approved"})
        cls.env["perf.commission.run"].search([]).sudo().write({"state": "paid"})
        cls.west, cls.number = west, 0

    def _sold(self, period, amount, user=None, order=None):
        """Write a credited line as the settlement does; a return when it names its order."""
        order = order or self.env["sale.order"].create({"partner_id": self.env.user.partner_id.id})
        # The documents behind are not the matter here: their keys are set aside within the transaction of the test.
        self.env.cr.execute("ALTER TABLE dealer_attribution DROP CONSTRAINT IF EXISTS dealer_attribution_return_id_fkey")
        self.env.cr.execute("ALTER TABLE dealer_attribution DROP CONSTRAINT IF EXISTS dealer_attribution_picking_id_fkey")
        type(self).number += 1
        document = 900_000_000 + self.number
        self.env.cr.execute(
            """INSERT INTO dealer_attribution (company_id, date, period, order_id, picking_id, return_id, kind, role, store_id, dealer_id,
                                               sales_company_id, salesperson_id, team_id, share_bp, base, amount)
               VALUES (%s, %s, %s, %s, %s, %s, 'own_store', 'store', %s, %s, %s, %s, %s, 10000, %s, %s)""",
            (self.company.id, f"{period}-15", period, order.id, None if amount < 0 else document, document if amount < 0 else None, self.store.id,
             self.dealer.id, self.west.id, (user or self.rep).id, order._department(user or self.rep).id or None, amount, amount))
        self.env["dealer.attribution"].invalidate_model()
        return order

    def _scheme(self, rate, users, **values):
        scheme = self.env["perf.commission.scheme"].with_user(self.settle).create({
            "name": f"{rate} %", "user_ids": [Command.set(users.ids)], "date_from": "2020-01-01",
            "line_ids": [Command.create({"amount_from": 0, "rate": rate})], **values})
        scheme.with_user(self.boss).action_activate()
        return scheme

    def _run(self, period):
        run = self.env["perf.commission.run"].with_user(self.settle).create({"period": period})
        run.action_calculate()
        run.with_user(self.boss).action_approve()
        return run

    def _line(self, run, user):
        line = run.line_ids.filtered(lambda one: one.user_id == user)
        return line.sales, line.commission, line.claw_back, line.carried_in, line.payable, line.carried_out

    def _sheet(self, user, lines, month="2025-11-01", cycle="month", until=None):
        """Bring a sheet to its confirmation; lines of (indicator, weight, ratio, actual, target, base)."""
        scheme = self.env["perf.kpi.scheme"].with_user(self.settle).create({
            "name": user.name, "post": "manager", "cycle": cycle, "line_ids": [Command.create({
                "name": indicator, "indicator": indicator, "weight": weight, "target_ratio": ratio}) for indicator, weight, ratio, *_rest in lines]})
        scheme.with_user(self.boss).action_activate()
        first = fields.Date.to_date(month)
        sheet = self.env["perf.kpi.sheet"].with_user(self.market).create({
            "user_id": user.id, "scheme_id": scheme.id, "date_from": first, "date_to": until or fields.Date.end_of(first, "month")})
        for line, (_indicator, _weight, _ratio, actual, target, base) in zip(sheet.line_ids, lines, strict=True):
            line.write({"actual": actual, "target": target, "base": base, "reason": "as counted by the department"})
        return sheet

    def _script(self, path):
        spec = importlib.util.spec_from_file_location("script", f"{get_module_path('dealer_performance')}/migrations/{path}")
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        return script

    def _confirmed(self, sheet):
        sheet.with_user(self.market).action_data()
        sheet.with_user(self.settle).action_calculate()
        sheet.with_user(self.channel).action_confirm()
        return sheet
