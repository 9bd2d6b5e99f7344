from decimal import Decimal

from odoo import models

from .product_template import SIDES


class ProductProduct(models.Model):
    """A new weight or volume makes the freight of open orders with the product stale."""

    _inherit = "product.product"

    def write(self, vals):
        heavier = self.filtered(lambda product: "weight" in vals and product.weight != vals["weight"])
        larger = self.filtered(lambda product: "volume" in vals and product.volume != vals["volume"]) - heavier
        result = super().write(vals)
        heavier._flag_freight(self.env._("weight of %s", ", ".join(heavier[:3].mapped("display_name"))))
        larger._flag_freight(self.env._("size of %s", ", ".join(larger[:3].mapped("display_name"))))
        return result

    def _flag_freight(self, reason):
        """Mark the freight of open orders with the products as no longer right; without products nothing happens.

        :param reason: sentence part that says what changed.
        """
        if self:
            self.env["sale.order"]._flag_freight_where([("order_line.product_id", "in", self.ids)], reason)

    def _freight_volumes_cm3(self):
        """Give the volume of a packed piece, of its three sides or of the volume that the product has, rounded up.

        :return: {product id: cm³, 0 when nobody has entered either}.
        """
        out, unit = {}, None
        for product in self:
            length, width, height = (product[name] for name in SIDES)
            out[product.id] = -(-length * width * height // 1_000)
            if not out[product.id] and product.volume:
                if unit is None:  # of goods without a volume no unit is looked up
                    unit = self.env["product.template"]._get_volume_uom_id_from_ir_config_parameter()
                    cubic_metre = self.env.ref("uom.product_uom_cubic_meter")
                volume = Decimal(repr(round(unit._compute_quantity(product.volume, cubic_metre, round=False), 6)))
                out[product.id] = int((volume * 1_000_000).to_integral_value(rounding="ROUND_CEILING"))
        return out
