"""The ways of delivery: fetched at the warehouse, own vehicle, guide of the store; hand-over with signature instead of a waybill."""
import base64
import datetime
import io
from unittest.mock import patch

from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .return_common import ReturnCommon

buffer = io.BytesIO()
Image.new("RGB", (8, 8), "black").save(buffer, "PNG")
SIGNATURE = base64.b64encode(buffer.getvalue())


@tagged("post_install", "-at_install")
class TestOrderWay(ReturnCommon):
    def _fetched(self, **vals):
        order = self._approved(delivery_way="pickup", dealer_mode="store", **vals)
        return order, self._picking(order)

    def _picking(self, order):
        picking = self._open_picking(order).with_user(self.warehouse_user).sudo(False)
        picking.action_assign()
        return picking

    def test_fetched_at_the_warehouse(self):
        order, picking = self._fetched()
        self.assertEqual((order.settlement_total, order.logistics_total, order.carrier_id), (648, 0, self.env["delivery.carrier"]))
        self.assertIn("Fetched at the warehouse", order.settlement_line_ids.filtered(lambda line: line.kind == "logistics").formula)
        self.assertEqual(order.partner_shipping_id, self.store_1a)
        with self.assertRaisesRegex(UserError, "press Hand over"):
            picking.button_validate()
        for receiver, signature in (("", SIGNATURE), ("Li Si", False)):
            with self.assertRaisesRegex(UserError, "have the person sign"):
                picking.action_confirm_handed_over(receiver, signature)
        self.assertTrue(picking.action_confirm_handed_over("Li Si", SIGNATURE))
        self.assertEqual((picking.state, picking.handed_over_to, picking.handed_over_by), ("done", "Li Si", self.warehouse_user))
        self.assertTrue(picking.handover_signature)
        self.assertFalse(picking.sudo().parcel_ids)
        self.assertEqual((order.dealer_state, order.captured_total), ("received", 648))
        self.assertTrue(order.received_at)
        self.assertLedger(self.account, 4352, 0, 4352)
        moment = picking.handed_over_at
        self.assertTrue(picking.action_confirm_handed_over("Somebody else", SIGNATURE), "a doubled click")
        self.assertEqual((picking.handed_over_to, picking.handed_over_at), ("Li Si", moment))
        self.assertOrderBalanced(order)

    def test_who_hands_over(self):
        order, picking = self._fetched()
        for role, user in self.users.items():
            if role in ("wh_operator", "wh_manager"):
                continue
            with self.subTest(role), mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
                picking.with_user(user).sudo(False).action_confirm_handed_over("Li Si", SIGNATURE)
        with self.assertRaises(AccessError):
            picking.handed_over_to = "forged"
        picking.action_confirm_handed_over("Li Si", SIGNATURE)
        with self.assertRaises(AccessError):
            picking.handover_signature = False
        self.assertEqual(order.dealer_state, "received")

    def test_courier_is_not_handed_over(self):
        order = self._approved()
        picking = self._picking(order)
        with self.assertRaisesRegex(UserError, "goes by carrier"):
            picking.action_confirm_handed_over("Li Si", SIGNATURE)
        with self.assertRaisesRegex(UserError, "goes by carrier"):
            picking.action_open_handover()
        with self.assertRaisesRegex(UserError, "tracking number"):
            picking.button_validate()

    def test_own_vehicle(self):
        self.company.own_vehicle_price = 30
        order = self._approved(delivery_way="own_vehicle")
        self.assertEqual((order.settlement_total, order.logistics_total), (678, 30))
        picking = self._picking(order)
        with self.assertRaisesRegex(UserError, "enter the driver"):
            picking.button_validate()
        picking.driver_name = "Wang"
        picking.button_validate()
        self.assertEqual((picking.state, order.dealer_state), ("done", "shipped"))
        with self.assertRaisesRegex(UserError, "its driver stays"):
            picking.driver_name = "Zhao"
        with self.assertRaisesRegex(UserError, "Hand over"):
            order.with_user(self.aftersale).action_received()
        wizard = self.env["dealer.handover"].with_user(self.warehouse_user).with_context(**picking.action_open_handover()["context"]).create({
            "receiver": "Test Consumer", "signature": SIGNATURE})
        self.assertEqual(wizard.goods_text, "[T-COAT] Test coat × 2")
        wizard.action_apply()
        self.assertEqual((order.dealer_state, picking.handed_over_to), ("received", "Test Consumer"))
        self.assertLedger(self.account, 4322, 0, 4322)
        self.assertOrderBalanced(order)

    def test_parts_are_received_with_the_last_hand_over(self):
        order = self._approved(delivery_way="own_vehicle")
        picking = self._picking(order)
        picking.driver_name = "Wang"
        picking.move_ids.quantity = 1
        self._release_part(picking)
        picking.action_confirm_handed_over("Li Si", SIGNATURE)
        self.assertEqual(order.dealer_state, "partial")
        rest = self._picking(order)
        rest.action_confirm_handed_over("Li Si", SIGNATURE, "Wang")
        self.assertEqual((order.dealer_state, rest.driver_name), ("received", "Wang"))

    def test_consumer_fetches(self):
        """Where a consumer lives who comes to the warehouse does not matter; who comes does."""
        vals = {"delivery_way": "pickup", "consumer_street": False, "consumer_division_id": False}
        with self.assertRaisesRegex(UserError, "enter name and phone"):
            self._order(**vals, consumer_phone=False).action_submit()
        order = self._submitted(**vals)
        self.assertEqual((order.settlement_total, order.partner_shipping_id), (648, self.store_1a))

    def test_guide(self):
        with self.assertRaisesRegex(UserError, "Ship to the store"):
            self._order(delivery_way="guide").action_submit()
        with self.assertRaisesRegex(UserError, "enter name and phone"):
            self._order(delivery_way="guide", dealer_mode="store", consumer_name=False).action_submit()
        order = self._submitted(delivery_way="guide", dealer_mode="store", guide_name="Zhang")
        self.assertEqual((order.settlement_total, order.partner_shipping_id), (680, self.store_1a))

    def test_freight_by_hand(self):
        order = self._order(delivery_way="own_vehicle")
        order.with_user(self.users["cs_manager"]).action_set_freight(12, "over the mountain")
        order.action_submit()
        self.assertEqual(order.settlement_total, 680 - 32 + 12)
        other = self._order(delivery_way="own_vehicle")
        other.with_user(self.users["cs_manager"]).action_set_freight(12, "over the mountain")
        other.delivery_way = "pickup"
        self.assertFalse(other.freight_manual, "it was agreed for another way")

    def test_no_carrier_to_change(self):
        order, _picking = self._fetched()
        with self.assertRaisesRegex(UserError, "without a carrier"):
            order.with_user(self._user("cs_presale", login="t_cs_c")).action_ask_carrier()

    def test_way_is_fixed_after_submit(self):
        order = self._submitted()
        with self.assertRaises(AccessError):
            order.delivery_way = "pickup"
        order.customer_remark = "gift paper"  # a wish may still come
        self.assertEqual(order.copy().delivery_way, "courier")

    def test_wish_is_printed(self):
        order, picking = self._fetched(customer_remark="red ribbon, please")
        reports = self.env["ir.actions.report"]
        self.patch(type(reports), "barcode", lambda report, *args, **kwargs: SIGNATURE)  # drawing one needs a library of the system
        for name, record in (("online_offline_order.order_slip", order), ("stock.report_picking", picking.sudo())):
            html = reports._render_qweb_html(name, record.ids)[0].decode()
            for text in ("red ribbon, please", "Pick-up at the warehouse"):
                self.assertIn(text, html)
        self.assertNotIn("red ribbon", reports._render_qweb_html("online_offline_order.order_slip", self._submitted().ids)[0].decode())

    def test_return_period_begins_with_the_hand_over(self):
        """Handed over on 10 November 15:00: 17 November 24:00 is the end, at 18 November 00:10 it is too late (J13)."""
        order, picking = self._fetched()
        picking.action_confirm_handed_over("Li Si", SIGNATURE)
        order.sudo().received_at = datetime.datetime(2025, 11, 10, 7)  # 15:00 in Shanghai
        with self.patch_now("2025-11-17 15:50:00"):
            self._return(order).action_submit()
        with self.patch_now("2025-11-17 16:10:00"), self.assertRaisesRegex(UserError, "2025-11-10.*2025-11-17"):
            self._return(order).action_submit()

    def test_return_without_a_carrier(self):
        """Nobody quotes the way back of goods that were fetched: the postage is what is entered, or the store's."""
        order, picking = self._fetched()
        picking.action_confirm_handed_over("Li Si", SIGNATURE)
        record = self._return(order, postage=0)
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()

        with self.assertRaisesRegex(UserError, "enter the postage that HQ paid, or mark that the store paid it"), self.env.cr.savepoint():
            record.with_user(self.warehouse_user).action_receive()
        record.with_user(self.warehouse_user).action_receive(postage=12)

        self.assertEqual((record.state, record.postage_amount, record._back_freight_fen()), ("received", 12, 0))

    def patch_now(self, moment):
        return patch.object(fields.Datetime, "now", lambda: fields.Datetime.to_datetime(moment))
