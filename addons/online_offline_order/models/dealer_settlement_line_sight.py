from odoo import api, models


class DealerSettlementLine(models.Model):
    """The parts of a settlement are open to the dealer and his store managers; a clerk sees them where the company shows its fees."""

    _name = "dealer.settlement.line"
    _inherit = ["dealer.settlement.line", "dealer.sight.mixin"]

    @api.model
    def _portal_fields(self):
        return super()._portal_fields() | {
            "active", "order_id", "company_id", "currency_id", "sequence", "kind", "label", "sale_line_id", "base", "rate_bp", "quantity", "formula", "amount"}

    @api.model
    def _clerk_closed_fields(self):
        return super()._clerk_closed_fields() | {"label", "base", "rate_bp", "formula", "amount"}

    @api.model
    def _shows_fees_to_clerks(self):
        return self.env["sale.order"]._shows_fees_to_clerks()
