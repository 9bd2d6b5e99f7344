"""What a waiting order lacks is worked out when somebody looks, not when the job of the queue runs."""
from odoo.tests import tagged

from .test_order_payment import PaymentCommon


@tagged("post_install", "-at_install")
class TestOrderMissing(PaymentCommon):
    def _looks(self, order):
        self.env.invalidate_all()
        return order.dealer_state, order.missing_amount

    def test_pay_now(self):
        self._terms("pay_now")
        order = self._submitted(partner_id=self.store_2a.id)
        self._paid(order, 650)
        self.assertEqual(self._looks(order), ("waiting", 30), "the job of the queue has not run")
        self.assertIn("30.00", order.gate_text)
        orders = self.env["sale.order"].with_user(self.cs_a)
        for leaf, found in ((("missing_amount", "=", 30), True), (("missing_amount", ">", 30), False), (("missing_amount", "!=", 0), True)):
            self.assertEqual(bool(orders.search([("id", "=", order.id), leaf])), found, leaf)

    def test_prepaid(self):
        account = self._open_account(self.d2)
        account._hold("big", 450_000, "res.partner", self.d2.id, "Test")
        order = self._submitted(partner_id=self.store_2a.id)
        self.assertEqual(self._looks(order), ("waiting", 180))
        self._topup(self.d2, 100)
        self.assertEqual(self._looks(order), ("waiting", 80))
        account._release("big", "cancelled", 10_000)
        self.assertEqual(self._looks(order), ("waiting", 0), "it goes on within the minute")
        account._fund_waiting()
        self.assertEqual(self._looks(order), ("submitted", 0))
