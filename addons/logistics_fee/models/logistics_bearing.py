from odoo import api, models

from odoo.addons.dealer_base.money import to_fen

from ..adapters.fee_words import bearing_sentences
from ..sql import bearing
from ..tariff.bearer import Share, by_bearer, pick_bearer, split_bearers
from ..tariff.free import best_free

DEALER_PAYS = (Share("dealer", rest=True),)


class LogisticsBearing(models.AbstractModel):
    """Who bears the freight of an event: free shipping first, else the shares of the rule, else the dealer."""

    _name = "logistics.bearing"
    _description = "Split of a freight"

    @api.model
    def _bear(self, company, event, on_date, freight_fen, partner=None, division=None, goods_fen=0, weight_g=0, pieces=0, reason=None):
        """Split a freight; its price stays, the parts add up to it.

        :param company: res.company. :param event: order | shipment | return | exchange | refund. :param on_date: a date.
        :param freight_fen: the whole freight. :param partner: dealer or store, or None. :param division: destination, or None.
        :param goods_fen: goods payable after discounts, tax included, without freight. :param weight_g: of the goods.
        :param reason: code of a logistics.fee.reason, or None.
        :return: dict ``parts`` {"dealer", "hq", "consumer": fen}, ``steps`` (JSON of the split), ``explanation`` (sentences, empty
            when the dealer pays all by no rule), ``free`` (bool), ``missing_fen`` (goods that are missing to free shipping, 0 = none),
            ``rule`` (name), ``names_reason`` (bool: the rule was entered for this very reason).
        """
        dealers = partner.sudo()._dealer_chain().ids if partner else []  # sudo: the chain above a portal user's store
        has_free, has_bearers = self._kinds(company)
        free_rule, missing_fen = self.env["logistics.free.rule"], 0
        if has_free:
            free_rule, missing_fen = self._free(company, event, on_date, dealers, division, goods_fen, weight_g, pieces)
        rule = None
        if free_rule:
            cap = to_fen(free_rule.cap)
            shares = (Share(free_rule.bearer, max_fen=cap), *DEALER_PAYS) if cap else (Share(free_rule.bearer, rest=True),)
        elif not has_bearers:
            shares = DEALER_PAYS
        else:
            rules = {rule.id: rule for rule in self.env["logistics.bearer.rule"]._in_force(company, on_date, [("event", "=", event)])}
            best = pick_bearer([rule._core_rule() for rule in rules.values()], event, on_date, reason, dealers)
            rule, shares = (rules[best.key], best.shares) if best else (None, DEALER_PAYS)
        steps = split_bearers(freight_fen, shares)
        name = (free_rule or rule).name if free_rule or rule else ""
        return {
            "parts": {"dealer": 0, "hq": 0, "consumer": 0, **by_bearer(steps)}, "steps": [step._asdict() for step in steps],
            "free": bool(free_rule), "missing_fen": missing_fen, "rule": name,
            "names_reason": bool(rule and rule.reason_ids),
            "explanation": bearing_sentences(self.env, freight_fen, steps, name, bool(free_rule), missing_fen)}

    @api.model
    def _kinds(self, company):
        """Tell what a company has beyond drafts, see ``sql.bearing.kinds``."""
        for name in ("logistics.free.rule", "logistics.bearer.rule"):
            self.env[name].flush_model(["company_id", "state"])
        return bearing.kinds(self.env.cr, company.id)

    @api.model
    def _free(self, company, event, on_date, dealers, division, goods_fen, weight_g, pieces):
        """:return: (the rule that makes an order's shipping free, empty = none; fen of goods that are missing to the nearest one)."""
        rules = self.env["logistics.free.rule"]._in_force(company, on_date)
        rules = rules.filtered(lambda rule: not rule.partner_ids or not set(rule.partner_ids.ids).isdisjoint(dealers))
        if event != "order" or not rules:
            return rules.browse(), 0
        chain = division._ancestor_codes() if division else ()
        found = best_free([rule._core_rule() for rule in rules], goods_fen, chain, weight_g, pieces)
        return (rules.browse(found.rule) if found.free else rules.browse()), found.missing_fen
