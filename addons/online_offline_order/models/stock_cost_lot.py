from odoo import api, fields, models

from odoo.addons.dealer_base.adapters.cost import READERS, is_open, values_goods


class StockLot(models.Model):
    """What a lot cost is hidden with the cost of its goods."""

    _inherit = "stock.lot"

    avg_cost = fields.Monetary(groups=READERS)
    total_value = fields.Monetary(groups=READERS)
    standard_price = fields.Float(groups=READERS)

    def _has_field_access(self, field, operation):
        return is_open(super()._has_field_access(field, operation), operation)

    @api.model_create_multi
    @values_goods
    def create(self, vals_list):
        return super().create(vals_list)

    @values_goods
    def _update_standard_price(self):
        return super(StockLot, self.sudo())._update_standard_price()  # sudo: the program writes what a lot cost; Odoo takes the user's rights
