from odoo import api, models


class ResCompany(models.Model):
    """What the steps of an order ask of a company, a sixth of what it has."""

    _inherit = "res.company"

    @api.model
    def _usual_fields(self):
        return super()._usual_fields() + (
            "active", "name", "parent_path", "partner_id", "currency_id", "alias_domain_id", "chart_template", "cost_method", "security_lead",
            "fiscalyear_lock_date", "hard_lock_date", "stock_move_email_validation", "stock_text_confirmation", "dealer_negative_sale",
            "dealer_partial_release", "dealer_scan_required", "gate_paid_before_review", "order_review_steps", "prepaid_admin_income",
            "prepaid_admin_vat", "prepaid_by_brand", "prepaid_gateway_vat", "prepaid_gl_mode", "prepaid_hold_days", "prepaid_hold_mode",
            "prepaid_lock_date", "prepaid_logistics_vat", "prepaid_postage_policy", "prepaid_red_reversal", "prepaid_sale_tax_id",
            "prepaid_submit_stop_days", "prepaid_vat_timing")
