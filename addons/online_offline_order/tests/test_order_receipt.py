"""How a receipt is confirmed: by hand with a proof, by the carrier's message, after some days; the queue and its prompts (R1-083, R1-084, R1-115)."""
import base64
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OrderCommon

SLIP = {"name": "slip.pdf", "data": base64.b64encode(b"%PDF-1.4 signed")}


@tagged("post_install", "-at_install")
class TestOrderReceipt(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.receipt_needs_proof = True
        cls.aftersale = cls.users["cs_aftersale"]

    def _tell(self, order, state="delivered", hours=0):
        """A message of the carrier about every parcel of the order."""
        for parcel in order.sudo().picking_ids.parcel_ids.filtered("shipped_date"):
            self.env["logistics.parcel.event"].with_user(self.warehouse_user).create(
                {"parcel_id": parcel.id, "state": state, "time": fields.Datetime.now() + timedelta(hours=hours)})
        order.invalidate_recordset()

    def _service(self, order):
        return order.with_user(self.aftersale)

    def test_by_hand_needs_a_proof(self):
        order = self._service(self._shipped())
        with self.assertRaisesRegex(UserError, f"Order {order.name}: nothing proves"):
            order.action_received(note="the store called")
        for bad in ({"name": "a.svg", "data": base64.b64encode(b"<svg/>")}, {"name": "empty"}, {"name": "x", "data": "no base64 €"}):
            with self.subTest(bad["name"]), self.assertRaisesRegex(UserError, "proves nothing"):
                order.action_received(proofs=[bad])
        for _press in range(2):
            order.action_received(note="signed by Ms. Li", proofs=[SLIP])
        self.assertEqual((order.dealer_state, order.received_source, order.received_by, order.received_note),
                         ("received", "manual", self.aftersale, "signed by Ms. Li"))
        (proof,) = order.received_proof_ids
        self.assertEqual((proof.res_model, proof.res_id, proof.mimetype), ("sale.order", order.id, "application/pdf"))
        self.assertTrue(proof.with_user(self.cs_a).read(["raw"]), "whoever reads the order reads its proof")

    def test_the_carriers_message_is_a_proof(self):
        order = self._shipped()
        self.assertFalse(order.delivered_on)
        self._tell(order)
        self.assertEqual(order.delivered_on, self.company._dealer_today())
        self._service(order).action_received()
        self.assertEqual((order.dealer_state, order.received_source), ("received", "manual"))

    def test_without_proof_where_the_company_asks_for_none(self):
        self.company.receipt_needs_proof = False
        order = self._shipped()
        self._service(order).action_received()
        self.assertEqual(order.dealer_state, "received")

    def test_dialog(self):
        orders = self._service(self._shipped() | self._shipped())
        wizard = self.env["dealer.order.arrival"].with_user(self.aftersale).browse(orders.action_open_received()["res_id"])
        self.assertFalse(wizard.is_proved)
        wizard.write({"file": SLIP["data"], "filename": "slip.pdf", "note": "both signed"})
        wizard.action_apply()
        self.assertEqual(orders.mapped("dealer_state"), ["received", "received"])
        self.assertEqual(len(orders.received_proof_ids), 2)
        with self.assertRaises(AccessError):
            self._shipped().with_user(self.cs_b).action_open_received()

    def test_nobody_writes_how_it_is_known(self):
        order = self._shipped()
        for vals in ({"received_source": "carrier"}, {"delivered_on": "2026-01-01"}, {"prompt_count": 9}):
            with self.subTest(vals), self.assertRaises(AccessError):
                self._service(order).write(vals)
        fresh = self._order()
        self.assertFalse(fresh.received_source)

    # -- queue

    def test_queue_and_prompts(self):
        order, way = self._shipped(), self._shipped()
        self._tell(order)
        domain = [("is_dealer_order", "=", True), ("dealer_state", "=", "shipped"), ("delivered_on", "!=", False)]
        self.assertIn(order, self.env["sale.order"].with_user(self.aftersale).search(domain))
        self.assertNotIn(way, self.env["sale.order"].with_user(self.aftersale).search(domain))
        self.store_1a.write({"email": False, "phone": "028-1"})
        answer = self._service(order).action_prompt_receipt()
        self.assertIn("028-1", answer["params"]["message"])
        self.store_1a.email = "store@example.com"
        self._service(order | way).action_prompt_receipt()
        self.assertEqual((order.prompt_count, way.prompt_count), (2, 1))
        message = order.sudo().message_ids.filtered(lambda one: self.store_1a in one.partner_ids)
        self.assertIn("was delivered on", message.body)
        self.assertEqual(message.author_id, self.aftersale.partner_id)
        self._service(order).action_received()
        self._service(order).action_prompt_receipt()
        self.assertEqual(order.prompt_count, 2, "received: nothing to prompt")
        with self.assertRaises(UserError):
            self._service(self._submitted()).action_prompt_receipt()
        with self.assertRaises(AccessError):
            way.with_user(self.cs_b).action_prompt_receipt()

    def test_rest_cancelled_or_shipped(self):
        order = self._approved()
        self._ship(order, {self.coat: 1}, tracking="SF2000000001")
        self._tell(order)
        self.assertFalse(order.delivered_on, "half of it is still to ship")
        other = self._approved()
        self._ship(other, {self.coat: 1}, tracking="SF2000000003")
        self._tell(other)
        other.with_user(self.cs_b).action_cancel_rest("sold out")
        self.assertTrue(other.delivered_on)
        self._ship(order, tracking="SF2000000002")
        self.assertFalse(order.delivered_on)
        self._tell(order)
        self.assertTrue(order.delivered_on)

    # -- by itself

    def _run(self):
        self.env["sale.order"]._cron_receive()

    def test_by_the_carriers_message(self):
        order = self._shipped()
        self._tell(order)
        self._run()
        self.assertEqual(order.dealer_state, "shipped", "switched off")
        self.company.receipt_by_carrier = True
        self._run()
        self.assertEqual((order.dealer_state, order.received_source), ("received", "carrier"))
        event = order.sudo().picking_ids.parcel_ids.event_ids
        self.assertEqual(order.received_at, max(event.time, order.shipped_at.replace(microsecond=0)))
        self.assertIn("Received by itself", "".join(order.sudo().message_ids.mapped("body")))

    def test_after_days(self):
        order, lost = self._shipped(), self._shipped()
        self._tell(lost, "lost")
        self.company.receipt_after_days = 10
        for one in order | lost:
            one.sudo().shipped_at = fields.Datetime.now() - timedelta(days=9, hours=23)
        self._run()
        self.assertEqual(order.dealer_state, "shipped")
        for one in order | lost:
            one.sudo().shipped_at = fields.Datetime.now() - timedelta(days=10, minutes=1)
        self._run()
        self.assertEqual((order.dealer_state, order.received_source), ("received", "days"))
        self.assertEqual(lost.dealer_state, "shipped", "a parcel with a problem waits for a person")

    def test_one_order_does_not_stop_the_others(self):
        first, second = self._shipped(), self._shipped()
        self.company.receipt_after_days = 1
        (first | second).sudo().write({"shipped_at": fields.Datetime.now() - timedelta(days=2)})

        problem = "the month is closed"

        def refuse(order):
            if order == first:
                raise UserError(problem)
        self.patch(type(first), "_on_received", refuse)
        self._run()
        self.assertEqual((first.dealer_state, second.dealer_state), ("shipped", "received"))
        self.assertIn("the month is closed", "".join(first.sudo().message_ids.mapped("body")))

    def test_broken_data_of_one_order_does_not_stop_the_others(self):
        first, second = self._shipped(), self._shipped()
        self.company.receipt_after_days = 1
        (first | second).sudo().write({"shipped_at": fields.Datetime.now() - timedelta(days=2)})
        for method in ("_on_received", "_receipt_disputed"):
            real = getattr(type(first), method)

            def fail(order, real=real):
                if order == first:
                    raise KeyError(order.id)
                return real(order)
            with self.subTest(method), patch.object(type(first), method, fail), self.env.cr.savepoint() as point:
                with self.assertLogs("odoo.addons.online_offline_order.models.sale_order_follow", "ERROR") as log:
                    self._run()
                self.assertIn(first.name, log.output[0])
                self.assertEqual((first.dealer_state, second.dealer_state), ("shipped", "received"))
                point.rollback()
