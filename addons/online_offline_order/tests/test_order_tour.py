"""Journey J3 in the browser, in Chinese, each step by the person whose job it is."""
from odoo.tests import HttpCase, tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderTour(OrderCommon, HttpCase):
    def test_j3(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        after_sale = self.users["cs_aftersale"]
        people = self.cs_a | self.cs_b | self.warehouse_user | after_sale
        people.lang = "zh_CN"
        self.carriers["sf"].with_context(lang="zh_CN").name = "T-SF"

        self.start_tour("/odoo/dealer-orders-draft", "dealer_order_enter", login=self.cs_a.login)
        order = self.env["sale.order"].search([("partner_id", "=", self.store_1a.id)])
        self.assertEqual((order.dealer_state, order.settlement_total, order.submitted_by), ("submitted", 680, self.cs_a))
        self.assertLedger(self.account, 5000, 680, 4320)

        self.start_tour("/odoo/dealer-orders-review", "dealer_order_approve", login=self.cs_b.login)
        self.assertEqual(order.approved_by, self.cs_b)

        self.start_tour("/odoo/dealer-deliveries", "dealer_order_ship", login=self.warehouse_user.login)
        self.assertLedger(self.account, 4320, 0, 4320)
        self.assertEqual(order.invoice_ids.payment_state, "paid")

        self.start_tour("/odoo/dealer-orders-shipped", "dealer_order_received", login=after_sale.login)
        self.assertEqual(order.dealer_state, "received")
        self.assertOrderBalanced(order)
