"""A top-up tells beforehand which waiting orders it releases."""
from odoo.fields import Date
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestTopupEffect(OrderCommon):
    def test_names_the_orders_it_releases(self):
        self.account._hold("t,other", 450_000, "res.partner", self.d1.id, "Other order")
        order = self._order()
        order.action_submit()
        self.assertEqual(order.missing_amount, 180)
        topup = self.env["prepaid.topup"].with_user(self.users["fin_cashier"]).new({"partner_id": self.d1.id, "amount": 179.99})
        self.assertFalse(topup.effect_hint)
        topup.amount = 180
        self.assertEqual(topup.effect_hint, f"Releases the waiting orders {order.name} (680.00).")

    def test_drafts_that_promise_the_same_money(self):
        """N6: the account shows that drafts and waiting orders together ask for more than there is; what it lists is what counts."""
        self.account._hold("t,other", 400_000, "res.partner", self.d1.id, "Other order")
        first = self._order()
        self.assertEqual((self.account.draft_count, self.account.draft_total, self.account.pressure_hint), (1, 680, False))
        second = self._order()
        self.env.invalidate_all()
        self.assertEqual((self.account.draft_count, self.account.draft_total), (2, 1360))
        self.assertIn("2 drafts ask for 1,360.00 CNY and waiting orders for 0.00 CNY: 360.00 CNY more than the 1,000.00 CNY", self.account.pressure_hint)
        self.assertEqual(self.env["sale.order"].search(self.account.action_open_drafts()["domain"]), first | second)
        first.action_submit()
        second.action_submit()
        self.env.invalidate_all()
        self.assertEqual((self.account.draft_count, self.account.pressure_hint), (0, False))

    def _line(self, amount, date_to=None):
        """Give the account a credit line, which may be over already."""
        today = self.company._dealer_today()
        line = self.env["prepaid.credit.line"].with_user(self.users["fin_settlement"]).create({
            "account_id": self.account.id, "amount": amount, "reason": "season start", "date_from": today, "date_to": Date.add(today, days=30)})
        line.action_submit()
        line.with_user(self.users["fin_manager"]).action_approve()
        if date_to:
            self.env.cr.execute("UPDATE prepaid_account SET line_from = %s, line_to = %s", [date_to, date_to])
        self.env.invalidate_all()

    def test_a_credit_line_counts_as_far_as_it_holds(self):
        """Every figure that says what a top-up releases counts what the gate counts."""
        self.account._hold("t,other", 450_000, "res.partner", self.d1.id, "Other order")
        self._line(100)
        order = self._order()
        order.action_submit()
        figures = order.missing_amount, order.topup_to_release, self.account.waiting_count, self.account.waiting_topup
        self.assertEqual(figures, (80, 80, 1, 80))
        self.assertEqual((self.account._released_by(7_999), self.account._released_by(8_000)), ([], [(order.name, 68_000)]))
        draft = self._order()
        self.env.invalidate_all()
        self.assertIn("760.00 CNY more than the 600.00 CNY available", self.account.pressure_hint)
        self._line(100, date_to=Date.subtract(self.company._dealer_today(), days=1))
        self.assertEqual((draft.dealer_state, order.missing_amount, order.topup_to_release, self.account.waiting_topup), ("draft", 180, 180, 180))
        self.assertIn("860.00 CNY more than the 500.00 CNY available", self.account.pressure_hint)

    def test_what_the_gate_keeps_back_counts_for_nothing(self):
        """A bucket pays its share of each order only, and what has expired pays nothing: every figure says what the gate would say."""
        self.account._hold("t,other", 450_000, "res.partner", self.d1.id, "Other order")
        self.env["prepaid.bucket"].search([("company_id", "=", self.company.id), ("code", "=", "gift")]).max_share = 10
        today = self.company._dealer_today()
        for fen, last in ((100_000, today), (30_000, Date.subtract(today, days=1))):
            self.account._post_entries(f"gift-{fen}", [
                {"kind": "gift", "amount_fen": fen, "label": "gift", "bucket": "gift", "expires_on": last}], "res.partner", self.d1.id)
        self.env.invalidate_all()
        self.assertEqual(self.account.available, 1800)
        order, second = self._order(), self._order()
        order.action_submit()
        second.action_submit()
        figures = order.dealer_state, order.missing_amount, order.topup_to_release, second.topup_to_release, self.account.waiting_topup
        self.assertEqual(figures, ("waiting", 112, 112, 724, 724))
        self.assertEqual((self.account._released_by(11_199), self.account._released_by(11_200)), ([], [(order.name, 68_000)]))
        self.assertEqual([name for name, _fen in self.account._released_by(72_400)], [order.name, second.name])
        draft = self._order()
        self.env.invalidate_all()
        self.assertIn("1,336.00 CNY more than the 704.00 CNY available", self.account.pressure_hint)
        self._topup(self.d1, 724)
        self.account._fund_waiting()
        self.assertEqual((order.dealer_state, second.dealer_state, draft.dealer_state), ("submitted", "submitted", "draft"))
        self.assertEqual(self.account.cash_free, 0)
