from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen


class SaleOrder(models.Model):
    """What was ordered, what of it has shipped, and what was cancelled: its rest, or all of it."""

    _inherit = "sale.order"

    cancelled_pieces = fields.Integer(string="Cancelled pieces", compute="_compute_cancelled", help="Ordered, and will not ship any more.")
    cancelled_amount = fields.Monetary(
        string="Cancelled, not charged", compute="_compute_cancelled", help="Of the settlement total, because the rest was cancelled.")

    @api.depends("dealer_state", "order_line.product_uom_qty", "order_line.qty_settled", "settlement_total", "captured_total")
    def _compute_cancelled(self):
        for order in self:
            raw = order.sudo()  # sudo: whoever sees the order sees what became of its pieces; the paper closes the amount to clerks
            order.cancelled_pieces = sum(raw._goods_lines().mapped("qty_cancelled")) if order.is_dealer_order else 0
            left_fen = to_fen(raw.settlement_total) - to_fen(raw.captured_total)
            order.cancelled_amount = float(from_fen(max(left_fen, 0))) if order.cancelled_pieces else 0.0
