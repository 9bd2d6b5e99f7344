"""A store's manager asks for a return of an own order and follows it; nobody else's, and no figure of HQ's (roles.md 5, A40)."""
import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sight_common import SightCommon


@tagged("post_install", "-at_install")
class TestReturnPortal(SightCommon):
    def _payload(self, order, **extra):
        return {"order": order.name, "class": "non_quality", "reason": "size", "lines": [{"code": "T-COAT", "qty": 1}], **extra}

    def _ask(self, user, payload, key="portal-1"):
        return self.env["dealer.return"].with_user(user).dealer_request_return(key, payload)

    def test_asks_once_and_follows(self):
        order = self._received_order()
        first = self._ask(self.shop_manager, self._payload(order))
        self.assertEqual(self._ask(self.shop_manager, self._payload(order)), first)
        record = self.env["dealer.return"].search([("name", "=", first["name"])])
        self.assertEqual((record.state, record.submitted_by, record.postage), ("submitted", self.shop_manager, 0))
        for user in (self.shop_manager, self.owner, self.clerk):
            with self.subTest(user.login):
                seen = record.with_user(user).sudo(False)
                self.env.invalidate_all()
                for one in (seen, seen.line_ids):
                    one.read([key for key in one.fields_get() if one._is_own_field(one._fields[key])])
        self.assertEqual(record.with_user(self.owner).dealer_return_status()[0]["state"], "submitted")
        record.with_user(self.aftersale).action_approve()
        self.assertEqual(record.state, "approved")
        with self.assertRaises(AccessError):
            record.with_user(self.shop_manager).action_cancel("too late")

    def test_a_draft_and_a_complaint_are_written_once(self):
        order = self._received_order()
        returns, complaints = self.env["dealer.return"].with_user(self.clerk), self.env["dealer.complaint"].with_user(self.clerk)
        words = {"order": order.name, "kind": "goods", "text": "torn"}
        draft, complaint = returns.dealer_draft_return("once", self._payload(order)), complaints.dealer_complain("once", words)
        self.assertEqual(returns.dealer_draft_return("once", self._payload(order)), draft)
        self.assertEqual(complaints.dealer_complain("once", words), complaint)
        with self.assertRaisesRegex(UserError, "other contents"):
            returns.dealer_draft_return("once", self._payload(order, reason="colour"))
        with self.assertRaisesRegex(UserError, "other contents"):
            complaints.dealer_complain("once", {**words, "text": "soiled"})
        calls = self.env["dealer.api.call"].sudo().search([("method", "in", ("draft_return", "complain")), ("key", "=like", "%:once")])
        self.assertEqual(len(calls), 2)
        calls.unlink()  # as documents of earlier releases stand
        self.assertEqual(returns.dealer_draft_return("once", self._payload(order)), draft)
        self.assertEqual(complaints.dealer_complain("once", words), complaint)
        with self.assertRaisesRegex(UserError, "Evidence is a list"):
            complaints.dealer_complain("number", {**words, "evidence": 5})

    def test_gives_up_before_the_approval(self):
        order = self._received_order()
        name = self._ask(self.shop_manager, self._payload(order))["name"]
        record = self.env["dealer.return"].with_user(self.shop_manager).search([("name", "=", name)])
        record.action_cancel("she keeps it")
        self.assertEqual(record.state, "cancelled")

    def test_evidence(self):
        order = self._received_order()
        with self.assertRaises(UserError):
            self._ask(self.shop_manager, self._payload(order, **{"class": "quality"}))
        photo = [{"name": "seam.pdf", "data": base64.b64encode(b"%PDF-1.4 seam").decode()}]
        name = self._ask(self.shop_manager, self._payload(order, **{"class": "quality", "evidence": photo}), "portal-2")["name"]
        record = self.env["dealer.return"].search([("name", "=", name)])
        self.assertEqual((record.reason_class, len(record.evidence_ids)), ("quality", 1))
        self.assertTrue(record.with_user(self.aftersale).evidence_ids.read(["raw"]))

    def test_not_of_others(self):
        order = self._received_order()
        stranger = self._portal_user("portal_store", self.partners["2A"], login="t_store_2a")
        for user, error in ((stranger, UserError), (self.foreign_clerk, AccessError), (self.clerk, AccessError)):
            with self.subTest(user.login), self.assertRaises(error), self.env.cr.savepoint():
                self._ask(user, self._payload(order))
        with self.assertRaisesRegex(UserError, "leave the postage out"):
            self._ask(self.shop_manager, self._payload(order, postage=18.0))
        photo = {"name": "seam.pdf", "data": base64.b64encode(b"%PDF-1.4 seam").decode()}
        kind = "a return of this kind"
        for extra, text in (
                ({"class": "refused_at_door"}, kind), ({"class": "stock"}, kind), ({"kind": "sent_wrong"}, kind),
                ({"advance": True, "exchange": [{"code": "T-COAT", "qty": 1}]}, kind), ({"evidence": [photo] * 11}, "at most 10 photos")):
            with self.subTest(text, **extra), self.assertRaisesRegex(UserError, text):
                self._ask(self.shop_manager, self._payload(order, **extra))
            with self.subTest(text, draft=True, **extra), self.assertRaisesRegex(UserError, text):
                self.env["dealer.return"].with_user(self.clerk).dealer_draft_return("portal-d", self._payload(order, **extra))
        name = self._ask(self.shop_manager, self._payload(order))["name"]
        record = self.env["dealer.return"].search([("name", "=", name)])
        with self.assertRaises(AccessError):
            record.with_user(stranger).read(["name"])
        for step in ("action_approve", "action_receive", "action_refund"):
            with self.subTest(step), self.assertRaises(AccessError):
                getattr(record.with_user(self.shop_manager), step)()
        for vals in ({"reason": "x"}, {"postage": 99}, {"state": "refunded"}):
            with self.subTest(vals), self.assertRaises(AccessError):
                record.with_user(self.shop_manager).write(vals)
        with self.assertRaises(AccessError):
            self.env["dealer.return"].with_user(self.shop_manager).create({"order_id": order.id, "reason": "x"})
        with self.assertRaises(AccessError):
            record.with_user(self.clerk).read(["credit_amount"])
