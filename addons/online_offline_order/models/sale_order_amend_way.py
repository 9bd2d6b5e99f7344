from odoo import models
from odoo.exceptions import UserError

CHANGEABLE_WAYS = ("courier", "pickup", "own_vehicle")


class SaleOrder(models.Model):
    """Another delivery way for an order that was submitted and of which nothing has left: by courier, fetched, or by HQ's own vehicle."""

    _inherit = "sale.order"

    def _check_changes(self, changes):
        super()._check_changes(changes)
        if not changes.way:
            return
        if self.is_deposit_order or self.delivery_way not in CHANGEABLE_WAYS:
            raise UserError(self.env._(
                "Order %s waits at the store for its consumer: its delivery way stays. Cancel it and enter it anew for another way.", self.name))
        if changes.way == "pickup" and changes.address.keys() & {"consumer_street", "consumer_division_id"}:
            raise UserError(self.env._("Order %s is fetched at the warehouse then: leave region and street empty.", self.name))
