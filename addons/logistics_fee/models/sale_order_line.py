from odoo import api, models

from .sale_order import LINE_FIELDS


class SaleOrderLine(models.Model):
    """Goods added, changed or taken off make the freight of their order stale, by code as well as on the screen."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: not line.is_delivery).order_id._flag_freight()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if LINE_FIELDS & vals.keys():
            self.filtered(lambda line: not line.is_delivery).order_id._flag_freight()
        return result

    def unlink(self):
        orders = self.filtered(lambda line: not line.is_delivery).order_id
        result = super().unlink()
        orders.exists()._flag_freight()
        return result
