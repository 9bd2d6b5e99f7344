from odoo import fields, models

SIDES = ("piece_length_mm", "piece_width_mm", "piece_height_mm")


class ProductTemplate(models.Model):
    """The size of a packed piece, for light goods that carriers bill by volume."""

    _inherit = "product.template"

    piece_length_mm = fields.Integer(string="Packed length (mm)", tracking=True, help="Of one piece as it is packed; all three sides, or the volume counts.")
    piece_width_mm = fields.Integer(string="Packed width (mm)", tracking=True)
    piece_height_mm = fields.Integer(string="Packed height (mm)", tracking=True)

    _piece_sides = models.Constraint(
        "CHECK(piece_length_mm >= 0 AND piece_width_mm >= 0 AND piece_height_mm >= 0)", "Sides of a packed piece are zero or more.")

    def write(self, vals):
        larger = self.filtered(lambda product: any(name in vals and product[name] != vals[name] for name in SIDES))
        result = super().write(vals)
        larger.product_variant_ids._flag_freight(self.env._("size of %s", ", ".join(larger[:3].mapped("display_name"))))
        return result
