from datetime import timedelta

from odoo import api, fields, models

PACE_DAYS = 90


class PromoPriceCopy(models.TransientModel):
    """Which goods there are too many of: so many pieces free in the warehouses, or enough for so many days at the pace they sell."""

    _inherit = "promo.price.copy"

    least_stock = fields.Integer(string="At least so many in stock", help="Free pieces in the warehouses of the company; 0 = any.")
    least_days = fields.Integer(
        string="Stock lasts at least days", help="At the pace of the last 90 days; goods in stock that were not sold last for ever. 0 = any.")

    @api.onchange("least_stock", "least_days")
    def _onchange_least(self):
        self.least_stock, self.least_days = max(0, self.least_stock), max(0, self.least_days)

    def _wanted_goods(self, rules):
        wanted = super()._wanted_goods(rules)
        if self.least_stock <= 0 and self.least_days <= 0:
            return wanted
        goods = self._goods_of(rules) if wanted is None else wanted
        warehouses = self.env["stock.warehouse"].sudo().search([("company_id", "=", self.company_id.id)])  # sudo: how many lie there
        free = dict.fromkeys(goods.ids, 0.0)
        for found in goods._dealer_free_stock_by(warehouses).values():
            for product, pieces in found.items():
                free[product] += max(0.0, pieces)
        sold = self._sold(goods)
        return goods.filtered(lambda product: free[product.id] > 0 and free[product.id] >= self.least_stock
                              and free[product.id] * PACE_DAYS >= self.least_days * sold.get(product.id, 0.0))

    def _sold(self, goods):
        """:return: {product id: pieces ordered in the last days}."""
        since = fields.Datetime.now() - timedelta(days=PACE_DAYS)
        rows = self.env["sale.order.line"].sudo()._read_group([  # sudo: how fast goods sell, whoever plans
            ("product_id", "in", goods.ids), ("company_id", "=", self.company_id.id), ("state", "=", "sale"), ("order_id.date_order", ">=", since)],
            ["product_id"], ["product_uom_qty:sum"])
        return {product.id: qty for product, qty in rows}
