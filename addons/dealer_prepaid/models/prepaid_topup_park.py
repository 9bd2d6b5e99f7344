from odoo import models


class PrepaidTopup(models.Model):
    _inherit = "prepaid.topup"

    def _check_ready(self):
        self.bank_line_id._refuse_parked()
        return super()._check_ready()
