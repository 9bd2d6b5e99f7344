"""``explain``: a result in sentences, in English or Chinese."""
from typing import NamedTuple

from odoo.addons.dealer_base.money import yuan

from .words import sentences_of

MONEY = {"below_amount": ("need", "have", "missing"), "floor": ("blocked",)}


class Sentence(NamedTuple):
    """:ivar part: totals, applied, gift, later, asset, cost, why_not, hint or search. :ivar code: what it is made from."""

    part: str
    code: str
    rule: str
    text: str


def explain(outcome, lang="en", names=None, money=yuan):
    """Write down what a result says.

    :param lang: en or zh, or a locale.
    :param names: id -> name of rules, products, vouchers and payers; an id without a name stands for itself.
    :param money: function(fen) -> text.
    :return: list of Sentence: totals, what applied, what follows later, who bears it, why not, how to get more.
    """
    return _Writer(lang, names or {}, money).write(outcome)


class _Writer:
    """Makes sentences of one language."""

    def __init__(self, lang, names, money):
        self.sentences, self.names, self.money = sentences_of(lang), names, money
        self.found = []

    def add(self, part, code, rule="", **values):
        """Add a sentence; names replace ids."""
        told = {key: self.names.get(value, value) if key in ("by", "sku", "key", "who") else value for key, value in values.items()}
        self.found.append(Sentence(part, code, rule, self.sentences[code].format(rule=self.names.get(rule, rule), **told)))

    def write(self, outcome):
        """All sentences of an outcome."""
        money = self.money
        self.add("totals", "totals", goods=money(outcome.goods_fen), shipping=money(outcome.shipping_fen), discount=money(outcome.discount_fen),
                 payable=money(outcome.payable_fen))
        for effect in outcome.effects:
            self._effect(effect)
        for use in outcome.assets:
            self.add("asset", "asset", use.rule, used=money(use.used_fen))
        for effect in outcome.effects:
            for who, part in effect.costs:
                if part:
                    self.add("cost", "cost", effect.rule, who=who, borne=money(part))
        for row in outcome.rejected:
            params = dict(row.params)
            told = f"{row.code}:{params.get('field', 'currency' if 'currency' in params else '')}"  # some conditions have a sentence of their own
            self.add("why_not", told if told in self.sentences else row.code, row.rule, **self._numbers(row.code, params))
        for hint in outcome.hints:
            self.add("hint", hint.kind, hint.rule, value=money(hint.value) if hint.kind == "more_amount" else hint.value)
        for rules in outcome.searches:
            self.add("search", "searched", count=len(rules))
        return self.found

    def _effect(self, effect):
        if effect.goods_fen and effect.shipping_fen:
            self.add("applied", "goods_and_shipping", effect.rule, goods=self.money(effect.goods_fen), shipping=self.money(effect.shipping_fen))
        elif effect.goods_fen:
            self.add("applied", "goods", effect.rule, goods=self.money(effect.goods_fen))
        elif effect.shipping_fen:
            self.add("applied", "shipping", effect.rule, shipping=self.money(effect.shipping_fen))
        if effect.held:
            self.add("applied", "held", effect.rule, count=len(effect.held))
        for gift in effect.gifts:
            self.add("gift", "gift", effect.rule, sku=gift.sku, qty=gift.qty)
        for issue in effect.issues:
            self.add("later", issue.kind, effect.rule, key=issue.key, count=issue.count, worth=self.money(issue.value_fen))

    def _numbers(self, code, params):
        return {key: self.money(value) if key in MONEY.get(code, ()) else value for key, value in params.items()}
