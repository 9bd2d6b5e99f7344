from odoo import fields, models


class DealerSettings(models.TransientModel):
    """Orders and returns: settings of the dialog."""

    _inherit = "dealer.settings"

    dealer_weight_policy = fields.Selection(related="company_id.dealer_weight_policy", readonly=False)
    dealer_weight_tolerance = fields.Monetary(related="company_id.dealer_weight_tolerance", readonly=False)
    dealer_partial_release = fields.Boolean(related="company_id.dealer_partial_release", readonly=False)
    dealer_scan_required = fields.Boolean(related="company_id.dealer_scan_required", readonly=False)
    dealer_rerate_rest = fields.Boolean(related="company_id.dealer_rerate_rest", readonly=False)
    return_days = fields.Integer(related="company_id.return_days", readonly=False)
    return_quality_days = fields.Integer(related="company_id.return_quality_days", readonly=False)
    receipt_needs_proof = fields.Boolean(related="company_id.receipt_needs_proof", readonly=False)
    receipt_by_carrier = fields.Boolean(related="company_id.receipt_by_carrier", readonly=False)
    receipt_after_days = fields.Integer(related="company_id.receipt_after_days", readonly=False)
    clerk_sees_fees = fields.Boolean(related="company_id.clerk_sees_fees", readonly=False)

    def _business_settings(self):
        return super()._business_settings() | {
            "clerk_sees_fees", "dealer_weight_policy", "dealer_partial_release", "dealer_scan_required", "receipt_needs_proof",
            "receipt_by_carrier", "receipt_after_days", "return_days", "return_quality_days"}
