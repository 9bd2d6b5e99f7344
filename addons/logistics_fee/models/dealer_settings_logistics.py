from odoo import fields, models


class DealerSettings(models.TransientModel):
    """Logistics: settings of the dialog."""

    _inherit = "dealer.settings"

    admin_fee_min_bp = fields.Integer(related="company_id.admin_fee_min_bp", readonly=False)
    admin_fee_max_bp = fields.Integer(related="company_id.admin_fee_max_bp", readonly=False)
    unsure_address = fields.Selection(related="company_id.unsure_address", readonly=False)
    lead_time_days = fields.Integer(related="company_id.lead_time_days", readonly=False)
    freight_analytic_dealer_id = fields.Many2one(related="company_id.freight_analytic_dealer_id", readonly=False)
    freight_analytic_hq_id = fields.Many2one(related="company_id.freight_analytic_hq_id", readonly=False)
    freight_analytic_consumer_id = fields.Many2one(related="company_id.freight_analytic_consumer_id", readonly=False)

    def _business_settings(self):
        return super()._business_settings() | {"unsure_address", "lead_time_days"}
