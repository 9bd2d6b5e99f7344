"""The consumer's pasted address: read, asked about when in doubt, never priced or submitted by a guess."""
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderAddress(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.unsure_address = "block"
        cls.view = "online_offline_order.sale_order_view_form_dealer"

    def _pasted(self, text, **vals):
        order = self._order(**{"consumer_name": False, "consumer_phone": False, "consumer_division_id": False, "consumer_street": False, **vals})
        with Form(order, view=self.view) as form:
            form.consumer_address = text
        return order

    def test_read_without_doubt(self):
        order = self._pasted("张三 13800000009 四川省成都市锦江区春熙路1号")
        self.assertEqual((order.consumer_division_id, order.consumer_street, order.consumer_phone, order.consumer_name), (
            self.chengdu, "春熙路1号", "13800000009", "张三"))
        self.assertEqual((order.consumer_division_unsure, order.logistics_total), (False, 32))
        order.action_submit()
        self.assertEqual(order.dealer_state, "submitted")

    def test_ambiguous_is_asked_about(self):
        order = self._pasted("朝阳区建国路1号", consumer_name="Li", consumer_phone="13800000001", consumer_street="x")
        self.assertTrue(order.consumer_division_unsure)
        self.assertIn("110105", order.consumer_candidate_ids.mapped("code"))
        self.assertEqual(order.logistics_total, 0)
        self.assertIn("朝阳区", order.settlement_refusal)
        with self.assertRaises(UserError):
            order.action_submit()
        with self.assertRaisesRegex(UserError, "朝阳区"):
            order.action_confirm_region()
        order.consumer_division_id = self.chengdu
        self.assertEqual((order.consumer_division_unsure, order.consumer_candidate_ids.ids, order.logistics_total), (False, [], 32))

    def test_doubt_is_confirmed(self):
        order = self._order()
        order.write({"consumer_division_unsure": True})
        self.assertEqual(order.logistics_total, 0)
        self.assertIn("锦江区", order.settlement_refusal)
        order.action_confirm_region()
        self.assertEqual((order.logistics_total, order.settlement_refusal), (32, False))

    def test_by_the_province(self):
        """Priced by its province where the company wants it so; submitted only when somebody has confirmed the region."""
        self.company.unsure_address = "province"
        order = self._order()
        order.write({"consumer_division_unsure": True})
        self.assertEqual((order._delivery_division().code, order.logistics_total), ("510000", 32))
        with self.assertRaisesRegex(UserError, "confirm it before"):
            order.action_submit()
        order.action_confirm_region()
        order.action_submit()
        self.assertEqual(order.dealer_state, "submitted")

    def test_store_with_a_doubtful_region(self):
        self.store_1a.division_unsure = True
        order = self._order(dealer_mode="store")
        self.assertIn("锦江区", order.settlement_refusal)

    def test_for_programs(self):
        payload = {"store": self.store_1a.dealer_code, "carrier": "SF", "lines": [{"code": "T-COAT", "qty": 2}],
                   "consumer": {"address": "张三 13800000009 四川省成都市锦江区春熙路1号", "consent": True}}
        orders = self.env["sale.order"].with_user(self.cs_a)
        self.assertEqual(orders.dealer_quote({**payload, "carrier": None})["carriers"][0]["ok"], True)
        with self.assertRaisesRegex(UserError, "朝阳区"):
            orders.dealer_quote({**payload, "consumer": {"address": "朝阳区建国路1号"}})
