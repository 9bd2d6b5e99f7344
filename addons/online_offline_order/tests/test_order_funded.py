"""N18: the order says that it is funded and locked, with time and number; N16: each hold says what it waits for."""
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderFunded(OrderCommon):
    def test_funded_and_locked(self):
        order = self._order()
        self.assertFalse(order.funded_text)
        order.action_submit()
        self.env.invalidate_all()
        hold = self.env["prepaid.hold"].sudo().search([("key", "=", order.hold_key)])
        for user in (self.cs_a, self.users["cs_aftersale"], self.users["sc_manager"]):
            text = order.with_user(user).funded_text
            for word in ("Funded and locked: 680.00 CNY since 20", f"hold {hold.id}."):
                self.assertIn(word, text)
        order.with_user(self.cs_b).action_approve()
        self._ship(order)
        self.env.invalidate_all()
        self.assertFalse(order.funded_text, "shipped: the money is debited, nothing is locked any more")

    def test_waiting_is_not_funded(self):
        order = self._order([(self.coat, 17)])
        order.action_submit()
        self.assertEqual((order.dealer_state, order.funded_text), ("waiting", False))

    def test_the_form_shows_it(self):
        view = self.env["sale.order"].get_view(self.env.ref("online_offline_order.sale_order_view_form_dealer").id, "form")
        self.assertIn("funded_text", view["arch"])
