from dataclasses import replace

from odoo import api, models


class PromoCart(models.AbstractModel):
    """The freight of an order is a part of its cart: rules may lower it, and ask for its method."""

    _inherit = "promo.cart"

    @api.model
    def _cart_of(self, order, now, facts, done, tags, codes=None):
        cart = super()._cart_of(order, now, facts, done, tags, codes)
        shipping = tuple(order._promo_shipping())
        return replace(cart, shipping=shipping) if shipping else cart
