from dataclasses import replace
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen

from ..adapters.keys import product_key
from ..engine import Line


class Tried(NamedTuple):
    """A try: what came out, and everything it was worked out from."""

    outcome: object
    cart: object
    snapshot: object
    left: dict
    options: dict


class SaleOrder(models.Model):
    """What an open order would get with other codes, gifts, goods or at another time. Nothing is written."""

    _inherit = "sale.order"

    def action_promo_what_if(self):
        """Open the dialog that tries other codes, gifts, goods or another time.

        :return: form action.
        """
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "name": self.env._("What if?"), "res_model": "promo.what.if", "view_mode": "form", "target": "new",
                "context": {"default_order_id": self.id}}

    def _promo_is_open(self):
        """Extend: :return: whether codes and gifts can still be chosen."""
        return self.state in ("draft", "sent")

    def _promo_need_open(self):
        if not self._promo_is_open():
            raise UserError(self.env._("%s is placed: its codes and gifts stay as they are.", self.name))

    def _promo_try(self, goods=(), at=None, **changes):
        """Price the order as it would be.

        :param goods: [(product.product, pieces)] more. :param at: UTC datetime of the order, the present by default.
        :param changes: values of the cart, see ``_promo_try_changes``.
        :return: Tried, None without rules or where the engine has a fault.
        """
        now, company = at or fields.Datetime.now(), self.company_id
        snapshot = self.env["promo.snapshot"]._current(company, now)
        cart = self.env["promo.cart"]._carts_of(self, now)[self]
        cart = replace(cart, lines=(*cart.lines, *self._promo_more_lines(goods, len(cart.lines))), **changes)
        left = self.env["promo.limit"]._left(company, {self._promo_document(): cart})[self._promo_document()]
        return self._promo_tried(cart, snapshot, left, self._promo_options())

    def _promo_tried(self, cart, snapshot, left, options):
        """:return: Tried, None where there is nothing to price."""
        if not snapshot.rules or not cart.lines:
            return None
        outcome = self._promo_outcome(cart, snapshot, left, options)
        return outcome and Tried(outcome, cart, snapshot, left, options)

    def _promo_try_changes(self, codes, picks):
        """:param codes: text with the codes. :param picks: {key of the rule: sku, "" = no gift}. :return: values of the cart."""
        entered = self._promo_codes_in(codes)
        keys = self.env["promo.voucher.batch"]._keys_of_codes(self, {self: entered})[self]
        return {"codes": entered | keys, "picks": picks}

    def _promo_more_lines(self, goods, place):
        """:return: lines of the engine for goods that are not on the order, at the price of its price list."""
        tags = self.env["promo.cart"]._goods_tags(self.env["product.product"].union(*(product for product, _qty in goods)))
        found = []
        for product, qty in goods:
            price = self.pricelist_id._get_product_price(product, qty) if self.pricelist_id else product.lst_price
            taxes = self.fiscal_position_id.map_tax(product.taxes_id._filter_taxes_by_company(self.company_id)).flatten_taxes_hierarchy()
            known = len(taxes) == 1 and taxes.amount_type == "percent"
            found.append(Line(
                id=f"W{len(found)}", sku=product_key(product.id), qty=qty, price_fen=to_fen(round(price, 2)), seq=place + len(found), tags=tags[product.id],
                floor_fen=self._promo_floor_of(product),
                tax_bp=to_fen(taxes.amount) if known else 0, tax_included=all(tax.price_include for tax in taxes) if taxes else True,
                launched=self.env["promo.cart"]._launched(product, self.company_id)))
        return found
