from odoo import fields, models


class DealerSettings(models.TransientModel):
    """Gates of orders: settings of the dialog."""

    _inherit = "dealer.settings"

    amend_keeps_approval = fields.Boolean(related="company_id.amend_keeps_approval", readonly=False)
