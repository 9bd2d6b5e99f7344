from dataclasses import replace

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.promo_engine.adapters.explaining import names_of
from odoo.addons.promo_engine.adapters.keys import product_key, product_of, rule_key
from odoo.addons.promo_engine.engine import explain, read_outcome
from odoo.addons.promo_engine.models.sale_order_what_if import Tried

from ..adapters.telling import Teller

MOST_CODES, CODE_LENGTH = 20, 64
KEYS = ("codes", "picks")


class SaleOrder(models.Model):
    """Promotions for orders of other programs and of stores: payloads take ``codes`` and ``picks``, answers have ``promotions``.

    ::

        {"codes": ["TEN"], "picks": [{"rule": 12, "code": "A-CUP"}]}      # a code of None refuses the gift

    ``promotions`` is described in docs/api.md. Who sees no fees is told names and gifts, no amounts that lead to the prices of HQ; people of a
    dealer are told only of campaigns that are for them.
    """

    _inherit = "sale.order"

    # -- payload

    @api.model
    def _api_values(self, payload):
        return super()._api_values(self._without_promotions(payload))

    @api.model
    def _store_values(self, payload):
        return super()._store_values(self._without_promotions(payload))

    @api.model
    def _without_promotions(self, payload):
        return {key: value for key, value in payload.items() if key not in KEYS} if isinstance(payload, dict) else payload

    def _take_payload(self, payload):
        super()._take_payload(payload)
        if payload.get("codes"):
            self.promo_codes = self._codes_of(payload["codes"])
        if payload.get("picks"):
            self.promo_picks = self._picks_of(payload["picks"])

    def _codes_of(self, codes):
        """Read the codes of a payload.

        :return: text for the order. :raises UserError: for what is no list of codes, and naming codes that are worth nothing here.
        """
        fits = isinstance(codes, list) and len(codes) <= MOST_CODES and all(isinstance(code, str) and len(code) <= CODE_LENGTH for code in codes)
        if not fits:
            raise UserError(self.env._("Voucher codes are a list of at most %(most)s texts of %(length)s characters.", most=MOST_CODES, length=CODE_LENGTH))
        text = ", ".join(codes)
        if unknown := self.env["promo.voucher.batch"]._unknown_codes(self, self._promo_codes_in(text)):
            raise UserError(self.env._(
                "No voucher with the code %s counts for this order: it does not exist, has run out, was used, or is somebody else's. "
                "Look at the code again, or leave it out.", ", ".join(unknown)))
        return text

    def _picks_of(self, picks):
        """Read the chosen gifts of a payload.

        :return: {key of the rule: sku, "" = no gift}. :raises UserError: for what is no list of choices, and for a gift that is not offered.
        """
        if not isinstance(picks, list) or not all(
                isinstance(pick, dict) and pick.keys() == {"rule", "code"} and isinstance(pick["code"], str | None) for pick in picks):
            raise UserError(self.env._("Chosen gifts are a list of {rule, code}; a code of null refuses the gift."))
        offers = {offer["rule"]: offer for offer in self._gift_offers(self._promo_try())}
        found = {}
        for pick in picks:
            offer = offers.get(pick["rule"]) if isinstance(pick["rule"], int) else None
            if not offer:
                raise UserError(self.env._(
                    "Rule %s offers this order no choice of gifts. Ask for a quote: it lists what can be chosen.", pick["rule"]))
            if pick["code"] is not None and pick["code"] not in offer["goods"]:
                raise UserError(self.env._(
                    "%(rule)s does not offer the gift %(code)s. Choose one of %(codes)s, or none.", rule=offer["name"], code=pick["code"],
                    codes=", ".join(offer["goods"])))
            found[rule_key(pick["rule"])] = product_key(offer["goods"][pick["code"]].id) if pick["code"] is not None else ""
        return found

    def _gift_offers(self, tried):
        """:param tried: Tried, may be None. :return: list of {"rule", "name", "chosen" (code, None = no gift), "goods": {code: product.product}}."""
        rows = []
        for row in self.env["promo.what.if"]._offers(self, tried) if tried else ():
            goods = {self._gift_code(product): product for product in self._gift_goods(row["offer_ids"][0][2])}
            chosen = None if row["is_refused"] else self._gift_code(self._gift_goods([row["product_id"]]))
            rows.append({"rule": int(row["rule_ref"].removeprefix("rule")), "name": row["offer"], "chosen": chosen, "goods": goods})
        return rows

    def _gift_goods(self, ids):
        return self.env["product.product"].sudo().browse(ids)  # sudo: names and codes of gifts that are offered

    @api.model
    def _gift_code(self, product):
        return product.default_code or product.barcode or product_key(product.id)

    # -- answers

    def _quote_more(self):
        return {**super()._quote_more(), "promotions": self._promotions_told()}

    @api.model
    def dealer_submit_order(self, idempotency_key, payload):
        """Enter an order and submit it, see the API; the answer has ``promotions``."""
        status = super().dealer_submit_order(idempotency_key, payload)
        return {**status, "promotions": self.browse(status["id"])._promotions_told()}

    def _promotions_told(self):
        """Say what promotions give on the order, what could be had, and why the rest does not apply, as far as the current user may know.

        :return: dict as docs/api.md describes it.
        """
        self.ensure_one()
        order = self._flow()  # the order itself is the reader's; promotions are told below as far as he may know
        outsider = self.env.user.share
        sees_fees = not outsider or not self._hidden_fields() & {"logistics_total"}
        told = Teller(sees_fees, {f"L{line._settlement_key()}": line for line in order._goods_lines()})
        tried, is_given = order._promo_of_now()
        if not tried:
            return told.answer()
        outcome = tried.outcome
        names = names_of(order.env, outcome)
        sentences = explain(outcome, "zh" if (self.env.lang or "").startswith("zh") else "en", names)
        if is_given:
            skus = {gift.sku: order._gift_goods([product_of(gift.sku)]) for gift in outcome.gifts}
            gifts = {sku: (order._gift_code(product), product.display_name) for sku, product in skus.items()}
            told.given(outcome, names, gifts, sentences, order._gift_is_given, order._freight_parts_off(tried))
        if self.dealer_state == "draft":
            told.choices(order._gift_offers(tried))
        known = order._campaigns_known(tried.snapshot) if outsider else None
        told.missed(outcome, names, sentences, known, lambda name: self.env._("%s: more goods are needed.", name))
        return told.answer()

    def _promo_of_now(self):
        """Find what promotions do on the order: what was given, or what the rules give.

        :return: (Tried or None, whether its effects are those of the order).
        """
        if given := self._promo_given():
            cart, snapshot, left, options = given._frozen()
            return Tried(read_outcome(given.outcome), cart, snapshot, left, options), True
        if self.dealer_state == "draft":
            return self._promo_try(), True
        if self.dealer_state == "cancelled" or self.exchange_return_id or not self.settlement_line_ids:
            return None, False
        waits = self.dealer_state == "waiting"
        base = self._price_of_now(None if waits else self.submitted_at)
        if not base:
            return None, False
        goods = [line.bare() for line in self._frozen_settlement().goods]
        base = base._replace(cart=replace(base.cart, lines=tuple(self._settled_lines(goods))))
        priced = self._with_freight(base, self._settled_shipping(self._promo_freight_kept()))
        return priced and Tried(priced.outcome, priced.cart, base.snapshot, base.left, base.options), waits

    def _campaigns_known(self, snapshot):
        """:return: keys of the rules whose campaigns the buyer is told of."""
        shown = {f"campaign{campaign.id}" for campaign in self.env["promo.campaign"]._shown_to(self.partner_id)}
        return {rule.id for rule in snapshot.rules if rule.campaign in shown}
