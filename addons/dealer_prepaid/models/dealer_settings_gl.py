from odoo import fields, models


class DealerSettings(models.TransientModel):
    """Prepaid in the books: settings of the dialog."""

    _inherit = "dealer.settings"

    prepaid_gl_mode = fields.Selection(related="company_id.prepaid_gl_mode", readonly=False)
    prepaid_red_reversal = fields.Boolean(related="company_id.prepaid_red_reversal", readonly=False)
    prepaid_contract_reclass = fields.Boolean(related="company_id.prepaid_contract_reclass", readonly=False)
    prepaid_expected_returns = fields.Boolean(related="company_id.prepaid_expected_returns", readonly=False)
    prepaid_opening_books = fields.Selection(related="company_id.prepaid_opening_books", readonly=False)
    prepaid_return_rate = fields.Float(related="company_id.prepaid_return_rate", readonly=False)
    prepaid_admin_vat = fields.Selection(related="company_id.prepaid_admin_vat", readonly=False)
    prepaid_logistics_vat = fields.Selection(related="company_id.prepaid_logistics_vat", readonly=False)
    prepaid_gateway_vat = fields.Selection(related="company_id.prepaid_gateway_vat", readonly=False)
    prepaid_admin_income = fields.Selection(related="company_id.prepaid_admin_income", readonly=False)
    prepaid_vat_timing = fields.Selection(related="company_id.prepaid_vat_timing", readonly=False)
    prepaid_vat_timing_from = fields.Date(related="company_id.prepaid_vat_timing_from", readonly=False)
    prepaid_revenue_at = fields.Selection(related="company_id.prepaid_revenue_at", readonly=False)
    prepaid_gift_policy = fields.Selection(related="company_id.prepaid_gift_policy", readonly=False)
    prepaid_rebate_policy = fields.Selection(related="company_id.prepaid_rebate_policy", readonly=False)
    prepaid_postage_policy = fields.Selection(related="company_id.prepaid_postage_policy", readonly=False)
    prepaid_writeoff_max = fields.Monetary(related="company_id.prepaid_writeoff_max", readonly=False)
    prepaid_writeoff_days = fields.Integer(related="company_id.prepaid_writeoff_days", readonly=False)
    prepaid_unidentified_days = fields.Integer(related="company_id.prepaid_unidentified_days", readonly=False)
