from odoo import fields, models


class DealerSettings(models.TransientModel):
    """Slow movers: setting of the dialog."""

    _inherit = "dealer.settings"

    slow_mover_days = fields.Integer(related="company_id.slow_mover_days", readonly=False)

    def _business_settings(self):
        return super()._business_settings() | {"slow_mover_days"}
