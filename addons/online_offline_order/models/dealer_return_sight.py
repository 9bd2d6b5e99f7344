from odoo import api, models


class DealerReturn(models.Model):
    """Returns as a dealer's people see and enter them; who decided, why and how it was booked stays inside HQ."""

    _name = "dealer.return"
    _inherit = ["dealer.return", "dealer.sight.mixin"]

    @api.model
    def _portal_fields(self):
        return super()._portal_fields() | {
            "name", "state", "order_id", "partner_id", "company_id", "currency_id", "reason_class", "reason", "evidence_ids", "postage_by",
            "postage", "note", "line_ids", "submitted_at", "approved_at", "received_at", "refunded_at", "close_reason", "goods_amount",
            "admin_amount", "logistics_amount", "credit_amount", "postage_amount", "handling_amount", "net_amount", "preview_text",
            "refusal_text", "return_carrier_id", "return_tracking", "discount_withdrawn",
        }

    @api.model
    def _clerk_closed_fields(self):
        return super()._clerk_closed_fields() | {
            "goods_amount", "admin_amount", "logistics_amount", "credit_amount", "postage_amount", "handling_amount", "preview_text", "discount_withdrawn"}

    @api.model
    def _shows_fees_to_clerks(self):
        return self.env["sale.order"]._shows_fees_to_clerks()
