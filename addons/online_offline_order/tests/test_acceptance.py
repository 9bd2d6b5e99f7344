"""A store accepts goods, counted and proved; HQ's deliveries accepted whole mean that the order is received (R2-009, R1-115)."""
import base64
import io
from datetime import timedelta

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .sight_common import SightCommon


def photo():
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "PNG")
    return out.getvalue()


PROOF = [{"name": "stamp.png", "data": base64.b64encode(photo())}]


@tagged("post_install", "-at_install")
class TestAcceptance(SightCommon):
    def _delivery(self, quantities=None, user=None, **vals):
        order = self._approved(dealer_mode="store", **vals)
        return order, self._ship(order, quantities).with_user(user or self.shop_manager).sudo(False)

    def test_whole_delivery_receives_the_order(self):
        self.company.receipt_needs_proof = True
        order, delivery = self._delivery()
        name = delivery.action_accept_delivery(2, PROOF)
        self.assertEqual(delivery.action_accept_delivery(7, PROOF), name, "accepted once")
        record = order.sudo().picking_ids.acceptance_ids
        self.assertEqual((record.expected, record.pieces, record.difference, record.partner_id, record.accepted_by),
                         (2, 2, 0, self.store_1a, self.shop_manager))
        self.assertEqual((order.dealer_state, order.received_source, order.received_by), ("received", "signature", self.shop_manager))
        self.assertEqual((record.proof_ids.res_model, record.proof_ids.res_id), ("dealer.acceptance", record.id))
        self.assertTrue(record.with_user(self.users["cs_aftersale"]).proof_ids.read(["raw"]))
        self.assertOrderBalanced(order)

    def test_income_counts_at_the_signature(self):
        """P4: the invoice is posted by the store's signature, or when the carrier's message receives the order."""
        self.company.prepaid_revenue_at = "receipt"
        order, delivery = self._delivery()
        self.assertFalse(order.sudo().invoice_ids)
        delivery.action_accept_delivery(2, PROOF)
        self.assertEqual((order.sudo().invoice_ids.amount_total, order.sudo().invoice_ids.payment_state), (680, "paid"))
        self.assertOrderBalanced(order)
        self.company.receipt_by_carrier = True
        other = self._shipped()
        self.env["logistics.parcel.event"].create({"parcel_id": other.sudo().picking_ids.parcel_ids.id, "state": "delivered"})
        self.env["sale.order"]._cron_receive()
        self.assertEqual((other.dealer_state, other.sudo().invoice_ids.payment_state), ("received", "paid"))

    def test_part_by_part(self):
        order, first = self._delivery({self.coat: 1})
        first.action_accept_delivery(1, PROOF)
        self.assertEqual(order.dealer_state, "partial")
        second = self._ship(order).with_user(self.owner).sudo(False)
        second.action_accept_delivery(1, PROOF)
        self.assertEqual(order.dealer_state, "received", "the dealer may sign for his stores")

    def test_difference(self):
        order, delivery = self._delivery()
        with self.assertRaisesRegex(UserError, "has 2 pieces, counted are 1: say what is missing"):
            delivery.action_accept_delivery(1, PROOF)
        delivery.action_accept_delivery("1", PROOF, "one coat is missing, the box was open")
        record = order.sudo().picking_ids.acceptance_ids
        self.assertEqual((record.difference, order.dealer_state), (-1, "shipped"))
        self.assertEqual(record.activity_ids.user_id, self.cs_a)
        self.assertEqual((record.case_id.kind, record.case_id.state, record.case_id.order_id), ("wrong", "open", order))
        self.assertIn("the box was open", record.case_id.note)
        self.company.receipt_after_days = 1
        order.sudo().shipped_at = order.shipped_at - timedelta(days=2)
        self.env["sale.order"]._cron_receive()
        self.assertEqual(order.dealer_state, "shipped", "an open case speaks against a receipt by itself")
        self.assertIn("1 of 2", "".join(order.sudo().message_ids.mapped("body")))
        service = record.with_user(self.users["cs_aftersale"])
        with self.assertRaises(AccessError):
            record.with_user(self.users["ops"]).action_settle("x")
        with self.assertRaises(UserError):
            service.action_settle(" ")
        service.action_settle("carrier pays")
        self.assertEqual((record.settled_by, record.activity_ids), (self.users["cs_aftersale"], record.activity_ids.browse()))

    def test_who_and_what(self):
        order, delivery = self._delivery()
        for user in (self.clerk, self.users["cs_aftersale"], self.warehouse_user):
            with self.subTest(user.login), self.assertRaises(AccessError):
                delivery.with_user(user).action_accept_delivery(2, PROOF)
        stranger = self._portal_user("portal_store", self.partners["2A"], login="t_store_2a")
        with self.assertRaises(AccessError):
            delivery.with_user(stranger).action_accept_delivery(2, PROOF)
        for pieces, proofs, words in ((2, None, "Attach the stamped slip"), (2, [{"name": "x", "data": b"bm8="}], "proves nothing"),
                                      ("two", PROOF, "is no number"), (-1, PROOF, "is no number")):
            with self.subTest(words), self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                delivery.action_accept_delivery(pieces, proofs)
        self.assertEqual(order.dealer_state, "shipped")
        consumer = self._ship(self._approved()).with_user(self.shop_manager).sudo(False)
        with self.assertRaisesRegex(UserError, "goes to the consumer"):
            consumer.action_accept_delivery(2, PROOF)
        waiting = self._open_picking(self._approved(dealer_mode="store")).with_user(self.shop_manager).sudo(False)
        with self.assertRaisesRegex(UserError, "has not shipped yet"):
            waiting.action_accept_delivery(2, PROOF)

    def test_other_sources(self):
        acceptances = self.env["dealer.acceptance"].with_user(self.shop_manager)
        name = acceptances.accept_other("dn-7", "vendor", "Scarf Ltd", "DN-7", 10, 9, PROOF, "one torn")
        self.assertEqual(acceptances.accept_other("dn-7", "vendor", "Scarf Ltd", "DN-7", 10, 9, PROOF, "one torn"), name)
        self.assertEqual(acceptances.sudo().search_count([("document_no", "=", "DN-7")]), 1, "sent again under its key")
        with self.assertRaisesRegex(UserError, "other contents"):
            acceptances.accept_other("dn-7", "vendor", "Scarf Ltd", "DN-7", 10, 10, PROOF, "one torn")
        record = acceptances.sudo().search([("name", "=", name)])
        self.assertEqual((record.source, record.partner_id, record.difference), ("vendor", self.store_1a, -1))
        before = "vendor", "Scarf Ltd", "DN-9", 10, 9, PROOF
        for args, named in ((before, {}), ((*before, "one torn"), {}), ((), {"source": "own", "document_no": "DN-9", "proofs": PROOF})):
            with self.assertRaisesRegex(UserError, "idempotency key first"):  # as programs called it before
                acceptances.accept_other(*args, **named)
        with self.assertRaises(UserError):
            acceptances.accept_other("dn-8", "hq", "HQ", "DN-8", 1, 1, PROOF)
        with self.assertRaises(AccessError):
            acceptances.with_user(self.clerk).accept_other("r-1", "own", "", "R-1", 1, 1, PROOF)
        for user in (self.shop_manager, self.users["sales_rep"]):
            with self.assertRaises(AccessError):
                record.with_user(user).read(["pieces"])
        with self.assertRaises(AccessError):
            record.with_user(self.users["cs_aftersale"]).write({"pieces": 10})
        with self.assertRaises(UserError):
            record.sudo().unlink()


@tagged("post_install", "-at_install")
class TestAcceptancePage(SightCommon, HttpCase):
    def test_page(self):
        order = self._approved(dealer_mode="store")
        delivery = self._ship(order)
        url = f"/my/deliveries/{delivery.id}/accept"
        self.authenticate(self.foreign_clerk.login, self.foreign_clerk.login)
        self.assertNotIn(delivery.name, self.url_open(url).text)
        self.authenticate(self.shop_manager.login, self.shop_manager.login)
        self.assertIn(url, self.url_open(f"/my/orders/{order.id}").text)
        self.assertIn("T-COAT", self.url_open(url).text)
        token = Request.csrf_token(self)
        answer = self.url_open(url, data={"csrf_token": token, "pieces": "1"}, files={"proofs": ("p.png", photo(), "image/png")})
        self.assertIn("say what is missing", answer.text)
        answer = self.url_open(url, data={"csrf_token": token, "pieces": "2"}, files={"proofs": ("p.png", photo(), "image/png")})
        self.assertTrue(answer.url.endswith(f"/my/orders/{order.id}"), answer.url)
        order.invalidate_recordset()
        self.assertEqual(order.dealer_state, "received")
        self.assertNotIn(url, self.url_open(f"/my/orders/{order.id}").text)
