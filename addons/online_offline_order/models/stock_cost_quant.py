from odoo import fields, models

from odoo.addons.dealer_base.adapters.cost import READERS


class StockQuant(models.Model):
    """What lies in the warehouse is seen by the warehouse, what it is worth by those who see costs."""

    _inherit = "stock.quant"

    value = fields.Monetary(groups=READERS)
