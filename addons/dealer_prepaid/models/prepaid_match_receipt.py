from odoo import api, models
from odoo.exceptions import UserError


class PrepaidMatch(models.Model):
    """A remittance that proves a receipt is matched with no top-up."""

    _inherit = "prepaid.match"

    @api.model
    def _propose(self, lines):
        return super()._propose(lines.filtered(lambda line: not line.receipt_id))

    def _check_acceptable(self):
        line = self.bank_line_id.sudo()  # sudo: figures of the refusal
        if line.receipt_id:
            raise UserError(self.env._(
                "Remittance %(serial)s belongs to receipt %(name)s and is no top-up: leave it out.",
                serial=line.serial, name=line.receipt_id.name))
        return super()._check_acceptable()
