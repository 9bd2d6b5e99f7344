from odoo import models


class ResCompany(models.Model):
    """Each company begins with the proposed table of attribution."""

    _inherit = "res.company"

    def _dealer_order_setup(self):
        super()._dealer_order_setup()
        self.env["dealer.attribution.rule"]._fill_companies(self)
