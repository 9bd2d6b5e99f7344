from dataclasses import replace

from odoo import models

from odoo.addons.dealer_base.money import from_fen, yuan
from odoo.addons.promo_engine.engine import Ship

from ..adapters.freight import DEALER, borne_fen, less_for_dealer, lowers_freight

HELD = "promo_held_order"
KEY = "F"


class SaleOrder(models.Model):
    """Campaigns on the freight of a dealer order: the part that headquarters bears is borne by it like any freight it bears, so the account
    does not pay it; what others bear leaves the settlement alone. What the goods get comes first: a freight that would change it gives nothing."""

    _inherit = "sale.order"

    def _borne_freight(self, settled, goods, by_hand=False):
        found = super()._borne_freight(settled, goods, by_hand)
        dealer_fen = found["parts"].get(DEALER, 0)
        if by_hand or not self.is_dealer_order or self.exchange_return_id or dealer_fen <= 0:
            return found
        kept = {"fen": dealer_fen, "method": settled.get("label") or "", "off_fen": 0}
        held = self.env["sale.order"].browse(self.env.context.get(HELD)) or None
        bare = [line.bare() for line in goods]
        priced = self._settled_price(bare, held, self._settled_shipping(kept)) if bare and self._has_freight_rules(held) else None
        if not priced:
            return found
        parts = self._freight_parts_off(priced)
        kept["off_fen"] = off_fen = sum(parts.values())
        if not off_fen:
            return {**found, "promo": kept}
        steps, shares = less_for_dealer(found["steps"], found["whole_fen"], off_fen)
        told = [self.env._(
            "%(rule)s: headquarters bears %(amount)s of the freight", rule=priced.snapshot.by_id[rule].name, amount=yuan(fen)) for rule, fen in parts.items()]
        return {
            **found, "price_fen": dealer_fen - off_fen, "parts": {**dict.fromkeys(found["parts"], 0), **shares}, "steps": steps, "promo": kept,
            "borne": [*found["borne"], *told], "explanation": [*found["explanation"], *told]}

    def _has_freight_rules(self, held=None):
        """:return: whether a rule that the order is priced by lowers a freight."""
        given = held.sudo()._promo_given() if held else None  # sudo: as in _settled_price
        snapshot = given._frozen()[1] if given else self._settling_now()
        return any(map(lowers_freight, snapshot.rules))

    def _with_freight(self, base, shipping):
        """Evaluate an order, with its freight where that changes nothing that its goods get.

        :param base: Priced without an outcome. :param shipping: Ship rows. :return: Priced, None where the engine has a fault.
        """
        outcome = self._promo_outcome(base.cart, base.snapshot, base.left, base.options)
        if not outcome or not shipping or not any(map(lowers_freight, base.snapshot.rules)):
            return outcome and base._replace(outcome=outcome)
        cart = replace(base.cart, shipping=shipping)
        carried = self._promo_outcome(cart, base.snapshot, base.left, base.options)
        same = carried and _goods_of(outcome) == _goods_of(carried)
        return base._replace(outcome=carried, cart=cart) if same else base._replace(outcome=outcome)

    def _freight_parts_off(self, priced):
        """:return: {key of the rule: fen of the freight that headquarters bears}."""
        found = {effect.rule: borne_fen(priced.snapshot.by_id[effect.rule], effect.shipping_fen) for effect in priced.outcome.effects}
        return {rule: fen for rule, fen in found.items() if fen}

    def _freight_off_fen(self, priced):
        return sum(self._freight_parts_off(priced).values()) if priced else 0

    def _settled_shipping(self, kept):
        """:param kept: what is kept of the freight that rules looked at, may be empty. :return: Ship rows."""
        return (Ship(KEY, kept["fen"], kept["method"]),) if kept else ()

    def _promo_freight_kept(self, quote=None):
        """:param quote: Freight, None = as it is kept with the order. :return: dict, empty where no rule looked at the freight."""
        return (quote.settled if quote else self.freight_bearing or {}).get("promo") or {}

    def _promo_shipping_of_now(self):
        """:return: Ship rows of a draft; the carriers are asked only where a rule lowers a freight."""
        if not self._has_freight_rules():
            return ()
        _settlement, freight = self._settle()
        return self._settled_shipping(self._promo_freight_kept(freight)) if freight else ()

    def _store_freight(self, freight):
        result = super()._store_freight(freight)
        if kept := freight.settled.get("promo"):
            self.freight_bearing = {**self.freight_bearing, "promo": kept}
        return result

    def _amended_freight(self, shown, goods, entries, changes, carrier):
        return super()._amended_freight(shown.with_context(**{HELD: self.id}), goods, entries, changes, carrier)

    def _rated_by(self, carrier):
        """Another carrier is rated by the rules of the submit, as a changed order is."""
        return super(SaleOrder, self.with_context(**{HELD: self.id}))._rated_by(carrier)

    def _store_carrier(self, settlement, freight):
        """The goods stay, so do gifts; what rules take off the freight is given anew where they look at it."""
        before = self._promo_freight_kept()
        result = super()._store_carrier(settlement, freight)
        if not before and not self._promo_freight_kept():
            return result
        if given := self._promo_given():
            self._promo_give_settled(given, same_goods=True)
        elif self.dealer_state == "waiting":
            self._promo_keep(self._frozen_settlement())
        return result

    def _promo_freight_rows(self, effect, version):
        """:return: values of promo.application.share for what a rule took off the account's freight."""
        if not effect.shipping_fen:
            return []
        fen = borne_fen(self._frozen_rule(version), effect.shipping_fen)
        return [{"version_id": version.id, "amount": float(from_fen(fen)), "kind": "shipping"}] if fen else []

    def _frozen_rule(self, version):
        return self.env["promo.snapshot"]._of_versions(((version.id, False),)).rules[0]


def _goods_of(outcome):
    return [(effect.rule, effect.shares, effect.settlement, effect.gifts) for effect in outcome.effects if effect.shares or effect.gifts]
