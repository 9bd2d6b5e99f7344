"""R1-110: a correction and the returns of its order give back together what was debited, and no more."""
from odoo.exceptions import UserError
from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestCorrectionReturns(ReturnCommon):
    """Two coats, 680.00 debited."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._received_order()

    def _correction(self, amount, **vals):
        return self.env["dealer.order.correction"].with_user(self.cs_a).create({
            "order_id": self.order.id, "amount": amount, "reason": "freight of another zone was taken", **vals})

    def _accepted(self, amount, **vals):
        correction = self._correction(amount, **vals)
        correction.action_submit()
        correction.with_user(self.users["fin_settlement"]).action_accept()
        return correction.sudo().adjustment_id.sudo(False)

    def _booked(self, amount, **vals):
        adjustment = self._accepted(amount, **vals)
        adjustment.with_user(self.users["fin_settlement"]).action_submit()
        adjustment.with_user(self.users["fin_manager"]).action_approve()

    def _all_back(self, refund=True):
        vals = {"reason_class": "quality", "evidence_ids": self._photo().ids}
        return self._refunded_return(self.order, 2, **vals) if refund else self._return(self.order, 2, **vals)

    def test_return_then_correction(self):
        self.assertEqual(self._all_back().credit_amount, 680)
        with self.assertRaisesRegex(UserError, "680.01 CNY would be given back in all, but only 680.00"):
            self._correction(0.01).action_submit()

    def test_running_return_counts(self):
        self._return(self.order).action_submit()  # one coat, 300.00
        with self.assertRaisesRegex(UserError, "680.01 CNY would be given back"), self.env.cr.savepoint():
            self._correction(380.01).action_submit()
        self._correction(380).action_submit()

    def test_correction_then_return(self):
        self._booked(80)
        self.assertLedger(self.account, 4400, 0, 4400)
        record = self._all_back(refund=False)
        with self.assertRaisesRegex(UserError, f"80.00 CNY are given back already .{self.order.correction_ids.name}."), self.env.cr.savepoint():
            record.action_submit()
        self._booked(80, direction="debit")
        record.action_submit()
        self.assertEqual(record.credit_amount, 680)

    def test_asked_again_at_the_refund(self):
        record = self._approved_return(self.order, 2, reason_class="quality", evidence_ids=self._photo().ids)
        record.with_user(self.warehouse_user).action_receive()
        self._correction(80)._flow_write({"state": "submitted"})  # as a database of before has it
        with self.assertRaisesRegex(UserError, "80.00 CNY are given back already"):
            record.with_user(self.users["fin_confirmer"]).action_refund()

    def test_adjustment_books_what_was_accepted(self):
        adjustment = self._accepted(80).with_user(self.users["fin_settlement"])
        for vals in ({"amount": 800}, {"direction": "debit"}, {"account_id": self._other_account().id}):
            with self.assertRaisesRegex(UserError, "stay as they were accepted"), self.env.cr.savepoint():
                adjustment.write(vals)
        adjustment.write({"amount": 80, "counter_account_id": self.account._role("other_income").id})
        self.assertEqual((adjustment.amount, adjustment.direction, adjustment.account_id), (80, "credit", self.account))

    def _other_account(self):
        return self.env["prepaid.account"].search([("id", "!=", self.account.id), ("company_id", "=", self.company.id)], limit=1)
