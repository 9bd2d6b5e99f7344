from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _dealer_number_series(self):
        return super()._dealer_number_series() | {"dealer.lost.sale": ("Lost sale", "LS")}
