"""Journey J9 in the browser, in Chinese, each step by the person whose job it is; the paper in Chinese; the page's forms by others."""
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models import sale_order_pickup
from .pickup_common import PickupCommon


@tagged("post_install", "-at_install")
class TestPickupTour(PickupCommon, HttpCase):
    def test_j9(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        people = self.cs_a | self.cs_b | self.warehouse_user | self.clerk
        people.lang = self.store_1a.lang = "zh_CN"
        self.carriers["sf"].with_context(lang="zh_CN").name = "T-SF"
        self.patch(sale_order_pickup, "draw", lambda: "314159")

        self.start_tour("/odoo/dealer-orders-draft", "dealer_deposit_enter", login=self.cs_a.login)
        order = self.env["sale.order"].search([("partner_id", "=", self.store_1a.id)])
        self.assertEqual((order.dealer_state, order.settlement_total, order.rest_amount, order.consumer_name), ("submitted", 680, 998, "李四"))
        paper = self._paper(order)
        for text in ("314159", "200.00", "998.00", "李四", "请用礼盒包装"):
            self.assertIn(text, paper)

        self.start_tour("/odoo/dealer-orders-review", "dealer_order_approve", login=self.cs_b.login)
        self.start_tour("/odoo/dealer-deliveries", "dealer_deposit_ship", login=self.warehouse_user.login)
        self.assertLedger(self.account, 4320, 0, 4320)

        self.start_tour(f"/my/orders/{order.id}", "dealer_deposit_store", login=self.clerk.login)
        self.assertEqual((order.dealer_state, order.pickup_state, order.collected_amount), ("received", "picked_up", 998))
        self.assertTrue(order.arrived_at and order.notified_at)
        self.assertEqual(order.picked_up_by, self.clerk)
        self.assertOrderBalanced(order)

    def test_forms_of_others(self):
        order, code = self._waiting()
        steps = {"step": "picked_up", "code": code, "collected": "998"}
        for user in (self.foreign_clerk, self.users["ops"], self.users["wh_operator"]):
            with self.subTest(user.login), mute_logger("odoo.addons.base.models.ir_rule", "odoo.http"), \
                    patch("odoo.http.Request.validate_csrf", lambda *_args: True):
                self.authenticate(user.login, user.login)
                self.url_open(f"/my/orders/{order.id}/pickup", data=steps)
                self.url_open(f"/my/orders/{order.id}/receipt", data={})
                self.env.invalidate_all()
                self.assertEqual((order.dealer_state, order.consumer_receipt_ids.print_count), ("shipped", 1))
        self.authenticate(self.clerk.login, self.clerk.login)
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(f"/my/orders/{order.id}/pickup", data=steps).status_code, 400, "a form of another site")
        self.assertEqual(order.dealer_state, "shipped")
        page = self.url_open(f"/my/orders/{order.id}").text
        self.assertIn("o_dealer_pickup", page)
        self.assertNotIn(code, page)
