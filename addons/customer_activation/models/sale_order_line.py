from odoo import api, models

COUNTED = {"product_id", "product_uom_qty", "price_unit", "discount", "tax_ids"}


class SaleOrderLine(models.Model):
    """A line that is changed on a confirmed order changes what the order counts for its customer at once."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._note_activation()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if COUNTED & vals.keys():
            self._note_activation()
        return result

    def _note_activation(self):
        orders = self.order_id.filtered(lambda order: order.state == "sale")
        if orders:
            orders.sudo()._note_activation()  # sudo: the funnel counts whoever changes
