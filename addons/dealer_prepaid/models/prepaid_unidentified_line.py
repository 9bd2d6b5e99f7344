from odoo import models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen

from ..ledger.duplicates import serial_key


class PrepaidUnidentified(models.Model):
    """A bank line proves the very payment it shows: amount, account, serial number and day, at submit and again at approval."""

    _inherit = "prepaid.unidentified"

    def _check_ready(self):
        super()._check_ready()
        self._check_bank_line()

    def _carry_out(self):
        self._check_bank_line()
        return super()._carry_out()

    def _refuse_editors(self):
        super()._refuse_editors()
        for receipt in self:
            receipt.sudo().bank_line_id._refuse_hands(receipt)  # sudo: the persons count for every role

    def _own_persons(self):
        return super()._own_persons() | self.sudo().bank_line_id._hands()  # sudo: the persons count for every role

    def _check_bank_line(self):
        line = self.sudo().bank_line_id  # sudo: confirmers compare it with the bank's list too
        if not line:
            return
        taken = line.topup_id or line.receipt_id
        if taken:
            raise UserError(self.env._(
                "%(name)s: remittance %(serial)s proves %(other)s already; choose another remittance.", name=self.name, serial=line.serial, other=taken.name))
        different = [name for name, same in (
            ("amount", to_fen(line.amount) == to_fen(self.amount)), ("journal_id", line.journal_id == self.sudo().journal_id),  # sudo: see above
            ("serial", serial_key(line.serial) == serial_key(self.serial)), ("date", line.date == self.date)) if not same]
        if different:
            raise UserError(self.env._(
                "%(name)s differs from remittance %(serial)s: %(fields)s. Park the remittance with its button, or correct the receipt.",
                name=self.name, serial=line.serial, fields=", ".join(self._fields[name]._description_string(self.env) for name in different)))
