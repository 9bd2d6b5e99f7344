"""Journey J4 in the browser, in Chinese, each step by the person whose job it is."""
from odoo.tests import HttpCase, tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderWaitingTour(OrderCommon, HttpCase):
    def test_j4(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        confirmer = self.users["fin_confirmer"]
        (self.cs_a | self.cs_b | confirmer).lang = "zh_CN"
        self.assertTrue(self.account._hold("other order", 450_000, "res.partner", self.d1.id, "other").ok)
        order = self._order()
        self.assertLedger(self.account, 5000, 4500, 500)

        self.start_tour("/odoo/dealer-orders-draft", "dealer_waiting_submit", login=self.cs_a.login)
        self.assertEqual((order.dealer_state, order.missing_amount, order.topup_to_release), ("waiting", 180, 180))
        self.assertFalse(order.sudo().picking_ids, "the warehouse does not see it")
        self.assertLedger(self.account, 5000, 4500, 500)

        self._submitted_topup(self.d1, 500)
        self.start_tour("/odoo/prepaid-topups-to-confirm", "dealer_waiting_confirm_topup", login=confirmer.login)
        self.assertLedger(self.account, 5500, 4500, 1000)
        self.account._fund_waiting()
        self.assertEqual(order.dealer_state, "submitted")
        self.assertLedger(self.account, 5500, 5180, 320)

        self.start_tour("/odoo/dealer-orders-review", "dealer_waiting_approve", login=self.cs_b.login)
        self.assertEqual((order.dealer_state, len(order.sudo().picking_ids)), ("approved", 1))
