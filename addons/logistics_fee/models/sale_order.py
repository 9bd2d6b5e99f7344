from odoo import api, models

# What the price of a shipment depends on.
ORDER_FIELDS = frozenset(("partner_shipping_id", "carrier_id", "company_id"))
LINE_FIELDS = frozenset(("product_id", "product_uom_qty", "product_uom_id", "display_type"))


class SaleOrder(models.Model):
    """A freight line that no longer fits its order is flagged however the order was changed; Odoo flags it on the screen only."""

    _inherit = "sale.order"

    def write(self, vals):
        changed = ORDER_FIELDS & vals.keys()
        stale = self.filtered(lambda order: any(order[name].id != vals[name] for name in changed)) if changed else self.browse()
        result = super().write(vals)
        if "recompute_delivery_price" not in vals:
            stale._flag_freight()
        return result

    def _flag_freight(self, reason=""):
        """Mark the freight of orders that are not confirmed as no longer right. Extend for orders priced another way.

        :param reason: what changed outside of the order, empty = the order itself.
        """
        orders = self.filtered(lambda order: order.state in ("draft", "sent") and not order.recompute_delivery_price and order.delivery_set)
        if orders:
            super(SaleOrder, orders).write({"recompute_delivery_price": True})

    @api.model
    def _freight_domain(self):
        """Orders whose freight may still change. Extend: return a domain."""
        return [("state", "in", ("draft", "sent"))]

    @api.model
    def _flag_freight_where(self, domain, reason):
        """Mark the freight of all open orders that something outside of them has changed.

        :param domain: which of them. :param reason: sentence part that says what changed.
        """
        self.sudo().search([*self._freight_domain(), *domain])._flag_freight(reason)  # sudo: whoever changes a weight need not see orders
