from odoo import models

from odoo.addons.dealer_base.money import round_div

from ..reservation import free_of


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
        weights = {product.id: product.weight for product in self}
        if self.env["ir.config_parameter"].sudo().get_param("product.weight_in_lbs") == "1":  # sudo: a setting; in kilograms no unit is looked up
            unit, kg = self.env["product.template"]._get_weight_uom_id_from_ir_config_parameter(), self.env.ref("uom.product_uom_kgm")
            weights = {product_id: unit._compute_quantity(weight, kg, round=False) for product_id, weight in weights.items()}
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
        known = free_of(self.env)
        if known and all((warehouse.id, product.id) in known.pieces for product in self):
            return {product.id: known.pieces[warehouse.id, product.id] for product in self}
        goods = self.sudo().with_context(warehouse_id=warehouse.id)  # sudo: free stock is told to people without stock rights
        # Odoo's free quantity of products without asking what is on its way, too.
        rows = goods.env["stock.quant"].with_context(active_test=False)._read_group(
            [("product_id", "in", goods._origin.ids)] + goods._get_domain_locations()[0], ["product_id"], ["quantity:sum", "reserved_quantity:sum"])
        free = {product.id: product.uom_id.round(quantity - reserved) for product, quantity, reserved in rows}
        found = {product.id: free.get(product._origin.id, 0.0) for product in goods}
        if known:
            known.pieces.update({(warehouse.id, product_id): pieces for product_id, pieces in found.items()})
        return found

    def _dealer_free_stock_by(self, warehouses):
        """Count as above in several warehouses, with the same number of queries however many they are.

        :param warehouses: stock.warehouse.
        :return: {warehouse id: {product id: pieces}}.
        """
        if len(warehouses) < 2:
            return {warehouse.id: self._dealer_free_stock(warehouse) for warehouse in warehouses}
        goods = self.sudo().with_context(warehouse_id=warehouses.ids)  # sudo: as above
        rows = goods.env["stock.quant"].with_context(active_test=False)._read_group(
            [("product_id", "in", goods._origin.ids)] + goods._get_domain_locations()[0], ["product_id", "location_id"],
            ["quantity:sum", "reserved_quantity:sum"])
        found = {}
        for warehouse in warehouses.sudo():  # sudo: as above
            top, free = warehouse.view_location_id.parent_path, {}
            for product, location, quantity, reserved in rows:
                if location.parent_path.startswith(top):
                    free[product.id] = free.get(product.id, 0.0) + quantity - reserved
            found[warehouse.id] = {product.id: product.uom_id.round(free.get(product._origin.id, 0.0)) for product in goods}
        return found
