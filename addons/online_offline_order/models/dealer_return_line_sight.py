from odoo import api, models


class DealerReturnLine(models.Model):
    """Goods of a return as a dealer's people see and enter them."""

    _name = "dealer.return.line"
    _inherit = ["dealer.return.line", "dealer.sight.mixin"]

    @api.model
    def _portal_fields(self):
        return super()._portal_fields() | {
            "return_id", "company_id", "currency_id", "order_line_id", "product_id", "price_unit", "shipped_qty", "left_qty", "quantity",
            "received_qty", "goods_share"}

    @api.model
    def _clerk_closed_fields(self):
        return super()._clerk_closed_fields() | {"price_unit", "goods_share"}

    @api.model
    def _shows_fees_to_clerks(self):
        return self.env["sale.order"]._shows_fees_to_clerks()
