from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen
from odoo.addons.online_offline_order.reservation import free_of
from odoo.addons.promo_engine.adapters.keys import product_key
from odoo.addons.promo_engine.engine import Line, outcome_row

from ..sql.buyers import dealer_orders_done
from .sale_order_gift import borne_by_hq


class Priced(NamedTuple):
    """What an order is priced by: enough to give it and to work it out again. ``versions`` are those in force where it is empty."""

    outcome: object
    cart: object
    snapshot: object
    left: dict
    options: dict
    versions: object = None


def _gives_others_goods(rule):
    """:return: whether a rule gives goods that headquarters does not bear alone; headquarters ships none of those."""
    return any(spec.code == "gift" for spec in rule.rewards) and not borne_by_hq(rule)


def settling(snapshot):
    """:param snapshot: Snapshot. :return: Snapshot of the rules that may do something on a dealer order."""
    return snapshot.without({rule.id for rule in snapshot.rules if not rule.settles or _gives_others_goods(rule)})


class SaleOrder(models.Model):
    """Promotions of a dealer order. Only what headquarters bears of a rule that changes the settlement comes off what the account pays;
    everything else is the retail side's. The lines keep the ex-factory price, the settlement shows what comes off.

    Given with the submit, held for a while of an order that waits, worked out again by the same rules when the order is changed, taken back
    when it becomes a draft again or is cancelled.
    """

    _inherit = "sale.order"

    def _promo_applies(self):
        return super()._promo_applies() and not self.is_dealer_order

    @api.model
    def _draft_fields(self):
        return super()._draft_fields() | {"promo_codes", "promo_picks", "promo_venue_id"}

    @api.depends("promo_codes", "promo_picks", "promo_venue_id", "order_source")
    def _compute_settlement(self):
        return super()._compute_settlement()

    # -- pricing

    def _order_discounts(self, goods, held=None):
        found = super()._order_discounts(goods, held)
        priced = None if self.exchange_return_id else self._settled_price(goods, held)
        if not priced:
            return found
        parts, names = {}, {}
        for effect in priced.outcome.effects:
            for key, fen in effect.settlement:
                parts[key] = parts.get(key, 0) + fen
                names.setdefault(key, []).append(priced.snapshot.by_id[effect.rule].name)
        own = {line.key: (parts[f"L{line.key}"], ", ".join(names[f"L{line.key}"])) for line in goods if f"L{line.key}" in parts}
        return {**found, **own}

    def _settled_price(self, goods, held=None, shipping=()):
        """Price the goods of a dealer order by the rules that change the settlement.

        :param goods: list of GoodsLine. :param held: the order as it is held, whose own rules hold on; None = the rules of now.
        :param shipping: its freight as the engine sees it, see ``_settled_shipping``.
        :return: Priced, None where nothing is to be looked at or the engine has a fault.
        """
        given = held.sudo()._promo_given() if held else None  # sudo: who changes an order need not read what was given
        if held and held.dealer_state != "waiting" and not given:
            return None
        base = Priced(None, *given._frozen(), given.version_ids) if given else self._price_of_now()
        if not base:
            return None
        cart = replace(base.cart, lines=tuple(self._settled_lines(goods)))
        return self._with_freight(base._replace(cart=cart), shipping)

    def _price_of_now(self, at=None):
        """Find what an order is priced by.

        :param at: UTC datetime of the order, the present by default.
        :return: Priced without an outcome by the rules in force, None where no rule changes the settlement.
        """
        company, now = self.company_id or self.env.company, at or fields.Datetime.now()
        snapshot = self._settling_now(at)
        if not snapshot.rules:
            return None
        carts = self.env["promo.cart"].with_company(company)  # levels and audiences are those of the order's company
        partner = self.partner_id._origin.sudo()  # sudo: the dealer above is not visible for all
        root = partner._promo_owner()
        self.env["sale.order"].flush_model(self._promo_counted_by())
        count, spent, last = dealer_orders_done(self.env.cr, company.id, root.id, self._origin.id or 0)
        cart = carts._cart_of(self, carts._aware(now), carts._buyer_facts(partner).get(partner.id, {}), (count, to_fen(spent or 0), last), {})
        document = self._promo_document()
        left = self.env["promo.limit"]._left(company, {document: cart})[document]
        self._gift_stock(snapshot, left)
        return Priced(None, cart, snapshot, left, company.sudo()._promo_options())  # sudo: settings count for every role

    def _settling_now(self, at=None):
        """Give the rules that may do something on a dealer order; looked up once in a step of many orders.

        :param at: UTC datetime, the present by default. :return: Snapshot.
        """
        company = self.company_id or self.env.company
        known = free_of(self.env) if at is None else None
        snapshot = known and known.promotions.get(company.id)
        if not snapshot:
            snapshot = settling(self.env["promo.snapshot"]._current(company, at or fields.Datetime.now()))
        if known:
            known.promotions[company.id] = snapshot
        return snapshot

    def _settled_lines(self, goods):
        """:return: lines of the engine: ex-factory prices, tax included. The lowest price of promotions is a retail price: it is not asked here."""
        lines = {line._settlement_key(): line for line in self._goods_lines()}
        tags = self.env["promo.cart"]._goods_tags(self._goods_lines().product_id._origin)
        for index, part in enumerate(goods):
            line = lines[part.key]
            product = line.product_id._origin
            yield Line(
                id=f"L{part.key}", sku=product_key(product.id), qty=part.qty, price_fen=part.unit_fen, seq=index, tags=tags.get(product.id, frozenset()),
                list_price_fen=None, flags=line._promo_flags() | ({"sale"} if line.special_price else set()),
                launched=self.env["promo.cart"]._launched(product, self.company_id))

    # -- given and taken back

    def _hold_or_wait(self, settlement, quote):
        kept = self.env.cr.cache.setdefault("promo_kept", {})
        kept[self.id] = self._promo_keep(settlement, quote)
        try:
            return super()._hold_or_wait(settlement, quote)
        finally:
            kept.pop(self.id, None)

    def _promo_keep(self, settlement, quote=None):
        """Reserve what the settlement uses of limited things, before money is asked for.

        :param quote: Freight of the settlement, None = as it is kept with the order.
        :return: Priced, maybe None.
        :raises UserError: when it has just run out, or is no longer what was shown.
        """
        priced = None if self.exchange_return_id else self._priced_again(settlement, quote=quote)
        if priced and priced.outcome.effects:
            until = fields.Datetime.now() + timedelta(minutes=self.company_id.sudo().promo_hold_minutes)  # sudo: a setting, whoever submits
            self._promo_reserve(priced.outcome, priced.cart, until)
        return priced

    def _priced_again(self, settlement, held=None, quote=None):
        """Price the goods of a settlement once more, to give what is in it.

        :param quote: as in ``_promo_keep``.
        :return: Priced, maybe None.
        :raises UserError: when something else comes off now.
        """
        goods = [line.bare() for line in settlement.goods]
        kept = self._promo_freight_kept(quote)
        priced = self._settled_price(goods, held, self._settled_shipping(kept))
        off_fen, seen_fen = self._freight_off_fen(priced), settlement.discount_fen + kept.get("off_fen", 0)
        off_fen += self._promo_given_fen(priced.outcome) if priced else 0
        if off_fen != seen_fen:
            raise UserError(self.env._(
                "%(order)s: promotions changed since it was priced: %(old)s were off, now it would be %(new)s. Open the order again and submit it anew.",
                order=self.name, old=from_fen(seen_fen), new=from_fen(off_fen)))
        return priced

    def write(self, vals):
        """As before; the submit gives promotions, a draft or a cancellation takes them back."""
        before = {order: order.dealer_state for order in self} if "dealer_state" in vals else {}
        result = super().write(vals)
        for order, state in before.items():
            if order.is_dealer_order and state in ("draft", "waiting") and order.dealer_state == "submitted" and not order.sudo()._promo_given():  # sudo: flow
                order._flow()._promo_give_settled()
            elif order.is_dealer_order and state != order.dealer_state and order.dealer_state in ("draft", "cancelled"):
                order._flow()._promo_take_back()
        return result

    def _check_changes(self, changes):
        super()._check_changes(changes)
        raw = self.sudo()  # sudo: whether a promotion holds counts for every role
        off = any(part.kind == "discount" for part in raw.settlement_line_ids) or raw._gift_lines()
        if self.dealer_state == "partial" and off and (changes.pieces or changes.goods):
            raise UserError(self.env._(
                "Order %s: a promotion is in what has left already; its goods stay. Cancel the rest and enter a new order, or use a return.", self.name))

    def _on_amended(self):
        result = super()._on_amended()
        flow = self._flow()
        if given := flow._promo_given():
            flow._promo_give_settled(given)
        elif self.dealer_state == "waiting":
            flow._promo_keep(flow._frozen_settlement())
        return result

    def _promo_give_settled(self, given=None, *, same_goods=False):
        """Give what the frozen settlement has in it: counters are used, vouchers and what is earned for later follow, shares are written.

        :param given: promo.application of the order before it was changed; the new one takes its place.
        :param same_goods: whether only its freight changed; its gifts may be with the warehouse already and stay.
        """
        if self.exchange_return_id or not self.settlement_line_ids:
            return
        kept = self.env.cr.cache.get("promo_kept", {})  # worked out a moment ago, before the money was asked for
        priced = kept[self.id] if self.id in kept and not given else self._priced_again(self._frozen_settlement(), self if given else None)
        if given:
            self._promo_take_back()
            if not same_goods:
                self._gift_lines().unlink()
            given.flush_recordset(["state"])  # one is in force at a time
        if not priced or not priced.outcome.effects:
            return
        self._promo_reserve(priced.outcome, priced.cart)
        self.env["promo.limit"]._confirm(self._promo_document())
        if not same_goods:
            self._promo_add_gifts(priced.outcome)
        self._promo_note_shares(priced.outcome, priced.cart, priced.snapshot, priced.left, priced.options, priced.versions)

    def _promo_off_rows(self, effect, version, lines):
        if not self.is_dealer_order:
            return super()._promo_off_rows(effect, version, lines)
        return [{
            "version_id": version.id, "line_id": lines[key].id, "product_id": lines[key].product_id.id, "pieces": int(lines[key].product_uom_qty),
            "amount": float(from_fen(fen)), "kind": "goods"} for key, fen in effect.settlement] + self._promo_freight_rows(effect, version)

    def _promo_given_fen(self, outcome):
        if not self.is_dealer_order:
            return super()._promo_given_fen(outcome)
        return sum(fen for effect in outcome.effects for _key, fen in effect.settlement)

    # -- shown

    @api.depends("settlement_total", "dealer_state", "promo_codes", "promo_picks", "promo_venue_id", "order_source")
    def _compute_promo_html(self):
        dealer = self.filtered("is_dealer_order")
        super(SaleOrder, self - dealer)._compute_promo_html()
        for order in dealer:
            order.promo_html = order._explain_settled()

    def _explain_settled(self):
        """:return: Markup about the promotions of a dealer order, False for none."""
        if given := self.sudo()._promo_given():  # sudo: what comes off is no secret of who reads the order
            return self._promo_explained(given.outcome)
        if self.dealer_state != "draft":
            return False
        goods = [line for line in self._snapshot_goods() if line.unit_fen and line.qty > 0]
        priced = self._settled_price(goods, shipping=self._promo_shipping_of_now()) if goods and self.partner_id else None
        return self._promo_explained(outcome_row(priced.outcome)) if priced else False

