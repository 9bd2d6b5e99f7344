from odoo import models


class SaleOrderLine(models.Model):
    """Lines of plain orders stay closed to salespeople who enter dealer orders only, those of foreign customers to all of them."""

    _inherit = "sale.order.line"

    def _guard(self, vals):
        orders = self.order_id
        if orders._enters_dealer_orders_only() and not all(orders.mapped("is_dealer_order")):
            orders._refuse_plain_order()
        orders._check_customers()
        return super()._guard(vals)
