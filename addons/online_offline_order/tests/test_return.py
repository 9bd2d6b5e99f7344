from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.dealer_base.money import to_fen

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestReturn(ReturnCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._received_order()

    def assertAmounts(self, record, goods, postage, handling, net):
        found = (record.goods_amount, record.postage_amount, record.handling_amount, record.net_amount)
        self.assertEqual([to_fen(amount) for amount in found], [to_fen(amount) for amount in (goods, postage, handling, net)])

    def test_j11_one_of_two_not_quality(self):
        self.assertLedger(self.account, 4320, 0, 4320)
        record = self._return(self.order)
        self.assertRegex(record.name, r"^RT/\d{4}/\d{5}$")
        self.assertAmounts(record, 300, 18, 10, 272)
        self.assertEqual(record.preview_text, "300.00 - 18.00 - 10.00 = 272.00")

        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        self.assertEqual((record.state, len(record.picking_ids), record.picking_ids.picking_type_code), ("approved", 1, "incoming"))
        with self.assertRaisesRegex(UserError, "not in the warehouse"):
            record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 4320, 0, 4320)

        record.with_user(self.warehouse_user).action_receive()
        self.assertEqual((record.state, record.received_by), ("received", self.warehouse_user))
        self.assertEqual(self.order.order_line.qty_delivered, 1)
        self.assertLedger(self.account, 4320, 0, 4320)
        record.with_user(self.users["fin_confirmer"]).action_refund()

        self.assertEqual(record.state, "refunded")
        self.assertLedger(self.account, 4592, 0, 4592)
        entries = self.env["prepaid.entry"].search([("res_model", "=", "dealer.return"), ("res_id", "=", record.id)], order="id")
        self.assertEqual([(entry.kind, entry.amount) for entry in entries], [("refund", 300), ("postage", -18), ("handling", -10)])
        self.assertEqual(set(entries.mapped("formula")), {
            f"{self.order.name}\ncredit - postage - handling: 300.00 - 18.00 - 10.00 = 272.00"})
        self.assertEqual(entries.move_id, record.credit_note_id | record.charges_move_id)
        self.assertEqual(len(entries.clearing_move_id), 1)
        self.assertMove(record.credit_note_id, [("112200", -300), ("600100", 265.49), ("222100", 34.51), ("640100", -180), ("140500", 180)])
        self.assertMove(record.charges_move_id, [("112200", 28), ("605100", -15.93), ("605100", -8.85), ("222100", -3.22)])
        self.assertMove(entries.clearing_move_id, [("112200", 272), ("220300", -272)])

    def test_j11_storno_signs(self):
        record = self._refunded_return(self.order)

        sides = {line.account_id.with_company(self.company).code: (line.debit, line.credit) for line in record.credit_note_id.line_ids}
        self.assertEqual(sides, {
            "112200": (-300, 0), "600100": (0, -265.49), "222100": (0, -34.51), "640100": (-180, 0), "140500": (0, -180)})
        self.assertEqual((record.credit_note_id | record.charges_move_id).mapped("amount_residual"), [0, 0])

    def test_second_request_for_two_is_refused(self):
        """D03: no more comes back than was shipped."""
        self._refunded_return(self.order)

        second = self._return(self.order, 2)
        self.assertIn("only 1 left", second.refusal_text)
        with self.assertRaisesRegex(UserError, "only 1 left"):
            second.action_submit()
        self.assertEqual(second.state, "draft")

    def test_running_request_takes_its_pieces(self):
        self._return(self.order, 2).action_submit()

        with self.assertRaisesRegex(UserError, "only 0 left"):
            self._return(self.order).action_submit()

    def test_rejected_and_cancelled_requests_give_their_pieces_back(self):
        first = self._return(self.order, 2)
        first.action_submit()
        with self.assertRaisesRegex(UserError, "reason"):
            first.with_user(self.other_aftersale).action_reject(" ")
        first.with_user(self.other_aftersale).action_reject("Worn")
        second = self._return(self.order, 2)
        second.action_submit()
        second.with_user(self.other_aftersale).action_approve()
        second.action_cancel("Customer keeps it")
        self.assertEqual(second.picking_ids.state, "cancel")

        third = self._return(self.order, 2)
        third.action_submit()

        self.assertEqual((first.state, second.state, third.state), ("rejected", "cancelled", "submitted"))

    def test_store_paid_the_postage(self):
        record = self._refunded_return(self.order, postage_by="store", postage=0)

        self.assertAmounts(record, 300, 0, 10, 290)
        self.assertIn("postage 0.00, paid by the store", record.preview_text)
        names = record.charges_move_id.invoice_line_ids.mapped(lambda line: (line.name, line.price_total))
        self.assertIn((f"Return postage {record.name}, paid by the store", 0), names)
        self.assertLedger(self.account, 4610, 0, 4610)

    def test_j10_both_pieces(self):
        record = self._refunded_return(self.order, 2)

        self.assertAmounts(record, 600, 18, 20, 562)
        self.assertLedger(self.account, 4882, 0, 4882)
        self.assertMove(record.credit_note_id, [("112200", -600), ("600100", 530.97), ("222100", 69.03), ("640100", -360), ("140500", 360)])

    def test_account_of_a_charge(self):
        account = self.env["account.account"].create({"name": "Service income", "code": "605198T", "account_type": "income_other"})
        self.env["logistics.fee.rule"].with_user(self.users["fin_settlement"]).create({
            "company_id": self.company.id, "date_from": "2020-01-01", "name": "Service", "code": "service", "event": "return", "kind": "per_item",
            "amount": 3, "account_id": account.id}).with_user(self.users["fin_manager"]).action_activate()
        record = self._refunded_return(self.order)
        self.assertEqual((record.handling_amount, record.net_amount), (13, 269))
        charged = record.charges_move_id.invoice_line_ids.filtered(lambda line: line.account_id == account)
        self.assertEqual((len(charged), charged.price_total, record.charges_move_id.amount_total), (1, 3, 31))

    def test_j12_quality_needs_evidence_and_gives_the_fees_back(self):
        record = self._return(self.order, reason_class="quality")
        with self.assertRaisesRegex(UserError, "evidence"):
            record.action_submit()
        record.evidence_ids = self._photo()
        self.assertAmounts(record, 300, 0, 0, 340)

        record.action_submit()
        self.assertTrue(record.evidence_ids.with_user(self.other_aftersale).has_access("read"), "the approver sees the photo")
        record.with_user(self.other_aftersale).action_approve()
        record.with_user(self.warehouse_user).action_receive(postage=18)
        record.with_user(self.users["fin_confirmer"]).action_refund()

        self.assertLedger(self.account, 4660, 0, 4660)
        self.assertFalse(record.charges_move_id)
        self.assertMove(record.credit_note_id, [
            ("112200", -340), ("600100", 265.48), ("605100", 21.24), ("605100", 14.16), ("222100", 39.12), ("640100", -180), ("140500", 180)])

    def test_partial_receipt_frees_the_rest(self):
        record = self._approved_return(self.order, 2)
        record.with_user(self.warehouse_user).action_receive({record.line_ids.id: 1}, postage=18)

        self.assertEqual((record.state, record.line_ids.received_qty), ("received", 1))
        self.assertAmounts(record, 300, 18, 10, 272)
        self.assertEqual(record.picking_ids.mapped("state"), ["done"])
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 4592, 0, 4592)

        self._refunded_return(self.order)
        self.assertLedger(self.account, 4864, 0, 4864)

    def test_receipt_in_the_inventory_application(self):
        record = self._approved_return(self.order)
        picking = record.picking_ids.with_user(self.warehouse_user)
        picking.move_ids.picked = True
        picking.button_validate()

        self.assertEqual((record.state, record.line_ids.received_qty), ("received", 1))

    def test_transfer_cancelled_in_inventory_is_made_again(self):
        record = self._approved_return(self.order)
        record.picking_ids.with_user(self.warehouse_user).action_cancel()
        self.assertEqual(record.state, "approved")

        record.with_user(self.warehouse_user).action_receive()

        self.assertEqual((record.state, sorted(record.picking_ids.mapped("state"))), ("received", ["cancel", "done"]))

    def test_half_done_and_half_cancelled_transfers(self):
        order = self._approved()
        self._ship_now(order, {self.coat: 1})
        self._ship_now(order)
        record = self._approved_return(order, 2)
        first, second = record.picking_ids.with_user(self.warehouse_user)
        first.move_ids.picked = True
        first.button_validate()
        self.assertEqual(record.state, "approved")

        second.action_cancel()

        self.assertEqual((record.state, record.line_ids.received_qty, record.received_by), ("received", 1, self.warehouse_user))

    def test_two_deliveries_give_two_transfers(self):
        order = self._approved()
        self._ship_now(order, {self.coat: 1})
        self._ship_now(order)
        self.assertEqual(order.dealer_state, "shipped")

        record = self._approved_return(order, 2)

        self.assertEqual(len(record.picking_ids), 2)
        record.with_user(self.warehouse_user).action_receive()
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 4320 - 680 + 562, 0, 4320 - 680 + 562)

    def test_double_clicks_change_nothing(self):
        """D04: a return that is taken twice pays once."""
        record = self._return(self.order)
        steps = ((record, "action_submit"), (record.with_user(self.other_aftersale), "action_approve"),
                 (record.with_user(self.warehouse_user), "action_receive"), (record.with_user(self.users["fin_confirmer"]), "action_refund"))
        for who, method in steps:
            getattr(who, method)()
            getattr(who, method)()

        self.assertEqual(len(record.picking_ids), 1)
        self.assertEqual(self.env["account.move"].search_count([("ref", "like", f"%{record.name}%"), ("move_type", "!=", "entry")]), 2)
        self.assertLedger(self.account, 4592, 0, 4592)

    def test_charges_above_the_credit(self):
        record = self._approved_return(self.order, postage=295)
        record.with_user(self.warehouse_user).action_receive()

        with self.assertRaisesRegex(UserError, "305.00 exceed the credit of 300.00"):
            record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_receipt_needs_pieces_and_postage(self):
        record = self._approved_return(self.order, postage=0)
        warehouse = record.with_user(self.warehouse_user)
        for kwargs, message in (
            ({"quantities": {record.line_ids.id: 0}}, "no pieces"), ({"quantities": {record.line_ids.id: 2}}, "only 1 were approved"),
            ({}, "postage"), ({"postage": -5}, "below zero"),
        ):
            with self.subTest(message), self.assertRaisesRegex(UserError, message), self.env.cr.savepoint():
                warehouse.action_receive(**kwargs)
        self.assertEqual(record.state, "approved")

    def test_j13_after_the_last_day(self):
        # A shipment of the past: the receipt is moved back, the clock of the test is not.
        now = fields.Datetime.now()
        local = self.company._dealer_local(now)
        self.order.sudo().received_at = self.company._dealer_utc(local.date() - timedelta(days=8))
        record = self._return(self.order)
        last = (local.date() - timedelta(days=1)).isoformat()
        with self.assertRaisesRegex(UserError, f"received on .*{last}.* 24:00"):
            record.action_submit()
        with self.assertRaises(UserError):
            record.with_user(self.users["cs_manager"]).action_allow_late("")

        record.with_user(self.users["cs_manager"]).action_allow_late("The courier lost it for a week")
        record.action_submit()

        self.assertEqual((record.state, record.override_by), ("submitted", self.users["cs_manager"]))
        with self.assertRaisesRegex(UserError, "another person"):
            record.with_user(self.users["cs_manager"]).action_approve()

    def test_refused_at_the_door_of_an_order_that_arrived(self):
        """What was refused never arrived; of an order that did arrive the days count."""
        self.order.sudo()._flow().received_at = fields.Datetime.now() - timedelta(days=100)
        record = self._return(self.order, 2, reason_class="refused_at_door")
        with self.assertRaisesRegex(UserError, "received on"):
            record.action_submit()
        record.with_user(self.users["cs_manager"]).action_allow_late("the carrier told late")
        record.action_submit()
        order = self._approved()
        self._ship_now(order)
        self._return(order, 2, reason_class="refused_at_door").action_submit()

    def test_last_day_is_open(self):
        local = self.company._dealer_local(fields.Datetime.now())
        self.order.sudo().received_at = self.company._dealer_utc(local.date() - timedelta(days=7))

        self._return(self.order).action_submit()

    def test_order_that_has_not_shipped(self):
        order = self._approved()

        with self.assertRaisesRegex(UserError, "cancel the order"):
            self._return(order).action_submit()

    def test_form_fills_the_goods_and_shows_the_refund(self):
        with Form(self.env["dealer.return"].with_user(self.aftersale)) as form:
            form.order_id = self.order
            form.reason = "Size"
            form.postage = 18
            with form.line_ids.edit(0) as line:
                self.assertEqual((line.shipped_qty, line.left_qty), (2, 2))
                line.quantity = 1
            self.assertEqual((form.goods_amount, form.handling_amount, form.net_amount), (300, 10, 272))

        self.assertEqual(form.record.net_amount, 272)

    def test_return_slip(self):
        record = self._refunded_return(self.order)
        html = self.env["ir.actions.report"]._render_qweb_html("online_offline_order.return_slip", record.ids)[0].decode()
        for text in (record.name, self.order.name, "Test coat", "Size does not fit", "300.00", "18.00", "10.00", "272.00"):
            self.assertIn(text, html)

    def test_smart_button(self):
        self.assertEqual(self.order.action_open_returns()["view_mode"], "form")
        record = self._return(self.order)
        self.order.invalidate_recordset(["return_count"])
        self.assertEqual(self.order.return_count, 1)
        self.assertEqual(self.env["dealer.return"].search(self.order.action_open_returns()["domain"]), record)
