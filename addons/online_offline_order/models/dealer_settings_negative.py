from odoo import fields, models


class DealerSettings(models.TransientModel):
    """Orders beyond the stock: setting of the dialog."""

    _inherit = "dealer.settings"

    dealer_negative_sale = fields.Boolean(related="company_id.dealer_negative_sale", readonly=False)

    def _business_settings(self):
        return super()._business_settings() | {"dealer_negative_sale"}
