"""A top-up tells beforehand which waiting orders it releases."""
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
