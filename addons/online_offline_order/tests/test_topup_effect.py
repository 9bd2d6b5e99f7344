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
