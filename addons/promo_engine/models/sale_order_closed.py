from odoo import api, models


class SaleOrder(models.Model):
    """What promotions give an order."""

    _name = "sale.order"
    _inherit = ["sale.order", "promo.closed.mixin"]

    @api.model
    def _promo_closed(self):
        return super()._promo_closed() | frozenset(("promo_result", "promo_parts", "promo_at", "promo_basis", "promo_held_until", "promo_total",
                                                        "promo_points_until", "promo_paid"))
