from dataclasses import replace

from odoo import api, models


class PromoCart(models.AbstractModel):
    """What the buyer wants to pay a part with belongs to the cart."""

    _inherit = "promo.cart"

    @api.model
    def _carts_of(self, orders, now=None):
        return super(PromoCart, self.with_company(orders.company_id[:1]))._carts_of(orders, now)

    @api.model
    def _cart_of(self, order, now, facts, done, tags, codes=None):
        cart = super()._cart_of(order, now, facts, done, tags, codes)
        found = {"balances": order._promo_balances(), "deposits": order._promo_deposits(now)}
        found = {name: value for name, value in found.items() if value}
        return replace(cart, **found) if found else cart
