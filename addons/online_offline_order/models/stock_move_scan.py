from odoo import fields, models


class StockMove(models.Model):
    """How many pieces were scanned before they leave."""

    _inherit = "stock.move"

    scanned_qty = fields.Float(string="Scanned", readonly=True, copy=False, digits="Product Unit")
