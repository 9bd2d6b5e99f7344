from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen


class PrepaidTopup(models.Model):
    """A top-up made of a remittance stays what the remittance says; a remittance typed by hand proves nothing of it."""

    _inherit = "prepaid.topup"

    def _check_ready(self):
        super()._check_ready()
        line = self.sudo().bank_line_id  # sudo: whoever hands the draft in
        different = [name for name, same in (
            ("amount", to_fen(line.amount) == to_fen(self.amount)), ("journal_id", line.journal_id == self.sudo().journal_id),  # sudo: see above
            ("partner_id", line.partner_id == self.partner_id), ("date_paid", line.date == self.date_paid)) if not same] if line else ()
        if different:
            raise UserError(self.env._(
                "%(name)s differs from remittance %(serial)s: %(fields)s. Correct the top-up, or delete it, correct the remittance and make it again.",
                name=self.name, serial=line.serial, fields=", ".join(self._fields[name]._description_string(self.env) for name in different)))

    def _no_proof_text(self):
        """Say what proof is missing."""
        line = self.sudo().bank_line_id  # sudo: whoever hands the draft in
        if line:
            return self.env._(
                "Top-up %(name)s has no proof: remittance %(serial)s was typed by hand and proves nothing. Attach the slip, or import the bank's "
                "sheet that shows it.", name=self.name, serial=line.serial)
        return self.env._("Top-up %s has no proof: attach the slip or take the bank line.", self.name)

    def _refuse_editors(self):
        super()._refuse_editors()
        for topup in self:
            topup.sudo().bank_line_id._refuse_hands(topup)  # sudo: the persons count for every role

    @api.ondelete(at_uninstall=False)
    def _free_bank_line(self):
        """A draft that is deleted leaves its remittance to the next one."""
        self.sudo().bank_line_id.topup_id = False  # sudo: the link is closed to writes by hand
