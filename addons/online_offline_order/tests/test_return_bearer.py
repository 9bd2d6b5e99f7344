"""Who bears the way back: rules of the event return, and the fees of the events return and refund."""
import base64

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestReturnBearer(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.bearer.rule"].search([("state", "=", "active")])._write_life({"state": "closed", "closed_on": "2000-01-01"})
        cls.order = cls._received_order()

    def _rule(self, *shares, reasons=(), event="return", **values):
        rule = self.env["logistics.bearer.rule"].with_user(self.users["fin_settlement"]).create({
            "name": "Way back", "company_id": self.company.id, "event": event, "date_from": "2020-01-01",
            "reason_ids": [Command.set([self.env.ref(f"logistics_fee.reason_{reason}").id for reason in reasons])],
            "share_ids": [Command.create(share) for share in shares], **values})
        rule.with_user(self.users["fin_manager"]).action_activate()
        return rule

    def _quality(self, **values):
        return self._approved_return(self.order, reason_class="quality", evidence_ids=[Command.link(self._photo().id)], **values)

    def test_hq_bears_a_part(self):
        """18.00 of postage, HQ half of it up to 5.00: the dealer 13.00."""
        self._rule({"who": "hq", "kind": "percent", "rate_bp": 5000, "cap": 5}, {"who": "dealer", "kind": "rest"})
        record = self._approved_return(self.order)
        self.assertEqual((record.postage_amount, record.postage_borne, record.net_amount), (13, 5, 277))
        self.assertIn("HQ bears 5.00", record.postage_text)
        record.with_user(self.warehouse_user).action_receive()
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 4320 + 277, 0, 4320 + 277)
        self.assertEqual((record.parcel_ids.bearer, record.parcel_ids.charge_amount), ("dealer", 13))
        self.assertMove(record.charges_move_id, [("112200", 23), ("605100", -11.5), ("605100", -8.85), ("222100", -2.65)])
        self.assertFalse(record.postage_move_id, "HQ's part comes with the carrier's bill")
        self.assertEqual(record._take_billed_postage(2_000), 200, "15.00 instead of 13.00: the cap is HQ's")

    def test_hq_bears_all(self):
        self._rule({"who": "hq", "kind": "rest"}, reasons=("non_quality",))
        record = self._approved_return(self.order)
        self.assertEqual((record.postage_amount, record.net_amount), (0, 290))
        record.with_user(self.warehouse_user).action_receive()
        self.assertEqual((record.parcel_ids.bearer, record.parcel_ids.charge_amount), ("hq", 0))
        self.assertMove(record.postage_move_id, [("660100", 18), ("220200", -18)])
        self.assertEqual(record._take_billed_postage(2_000), 0)

    def test_rule_for_all_reasons_spares_quality(self):
        self._rule({"who": "dealer", "kind": "rest"})
        record = self._quality()
        self.assertEqual((record.postage_amount, record.postage_borne, record.net_amount), (0, 18, 340))
        record.with_user(self.warehouse_user).action_receive()
        self.assertEqual((record.parcel_ids.bearer, record.postage_move_id.amount_total), ("hq", 18))

    def test_rule_that_names_quality(self):
        self._rule({"who": "dealer", "kind": "percent", "rate_bp": 5000}, {"who": "hq", "kind": "rest"}, reasons=("quality",))
        record = self._quality(postage=0)
        self.assertEqual((record.postage_amount, record.net_amount), (0, 340))
        with self.assertRaisesRegex(UserError, "postage"):
            record.with_user(self.warehouse_user).action_receive()
        record.with_user(self.warehouse_user).action_receive(postage=18)
        self.assertEqual((record.postage_amount, record.net_amount, record.parcel_ids.bearer), (9, 331, "dealer"))
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 4320 + 331, 0, 4320 + 331)

    def test_sent_wrong(self):
        """J27: wrong goods are a return of quality with a reason of its own: a photo, nothing is charged, and rules may name it."""
        kind = self.env.ref("logistics_fee.reason_sent_wrong")
        with Form(self.env["dealer.return"].with_user(self.aftersale)) as form:
            form.order_id = self.order
            form.reason = "Blue instead of black"
            form.reason_id = kind
            self.assertEqual(form.reason_class, "quality")
            with form.line_ids.edit(0) as line:
                line.quantity = 1
        record = form.record
        with self.assertRaisesRegex(UserError, "photo"):
            record.action_submit()
        self.assertEqual((record.credit_amount, record.net_amount), (340, 340))
        with self.assertRaisesRegex(ValidationError, "kind"), self.env.cr.savepoint():
            record.reason_class = "non_quality"
        self._rule({"who": "dealer", "kind": "rest"}, reasons=("quality",))
        record.postage = 18
        self.assertEqual(record.postage_amount, 0, "a rule for bad quality is none for wrong goods")
        self._rule({"who": "dealer", "kind": "fixed", "amount": 2}, {"who": "hq", "kind": "rest"}, reasons=("sent_wrong",))
        record.postage = 19
        self.assertEqual(record.postage_amount, 2)
        with Form(record) as form:
            form.reason_class = "non_quality"
            self.assertFalse(form.reason_id)

    def test_sent_wrong_by_program(self):
        payload = {
            "order": self.order.name, "kind": "sent_wrong", "reason": "Blue", "lines": [{"code": self.coat.default_code, "qty": 1}],
            "evidence": [{"name": "blue.pdf", "data": base64.b64encode(b"%PDF-1.4 photo").decode()}]}
        returns = self.env["dealer.return"].with_user(self.aftersale)
        answer = returns.dealer_request_return("wrong-1", payload)
        record = returns.browse(answer["id"])
        self.assertEqual((record.reason_class, record.reason_id.code, answer["net"]), ("quality", "sent_wrong", 340))
        with self.assertRaisesRegex(UserError, "no kind of return"):
            returns.dealer_request_return("wrong-2", {**payload, "kind": "torn"})

    def test_rule_that_came_after_the_request(self):
        record = self._approved_return(self.order)
        record._flow().submitted_at = "2026-01-05 01:00:00"
        self._rule({"who": "hq", "kind": "rest"}, date_from="2026-02-01")
        record.with_user(self.warehouse_user).action_receive()
        self.assertEqual((record.postage_amount, record.net_amount), (18, 272))

    def test_store_paid(self):
        self._rule({"who": "hq", "kind": "rest"})
        record = self._refunded_return(self.order, postage_by="store", postage=0)
        self.assertEqual((record.postage_amount, record.postage_borne, record.parcel_ids.bearer, record.net_amount), (0, 0, "dealer", 290))

    def _fee(self, **values):
        rule = self.env["logistics.fee.rule"].with_user(self.users["fin_settlement"]).create({
            "name": "Extra", "company_id": self.company.id, "code": "service", "event": "refund", "kind": "fixed", "amount": 3,
            "date_from": "2020-01-01", **values})
        rule.with_user(self.users["fin_manager"]).action_activate()
        return rule

    def test_fee_of_the_refund(self):
        self._fee()
        record = self._refunded_return(self.order)
        self.assertEqual((record.handling_amount, record.net_amount), (13, 269))
        self.assertLedger(self.account, 4589, 0, 4589)
        self.assertEqual(len(record.charges_move_id.invoice_line_ids), 3)

    def test_events_without_a_freight_of_their_own(self):
        for event, text in (("refund", "no freight of its own"), ("shipment", "share it twice")):
            with self.subTest(event), self.assertRaisesRegex(UserError, text):
                self._rule({"who": "hq", "kind": "rest"}, event=event)

    def test_exchange(self):
        """J14 with HQ bearing half of an exchange's freights: 22.00 out and 18.00 back are 11.00 and 9.00 for the dealer, net -94.80."""
        self._rule({"who": "dealer", "kind": "rest"})
        self._rule({"who": "hq", "kind": "percent", "rate_bp": 5000}, {"who": "dealer", "kind": "rest"}, event="exchange")
        record = self._return(self.order, 1, exchange_line_ids=[Command.create({"product_id": self.long_coat.id, "quantity": 1})])
        self.assertEqual((record.exchange_logistics_amount, record.postage_amount, record.net_amount), (11, 9, -94.8))
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        record.with_user(self.warehouse_user).action_receive()
        record.with_user(self.warehouse_user).action_inspect()
        record.action_accept_exchange()
        order = record.exchange_order_id
        self.assertEqual((order.freight_hq, order.logistics_total), (11, 11))
        self._ship(order)
        self.assertLedger(self.account, round(4320 - 94.8, 2), 0, round(4320 - 94.8, 2))
        plain = self._return(self.order, 1)
        self.assertEqual(plain.postage_amount, 18, "a return without other goods goes by its own rule")
