from odoo import models

from ..reservation import RULES, Rules


class SaleOrderLine(models.Model):
    """The lines of dealer orders launch their deliveries in one run: rules are looked up once, see ``reservation``."""

    _inherit = "sale.order.line"

    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        if self and all(order.is_dealer_order for order in self.order_id):
            self = self.with_context(**{RULES: Rules()})
            # A partner has two dozen values per company, many of them looked up in another table each: of these the place is needed alone.
            self.order_id.partner_shipping_id.fetch(["property_stock_customer"])
        return super()._action_launch_stock_rule(previous_product_uom_qty=previous_product_uom_qty)
