from odoo import fields, models


class ProductProduct(models.Model):
    """What HQ has free of each product, for service staff, who have no rights in the warehouse (R1-131)."""

    _inherit = "product.product"

    dealer_free = fields.Float(
        string="Free at HQ", compute="_compute_dealer_free", digits="Product Unit", groups="dealer_base.group_dealer_viewer",
        help="On hand in the company's first warehouse and not reserved.")

    def _compute_dealer_free(self):
        warehouse = self.env["stock.warehouse"].sudo().search(  # sudo: free stock is told to people without stock rights
            [("company_id", "=", self.env.company.id)], limit=1)
        free = self._origin._dealer_free_stock(warehouse) if warehouse else {}
        for product in self:
            product.dealer_free = free.get(product._origin.id, 0.0)
