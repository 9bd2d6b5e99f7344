"""The return's methods for other programs."""
import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestReturnApi(ReturnCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._received_order()
        cls.api = cls.env["dealer.return"].with_user(cls.aftersale)

    def _payload(self, **vals):
        return {"order": self.order.name, "lines": [{"code": "T-COAT", "qty": 1}], "reason": "size", "postage": 18.0, **vals}

    def test_request_to_refund(self):
        answer = self.api.dealer_request_return("k-1", self._payload())
        self.assertEqual({**answer, "id": 0, "name": ""}, {
            "id": 0, "name": "", "state": "submitted", "order": self.order.name, "credit": 300, "postage": 18, "handling": 10, "net": 272,
            "lines": [{"code": "T-COAT", "qty": 1, "received": 0}]})

        record = self.env["dealer.return"].browse(answer["id"])
        record.with_user(self.other_aftersale).action_approve()
        record.with_user(self.warehouse_user).action_receive({str(record.line_ids.id): 1}, 18)
        record.with_user(self.users["fin_confirmer"]).action_refund()

        self.assertEqual(record.with_user(self.aftersale).dealer_return_status()[0]["state"], "refunded")
        self.assertLedger(self.account, 4592, 0, 4592)

    def test_same_key_again(self):
        first = self.api.dealer_request_return("k-1", self._payload())

        self.assertEqual(self.api.dealer_request_return("k-1", self._payload())["id"], first["id"])
        with self.assertRaisesRegex(UserError, "other contents"):
            self.api.dealer_request_return("k-1", self._payload(reason="other"))
        self.assertEqual(self.env["dealer.return"].search_count([("order_id", "=", self.order.id)]), 1)

    def test_quality_with_evidence(self):
        photo = {"name": "seam.pdf", "data": base64.b64encode(b"%PDF-1.4 photo").decode()}
        with self.assertRaisesRegex(UserError, "evidence"):
            self.api.dealer_request_return("k-1", self._payload(**{"class": "quality"}))

        self.assertEqual(self.api.dealer_request_return("k-2", self._payload(**{"class": "quality", "evidence": [photo]}))["net"], 340)

    def test_bad_payloads(self):
        cases = (
            ("unknown key", self._payload(total=1), "unknown: total"), ("no dict", [], "unknown: list"),
            ("order", self._payload(order="X"), "no dealer order"),
            ("class", self._payload(**{"class": "x"}), "class is one of"), ("lines", self._payload(lines="T-COAT"), "Lines are"),
            ("code", self._payload(lines=[{"code": "NO", "qty": 1}]), "no goods with the code"),
            ("no code", self._payload(lines=[{"code": "", "qty": 1}]), "no goods"),
            ("zero", self._payload(lines=[{"code": "T-COAT", "qty": 0}]), "above 0"),
            ("fraction", self._payload(lines=[{"code": "T-COAT", "qty": 1.5}]), "above 0"),
            ("too many", self._payload(lines=[{"code": "T-COAT", "qty": 3}]), "only 2 left"), ("no lines", self._payload(lines=[]), "no pieces"),
            ("postage", self._payload(postage=-1), "zero or more"), ("evidence", self._payload(evidence=["x"]), "Evidence is"),
        )
        for label, payload, message in cases:
            with self.subTest(label), self.assertRaisesRegex(UserError, message), self.env.cr.savepoint():
                self.api.dealer_request_return("k-bad", payload)
        for key in ("", "x" * 65, None):
            with self.subTest(key=key), self.assertRaisesRegex(UserError, "idempotency key"):
                self.api.dealer_request_return(key, self._payload())
        self.assertFalse(self.order.return_ids)

    def test_roles(self):
        for role in ("wh_operator", "fin_confirmer", "auditor", "sc_manager"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["dealer.return"].with_user(self.users[role]).dealer_request_return("k", self._payload())
