"""N14: what a fee rule or a credit line makes of open orders, before it is in force."""
import datetime

from odoo.fields import Command
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
        for vals, said in (({"rate_bp": 50_000}, "a rate lies between 0 and 100 %"), ({"order_min_amount": -1}, "cannot be negative"),
                           ({"min_amount": 9, "max_amount": 5}, "An upper limit cannot be below"), ({"rate_bp": 0}, "")):
            with self.subTest(vals):
                edited = rule.new({"rate_bp": 2000, "order_min_amount": 0, **vals}, origin=rule)
                edited.invalidate_recordset(["impact_text"])
                self.assertIn(said, edited.impact_text or "")
                self.assertNotIn("Open orders", edited.impact_text or "")

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

    def _draft_tariff(self, base, **vals):
        contract = self.env["logistics.contract"].search([("carrier_id", "=", self.carriers["sf"].id), ("company_id", "=", self.company.id)])
        return self.env["logistics.contract.version"].with_user(self.users["fin_settlement"]).create({
            "contract_id": contract.id, "valid_from": self.company._dealer_today(), "priority": 5,
            "zone_ids": [Command.create({"code": "all", "is_default": True, "band_ids": [Command.create({"from_g": 0, "upto_g": 0, "base": base})]})],
            **vals})

    def test_tariff_names_orders_that_become_short(self):
        """A draft tariff of 900.00 a parcel: the order of 14 coats goes beyond the 5,000.00, the small one does not; nothing is written."""
        big, small = self._order([(self.coat, 14)]), self._order([(self.coat, 1)])
        before = big.settlement_total, small.settlement_total
        more = [900 - order.logistics_total for order in (big, small)]
        version = self._draft_tariff(900)
        version.action_check()
        text = version.report_ids.open_text
        self.assertIn(f"Open orders: 2 of 2 change, together by {sum(more):,.2f} CNY.", text)
        self.assertIn(f"Short by it: {big.name} by {big.settlement_total + more[0] - 5000:,.2f}.", text)
        self.assertNotIn(small.name, text)
        self.assertEqual((big.settlement_total, small.settlement_total), before)

    def test_tariff_says_that_held_orders_keep_their_freight(self):
        held = self._submitted([(self.coat, 1)])
        before, freight = held.settlement_total, held.logistics_total
        version = self._draft_tariff(900)
        version.action_check()
        text = version.report_ids.open_text
        self.assertIn("Held orders: 1 keep the freight that they were submitted with", text)
        self.assertIn(f"{900 - freight:,.2f} CNY more, which headquarters bears (below 0.00: less, which it keeps): {held.name} by {900 - freight:,.2f}.", text)
        self.assertEqual((held.settlement_total, held.logistics_total), (before, freight))

    def test_tariff_without_a_price_names_the_order(self):
        order = self._order([(self.coat, 1)])
        version = self._draft_tariff(9, not_served_ids=[Command.set(order.consumer_division_id.ids)])
        version.action_check()
        self.assertIn(order.name, version.report_ids.open_text)
        self.assertIn("Open orders: 0 of 1 change", version.report_ids.open_text)

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
