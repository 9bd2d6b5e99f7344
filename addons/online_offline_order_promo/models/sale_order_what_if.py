from dataclasses import replace

from odoo import models

from odoo.addons.promo_engine.adapters.keys import product_key
from odoo.addons.promo_engine.engine import Line
from odoo.addons.promo_engine.models.sale_order_what_if import Tried


class SaleOrder(models.Model):
    """What a draft of a dealer order would get with other codes, gifts, goods or at another time, at ex-factory prices."""

    _inherit = "sale.order"

    def _promo_is_open(self):
        return self.dealer_state == "draft" if self.is_dealer_order else super()._promo_is_open()

    def _promo_try(self, goods=(), at=None, **changes):
        if not self.is_dealer_order:
            return super()._promo_try(goods, at, **changes)
        base = self._price_of_now(at)
        if not base:
            return None
        mine = [line for line in self._snapshot_goods() if line.unit_fen and line.qty > 0]
        lines = list(self._settled_lines(mine))
        cart = replace(base.cart, lines=(*lines, *self._promo_more_lines(goods, len(lines))), **changes)
        priced = self._with_freight(base._replace(cart=cart), self._promo_shipping_of_now()) if cart.lines else None
        return priced and Tried(priced.outcome, priced.cart, base.snapshot, base.left, base.options)

    def _promo_more_lines(self, goods, place):
        if not self.is_dealer_order:
            return super()._promo_more_lines(goods, place)
        products = self.env["product.product"].union(*(product for product, _qty in goods))
        tags = self.env["promo.cart"]._goods_tags(products)
        prices = self.env["dealer.price.version"].sudo()._prices_fen(  # sudo: who enters orders need not read price lists
            self.company_id, products, self.company_id._dealer_today())
        return [Line(
            id=f"W{number}", sku=product_key(product.id), qty=qty, price_fen=prices[product.id], seq=place + number, tags=tags[product.id],
            launched=self.env["promo.cart"]._launched(product, self.company_id))
            for number, (product, qty) in enumerate(goods) if prices.get(product.id)]
