from odoo import api, models
from odoo.exceptions import UserError

from .sale_order import OPEN


class SaleOrder(models.Model):
    """What promotions give an order."""

    _name = "sale.order"
    _inherit = ["sale.order", "promo.closed.mixin"]

    @api.model
    def _promo_closed(self):
        return super()._promo_closed() | frozenset(("promo_result", "promo_parts", "promo_at", "promo_basis", "promo_held_until", "promo_total",
                                                        "promo_points_until", "promo_paid"))

    def write(self, vals):
        """As before; an order that was given promotions does not leave them by a tick: what it was given comes back by cancelling or a credit note."""
        if "is_promo_off" in vals:
            for order in self:
                if order.state not in OPEN and order.is_promo_off != bool(vals["is_promo_off"]):
                    raise UserError(self.env._(
                        "%s is confirmed: whether it takes part in promotions is settled. Cancel it, or credit it.", order.name))
        return super().write(vals)
