from odoo import fields, models

from odoo.addons.dealer_base.adapters.cost import READERS, values_goods


class ProductProduct(models.Model):
    """The value of the stock is hidden with the cost; the program values it for everybody who moves goods."""

    _inherit = "product.product"

    avg_cost = fields.Monetary(groups=READERS)
    total_value = fields.Monetary(groups=READERS)

    @values_goods
    def _update_standard_price(self, extra_value=None, extra_quantity=None):
        return super()._update_standard_price(extra_value, extra_quantity)

    @values_goods
    def _change_standard_price(self, old_price):
        return super()._change_standard_price(old_price)

    @values_goods
    def _run_fifo(self, quantity, lot=None, at_date=None, location=None):
        return super()._run_fifo(quantity, lot=lot, at_date=at_date, location=location)
