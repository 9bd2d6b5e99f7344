from odoo import models

from odoo.addons.dealer_base.money import round_div


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _dealer_weight_g(self):
        """Give the weight of a piece in grams, whatever unit of weight the database uses.

        :return: int; the usual weight of the category when nobody has entered one, 0 without either.
        """
        self.ensure_one()
        return self._dealer_weights_g()[self.id]

    def _dealer_weights_g(self):
        """Give the weights of pieces in grams; the unit of weight is looked up once.

        :return: {product id: int, as above}.
        """
        unit = self.env["product.template"]._get_weight_uom_id_from_ir_config_parameter()
        kg = self.env.ref("uom.product_uom_kgm")
        weights = {product.id: unit._compute_quantity(product.weight, kg, round=False) if unit != kg else product.weight for product in self}
        grams = {product_id: round_div(round(weight * 1_000_000), 1_000) for product_id, weight in weights.items()}
        if light := self.filtered(lambda product: not grams[product.id]):
            usual = light.categ_id._usual_weights_g()  # nobody has weighed them
            grams.update({product.id: usual.get(product.categ_id.id, 0) for product in light})
        return grams

    def _dealer_free_stock(self, warehouse):
        """Count the pieces on hand in a warehouse that nobody has reserved, as the database knows them now.

        :param warehouse: one stock.warehouse.
        :return: {product id: pieces}.
        """
        goods = self.sudo().with_context(warehouse_id=warehouse.id)  # sudo: free stock is told to people without stock rights
        quantities = goods._compute_quantities_dict(None, None, None)
        return {product_id: numbers["free_qty"] for product_id, numbers in quantities.items()}
