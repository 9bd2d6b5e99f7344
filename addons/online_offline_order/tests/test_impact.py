"""N14: what a fee rule or a credit line makes of open orders, before it is in force."""
import datetime

from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestImpact(OrderCommon):
    def _line(self, amount):
        return self.env["prepaid.credit.line"].with_user(self.users["fin_settlement"]).create({
            "account_id": self.account.id, "amount": amount, "date_to": self.company._dealer_today() + datetime.timedelta(days=30), "reason": "season"})

    def test_fee_rule_names_orders_that_become_short(self):
        """14 coats of 300.00: admin fee 8 % of 4,200.00 = 336.00; by 20 % 840.00, that is 504.00 more and beyond the 5,000.00."""
        order = self._order([(self.coat, 14)])
        self.assertLessEqual(order.settlement_total, 5000)
        rule = self.env["logistics.fee.rule"].with_user(self.users["fin_settlement"]).create({
            "name": "Dear", "company_id": self.company.id, "code": "admin", "event": "order", "kind": "percent", "rate_bp": 2000,
            "date_from": self.company._dealer_today()})
        missing = order.settlement_total + 504 - 5000
        self.assertIn("Open orders: 1 of 1 change, together by 504.00 CNY.", rule.impact_text)
        self.assertIn(f"Short by it: {order.name} by {missing:,.2f}.", rule.impact_text)
        self.assertIn("0 orders would have cost 0.00 CNY more", rule.impact_text)

    def test_fee_rule_over_last_month(self):
        order = self._shipped()
        self.env.flush_all()
        then = self.company._dealer_utc(self.company._dealer_last_month()[0]) + datetime.timedelta(days=2)
        self.env.cr.execute("UPDATE sale_order SET submitted_at = %s WHERE id = %s", [then, order.id])
        self.env.invalidate_all()
        rule = self.env["logistics.fee.rule"].with_user(self.users["fin_settlement"]).create({
            "name": "Dear", "company_id": self.company.id, "code": "admin", "event": "order", "kind": "percent", "rate_bp": 900,
            "date_from": self.company._dealer_today()})
        self.assertIn("1 orders would have cost 6.00 CNY more by it.", rule.impact_text)

    def test_credit_line_lets_orders_go(self):
        order = self._submitted([(self.coat, 17)])
        self.assertEqual(order.dealer_state, "waiting")
        self.assertIn(f"Waiting orders that go: {order.name}", self._line(5000).impact_text)
        self.assertIn(f"Waiting orders that stay short: {order.name} by ", self._line(1).impact_text)

    def test_end_of_a_line_names_drafts_that_become_short(self):
        line = self._line(1000)
        line.action_submit()
        line.with_user(self.users["fin_manager"]).action_approve()
        order = self._order([(self.coat, 16)])
        self.assertTrue(5000 < order.settlement_total <= 6000, order.settlement_total)
        missing = order.settlement_total - 5000
        self.assertIn(f"Drafts that become short: {order.name} by {missing:,.2f}.", self._line(0).impact_text)
