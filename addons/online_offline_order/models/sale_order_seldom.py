from odoo import api, models


class SaleOrder(models.Model):
    """What only one step of an order asks for, or only a person who opens it."""

    _inherit = "sale.order"

    @api.model
    def _seldom_fields(self):
        return super()._seldom_fields() + (
            "return_count_no", "internal_remark", "received_at", "cancel_reason", "settlement_refusal", "waiting_since", "must_confirm",
            "proposed_total", "freight_manual_price", "freight_manual_reason", "quote_stale", "quote_stale_reason", "reviewed_at",
            "credit_days", "credit_state", "credit_text", "credit_released_by", "credit_release_reason", "short_notice_at",
            "method_confirmed_by", "method_confirmed_at", "carrier_changed_at", "carrier_change_reason", "carrier_consent",
            "carrier_consent_by", "carrier_consent_at", "rest_by_dealer", "rest_freight", "rest_move_id", "first_reviewed_at",
            "first_reviewed_total", "brake_note", "brake_total", "brake_at", "received_source", "received_by", "received_note",
            "prompt_count", "prompted_at", "guide_name", "customer_remark", "deposit_amount", "retail_agreed", "arrived_at", "notified_at",
            "picked_up_at", "picked_up_by", "collected_amount", "pickup_code_hash", "pickup_tries", "pickup_fails", "pickup_locked_until",
            "pickup_reminders", "is_own_stock", "pickup_return_id", "consumer_kind", "entry_way", "source_note", "source_override_reason",
            "is_point_excluded", "is_commission_excluded", "freight_bearing", "carrier_choice", "change_note", "no_hold_at")
