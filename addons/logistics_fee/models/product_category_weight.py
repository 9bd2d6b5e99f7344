from odoo import fields, models


class ProductCategory(models.Model):
    """The usual weight of goods that nobody has weighed, inherited by the categories below (semantic 10)."""

    _inherit = "product.category"

    usual_weight_g = fields.Integer(
        string="Usual weight of a piece (g)",
        help="Taken for products without a weight, here and in the categories below; the freight then says that the weight is a usual one. 0 = as the "
        "category above; where none has one, freight of such goods is refused.")

    _usual_weight = models.Constraint("CHECK(usual_weight_g >= 0)", "A usual weight is zero or more.")

    def _usual_weights_g(self):
        """Give the usual weight of a piece, here or in the next category above that has one.

        :return: {category id: grams, 0 where none has one}.
        """
        chains = {category.id: [int(part) for part in (category.parent_path or "").split("/") if part] for category in self}
        above = self.sudo().browse({key for chain in chains.values() for key in chain})  # sudo: a weight, whoever orders
        own = {category.id: category.usual_weight_g for category in above}
        return {key: next((own[one] for one in reversed(chain) if own[one]), 0) for key, chain in chains.items()}

    def write(self, vals):
        changed = self.filtered(lambda category: "usual_weight_g" in vals and category.usual_weight_g != vals["usual_weight_g"])
        result = super().write(vals)
        if changed:
            goods = self.env["product.product"].sudo().search([("categ_id", "child_of", changed.ids), ("weight", "=", 0)])  # sudo: goods of every company
            goods._flag_freight(self.env._("usual weight of %s", ", ".join(changed[:3].mapped("display_name"))))
        return result
