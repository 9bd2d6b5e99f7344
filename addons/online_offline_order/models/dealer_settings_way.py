from odoo import fields, models


class DealerSettings(models.TransientModel):
    """Ways of delivery: settings of the dialog."""

    _inherit = "dealer.settings"

    own_vehicle_price = fields.Monetary(related="company_id.own_vehicle_price", readonly=False)
