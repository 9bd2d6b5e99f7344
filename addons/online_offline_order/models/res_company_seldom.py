from odoo import api, models


class ResCompany(models.Model):
    """Settings that orders on their usual way do not ask for."""

    _inherit = "res.company"

    @api.model
    def _seldom_fields(self):
        return super()._seldom_fields() + (
            "exception_review_hours", "exception_waiting_hours", "exception_ship_hours", "exception_silent_hours",
            "exception_confirm_hours", "exception_return_hours", "exception_case_hours", "exception_hold_hours", "return_days",
            "return_quality_days", "dealer_weight_policy", "dealer_weight_tolerance", "accrue_carrier_cost", "return_inspection",
            "quarantine_location_id", "special_price_own_bp", "special_price_manager_bp", "margin_flag_bp", "receipt_needs_proof",
            "receipt_by_carrier", "receipt_after_days", "own_vehicle_price", "lost_goods_vat_out", "complaint_hours",
            "return_reminder_days", "pickup_reminder_days", "pickup_decision_day", "pickup_task_day", "slow_mover_days")
