import re

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidPayoutResult(models.AbstractModel):
    """What the bank says became of a payout: paid or sent back, with its reference; taken over from the bank's list.

    The steps are those of the buttons, with the same persons. The same result again does nothing.
    """

    _inherit = "prepaid.payout.mixin"

    bank_reference = fields.Char(readonly=True, copy=False, help="Reference of the payment at the bank.")
    paid_on = fields.Date(readonly=True, copy=False, help="Day of the payment at the bank; the books take it. Empty: the day it was noted.")
    returned_on = fields.Date(
        string="Came back on", readonly=True, copy=False, help="Day of the return at the bank; the books take it. Empty: the day it was noted.")
    return_reference = fields.Char(string="Reference of the return", readonly=True, copy=False, help="Reference of the bank's return.")

    def _result_step(self, record):
        """Say what a row of the bank's list means for this payout.

        :param record: PaymentRow.
        :return: (step, None, {}) with the step pay, note, return or known; or (None, code, params) of the reason why not.
        """
        step, code, params = self._paid_step(record) if record.result == "paid" else self._returned_step(record)
        first, today = self.company_id._prepaid_bank_days()
        if step and step != "known" and not first <= record.day <= today:
            return None, "payment_day", {"name": self._payout_purpose(), "day": str(record.day)}
        approved_on = self._payout_first_day() if step == "pay" else None
        if approved_on and record.day < approved_on:
            return None, "payment_early", {"name": self._payout_purpose(), "known": str(approved_on)}
        if step in ("pay", "note", "return") and to_fen(self.refund) != record.amount_fen:
            return None, "payment_amount", {"name": self._payout_purpose(), "known": yuan(to_fen(self.refund))}
        return step, code, params

    def _paid_step(self, record):
        earlier = self._earlier_references()
        if record.serial in earlier or (record.serial == self.bank_reference and not self._payout_waits()):
            return "known", None, {}  # noted before; perhaps that payment came back since
        if earlier and record.day < (self.returned_on or self.sudo().return_entry_id.date):  # sudo: the day of the return counts for every role
            return self._earlier_step()
        if self._payout_waits():
            other = self._other_account(record.number)
            if other:
                return None, "payment_other_account", {"known": other, "name": self._payout_purpose()}
            refusal = self._pay_refusal()
            return (None, "payment_refused", {"reason": refusal}) if refusal else ("pay", None, {})
        if self._payout_is_paid():
            if self.bank_reference:
                return None, "payment_other_reference", {"name": self._payout_purpose(), "known": self.bank_reference}
            return "note", None, {}
        return None, "payment_not_approved", self._state_params()

    def _earlier_step(self):
        """Say what a payment means that was made before the last one came back: not the one that followed it."""
        if not all(self._earlier_references()):
            return "known", None, {}  # that one, noted with the button
        return None, "payment_other_reference", {"name": self._payout_purpose(), "known": ", ".join(self._earlier_references())}

    def _returned_step(self, record):
        if (self.return_reference and self.return_reference == record.serial) or self._payout_is_returned():
            return "known", None, {}
        if not self._payout_is_paid():
            return None, "payment_return_unpaid", self._state_params()
        paid_on = self._payout_return_from()
        if record.day < paid_on:
            return None, "payment_return_early", {"name": self._payout_purpose(), "known": str(paid_on)}
        if self.env.user == self._payout_payer():
            return None, "payment_refused", {"reason": self._own_return_refusal()}
        return "return", None, {}

    def _take_result(self, step, record):
        """Carry out what :meth:`_result_step` said, with the rights of the user.

        :raises UserError: when the payout changed since.
        """
        if step == "pay":
            self.sudo().paid_on = record.day  # sudo: the flow is closed to writes; the role was checked by the import
            self._pay_by_bank(record.serial)
            if not self._payout_is_paid():
                raise UserError(self.env._(
                    "%(what)s of %(owner)s changed while the list was imported, so nothing of the list was imported: check it again.",
                    what=self._payout_purpose(), owner=self.partner_id.display_name))
        if step in ("pay", "note"):
            self.sudo().bank_reference = record.serial  # sudo: the flow is closed to writes; the role was checked by the import
        if step == "return":
            self.action_return(" ".join(filter(None, [record.serial, record.remark])), record.day)
            self.sudo().return_reference = record.serial  # sudo: as above

    # -- hooks

    def _earlier_references(self):
        """Give the references of the payments that came back before this payout was paid anew, empty texts for those not known."""
        return []

    def _pay_by_bank(self, reference):
        """Take the step of the button that notes the payment."""
        self.action_pay()

    def _pay_refusal(self):
        """Say why the current user cannot note the payment now.

        :return: sentence, or None.
        """
        if self.env.user in self._payout_persons():
            return self.env._(
                "a third person must release %(what)s of %(owner)s: you entered or approved it.",
                what=self._payout_purpose(), owner=self.partner_id.display_name)
        return self._payout_problem()

    # -- parts

    def _payout_is_paid(self):
        return self.state == self._payout_paid_state() and bool(self.sudo().entry_id)  # sudo: whether it is booked counts for every role

    def _state_params(self):
        names = dict(self._fields["state"]._description_selection(self.env))
        return {"name": self._payout_purpose(), "state": names[self.state]}

    def _other_account(self, number):
        """Give the masked account on file when the bank paid to another one."""
        bank, plain = self._payout_bank(), re.sub(r"\W", "", number or "").upper()
        if not bank or not plain or "*" in number or plain == bank.sanitized_acc_number:
            return None
        return bank._masked()
