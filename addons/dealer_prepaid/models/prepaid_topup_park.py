from odoo import models
from odoo.exceptions import UserError


class PrepaidTopup(models.Model):
    _inherit = "prepaid.topup"

    def _check_ready(self):
        parked = self.bank_line_id.sudo().unidentified_ids.filtered(lambda rec: rec.state != "rejected")  # sudo: counts for every recorder
        if parked:
            raise UserError(self.env._(
                "Remittance %(serial)s is parked as receipt %(receipt)s: claim it there, or it would be credited twice.",
                serial=self.bank_line_id.serial, receipt=parked[0].name))
        return super()._check_ready()
