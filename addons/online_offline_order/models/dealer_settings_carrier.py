from odoo import fields, models


class DealerSettings(models.TransientModel):
    """Carrier cost in the books: settings of the dialog."""

    _inherit = "dealer.settings"

    accrue_carrier_cost = fields.Boolean(related="company_id.accrue_carrier_cost", readonly=False)
    dealer_true_up = fields.Boolean(related="company_id.dealer_true_up", readonly=False)
