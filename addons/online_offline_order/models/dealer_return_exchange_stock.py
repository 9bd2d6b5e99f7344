from odoo import api, fields, models

from ..settlement import stock_light


class DealerReturnExchange(models.Model):
    """What HQ has of the other goods of an exchange, as a number and as a light."""

    _inherit = "dealer.return.exchange"

    free_stock = fields.Float(
        string="HQ stock", compute="_compute_free_stock", digits="Product Unit", help="Pieces on hand at HQ that nobody has reserved.")
    stock_light = fields.Selection(
        [("green", "In stock"), ("amber", "Partly in stock"), ("red", "Out of stock")], compute="_compute_free_stock", string="Stock")

    @api.depends("product_id", "quantity", "return_id.order_id")
    def _compute_free_stock(self):
        for order, lines in self.grouped(lambda line: line.return_id.order_id._origin).items():
            warehouse = order.sudo().warehouse_id  # sudo: free stock is told to people without stock rights
            free = lines.product_id._origin._dealer_free_stock(warehouse)
            for line in lines:
                line.free_stock = free.get(line.product_id._origin.id, 0.0)
                line.stock_light = stock_light(line.free_stock, line.quantity) if line.product_id else False
