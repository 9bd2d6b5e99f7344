from odoo import api, fields, models

NOTHING_MORE = ("shipped", "received", "cancelled")


class SaleOrderLine(models.Model):
    """Pieces of a line that were ordered and will not ship any more."""

    _inherit = "sale.order.line"

    qty_cancelled = fields.Integer(string="Cancelled", compute="_compute_qty_cancelled", help="Pieces that were ordered and will not ship any more.")

    @api.depends("order_id.dealer_state", "product_uom_qty", "qty_settled")
    def _compute_qty_cancelled(self):
        for line in self:
            over = line.order_id.dealer_state in NOTHING_MORE and line.is_dealer_order and not line.display_type
            line.qty_cancelled = max(int(line.product_uom_qty) - line.qty_settled, 0) if over else 0
