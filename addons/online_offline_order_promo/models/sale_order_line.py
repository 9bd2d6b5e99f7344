from odoo import models


class SaleOrderLine(models.Model):
    """A gift of a campaign on a dealer order: nobody sells it on, and it has no ex-factory price."""

    _inherit = "sale.order.line"

    def _compute_retail(self):
        super()._compute_retail()
        for line in self.filtered(lambda one: one.sudo().is_promo_gift):  # sudo: whether it is a gift, whoever reads the order
            line.retail_subtotal = 0

    def _gift_open(self):
        """:return: pieces of a gift that are still on their way out."""
        moves = self.sudo().move_ids  # sudo: who reads an order need not read deliveries
        return int(sum(move.product_uom_qty for move in moves if move.state not in ("done", "cancel") and move.location_dest_id.usage == "customer"))
