"""What a carrier bills again beyond an earlier bill: what was given up is paid once, other supplements only with a reason."""
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .bill_common import BillCase


@tagged("post_install", "-at_install")
class TestBillSupplement(BillCase):
    def _december(self, *rows):
        return self._matched(list(rows), date_from=date(2026, 12, 1), date_to=date(2026, 12, 31))

    def _half_paid(self):
        """37.00 billed, 32.00 paid, 5.00 in dispute."""
        self._cost()
        parcel = self._parcel("SF0000000001")
        bill = self._matched([self.row("SF0000000001", 37)])
        bill.line_ids.action_dispute()
        bill.with_user(self.manager).action_approve()
        self.assertEqual((bill.payable, bill.dispute_ids.amount, parcel.billed_amount), (32, 5, 32))
        return parcel, bill

    def test_what_is_given_up_is_paid_once(self):
        parcel, bill = self._half_paid()
        dispute = bill.dispute_ids
        dispute.with_user(self.accountant).reason = "They are right"
        dispute.with_user(self.accountant).action_give_up()
        self.assertEqual(dispute.state, "given_up")
        disputes = self.env["logistics.dispute"]
        self.assertEqual(disputes._owed_on(self.company, dispute.closed_on), {self.sf.id: 472}, "5.00 with tax")
        first, twin = self._december(self.row("SF0000000001", 5)), self._december(self.row("SF0000000001", 5, name="x"))
        for later in (first, twin):
            self.assertEqual((later.line_ids.cause, later.line_ids.decision, later.payable), ("supplement", "open", 0))
            self.assertIn("32.00", later.line_ids.explanation)
            later.line_ids.with_user(self.second).action_accept()
        with self.assertRaisesRegex(AccessError, "another finance manager"):
            first.with_user(self.second).action_approve()
        first.with_user(self.manager).action_approve()
        self.assertEqual((dispute.state, dispute.paid_line_id), ("paid", first.line_ids))
        self.assertEqual(disputes._owed_on(self.company, dispute.closed_on), {self.sf.id: 472}, "no vendor bill yet")
        move = first.sudo().move_id = self.env["account.move"].create({
            "move_type": "in_invoice", "invoice_date": dispute.closed_on, "partner_id": self.env["res.partner"].create({"name": "SF"}).id,
            "invoice_line_ids": [Command.create({"name": "Freight", "price_unit": 5, "tax_ids": [Command.clear()]})]})
        self.assertEqual(disputes._owed_on(self.company, dispute.closed_on), {self.sf.id: 472}, "a draft is in no books")
        move.action_post()
        self.assertEqual(disputes._owed_on(self.company, dispute.closed_on), {})
        self.assertEqual((parcel.billed_amount, parcel.bill_id), (37, bill), "the supplement adds up; the freight stays with its bill")
        with self.assertRaisesRegex(UserError, "pays SF0000000001 already"):
            twin.with_user(self.manager).action_approve()
        twin.action_match()
        self.assertEqual((twin.line_ids.cause, twin.line_ids.decision, twin.payable), ("already_billed", "dispute", 0))

    def test_the_rest_of_an_open_dispute_is_a_persons_business(self):
        _parcel, bill = self._half_paid()
        later = self._december(self.row("SF0000000001", 5))
        later.line_ids.action_dispute()
        later.with_user(self.manager).action_approve()
        self.assertEqual((later.payable, later.dispute_ids.amount, bill.dispute_ids.state), (0, 5, "open"))
        third = self._december(self.row("SF0000000001", 5, day="2026-12-01"))
        third.line_ids.action_accept()
        third.with_user(self.manager).action_approve()
        self.assertEqual((third.payable, bill.dispute_ids.state, later.dispute_ids.state), (5, "paid", "open"))

    def test_a_supplement_is_accepted_with_a_reason(self):
        parcel, _bill = self._half_paid()
        later = self._december(self.row("SF0000000001", 7.5))
        line = later.line_ids
        self.assertEqual(line.cause, "already_billed")
        dialog = self.env["dealer.reason"].with_user(self.accountant).browse(line.with_user(self.accountant).action_ask_supplement()["res_id"])
        dialog.reason = " "
        with self.assertRaisesRegex(UserError, "give a reason"):
            dialog.action_apply()
        dialog.reason = "Volume found at the hub, agreed on the phone"
        dialog.action_apply()
        dialog.action_apply()
        self.assertEqual((line.cause, line.payable, later.open_count, line.decided_by_id), ("supplement", 7.5, 0, self.accountant))
        self.assertIn("agreed on the phone", line.explanation)
        line.action_reopen()
        self.assertEqual((line.cause, line.payable, line.reason, later.payable), ("already_billed", 0, False, 0))
        line.with_user(self.second).action_accept_supplement("Agreed")
        with self.assertRaisesRegex(AccessError, "another finance manager"):
            later.with_user(self.second).action_approve()
        later.with_user(self.manager).action_approve()
        self.assertEqual((later.payable, parcel.billed_amount), (7.5, 39.5))
        with self.assertRaises(AccessError):
            line.with_user(self.presale).action_accept_supplement("x")
        with self.assertRaisesRegex(UserError, "matched and not approved"):
            line.with_user(self.second).action_accept_supplement("x")
        fresh = self._december(self.row("SF0000000001", 37, name="x"), self.row("SF0000000009", 3))
        with self.assertRaisesRegex(UserError, "no second charge"):
            fresh.line_ids[1].action_accept_supplement("x")
