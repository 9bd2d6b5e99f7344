from odoo import fields, models


class DealerSettings(models.TransientModel):
    """After-sales: settings of the dialog."""

    _inherit = "dealer.settings"

    return_inspection = fields.Selection(related="company_id.return_inspection", readonly=False)

    def _business_settings(self):
        return super()._business_settings() | {"return_inspection"}
