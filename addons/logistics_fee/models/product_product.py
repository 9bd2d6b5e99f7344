from odoo import models


class ProductProduct(models.Model):
    """A new weight makes the freight of open orders with the product stale."""

    _inherit = "product.product"

    def write(self, vals):
        heavier = self.filtered(lambda product: "weight" in vals and product.weight != vals["weight"])
        result = super().write(vals)
        if heavier:
            self.env["sale.order"]._flag_freight_where(
                [("order_line.product_id", "in", heavier.ids)], self.env._("weight of %s", ", ".join(heavier[:3].mapped("display_name"))))
        return result
