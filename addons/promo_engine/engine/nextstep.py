"""The cheapest change of the cart that gets the buyer something, over all rules and exclusions together."""
from dataclasses import replace
from typing import NamedTuple

from .cart import Line
from .evaluate import evaluate
from .options import DEFAULT

MOST = 5
ADDED = "\N{MIDDLE DOT}more"


class NextStep(NamedTuple):
    """Add ``add_fen`` of goods (or ``add_qty`` pieces of ``line``): promotions then give ``gain_fen`` more than now.

    :ivar rule: the rule whose hint was followed. :ivar price_fen: what the added goods cost before promotions.
    """

    rule: str
    line: str
    add_qty: int
    add_fen: int
    price_fen: int
    gain_fen: int
    gifts: tuple


def next_steps(cart, snapshot, outcome, availability=None, options=DEFAULT):
    """Follow the nearest hints of an outcome, each by a whole evaluation, so exclusions and limits are respected.

    :return: NextStep rows that gain something, the largest gain for the added money first; at most MOST hints are followed.
    """
    rules, found = snapshot.by_id, []
    hints = sorted(outcome.hints, key=lambda hint: (hint.kind, hint.value, hint.rule))
    amounts = [hint for hint in hints if hint.kind == "more_amount"]
    pieces = [hint for hint in hints if hint.kind == "more_qty"]
    for hint in (*amounts[:MOST - len(pieces[:2])], *pieces[:2]):
        rule = rules[hint.rule]
        model = _model(cart, rule, hint)
        if model is None:
            continue
        more, added = _more(cart, model, hint)
        again = evaluate(more, snapshot, availability, options)
        gain = _given(again, added) - _given(outcome, None)
        gifts = tuple(gift for gift in again.gifts if gift not in outcome.gifts)
        if gain > 0 or gifts:
            found.append(NextStep(hint.rule, model.id, hint.value if hint.kind == "more_qty" else 0,
                                  hint.value if hint.kind == "more_amount" else 0, added.qty * added.price_fen, gain, gifts))
    return tuple(sorted(found, key=lambda step: (-(step.gain_fen * 1_000 // max(1, step.price_fen)), step.rule)))


def _given(outcome, added):
    """What promotions give on everything but the added goods."""
    name = added.id if added else None
    goods = sum(line.list_fen - line.net_fen for line in outcome.lines if line.id != name)
    return goods + sum(ship.list_fen - ship.net_fen for ship in outcome.shipping) + sum(issue.value_fen * issue.count for issue in outcome.issues)


def _model(cart, rule, hint):
    """A line in the scope that counts, of which more is taken: the cheapest for pieces, the dearest for an amount."""
    scopes = [getattr(part, "scope", None) for part in (*rule.conditions, *rule.rewards) if part.code in ("min_amount", "min_qty", "has")]
    scope = next((found for found in scopes if found), rule.scope)
    lines = [line for line in cart.lines if line.price_fen > 0 and line.qty and _matches(scope, line)]
    lines.sort(key=lambda line: ((line.price_fen if hint.kind == "more_qty" else -line.price_fen), line.seq, line.id))
    return lines[0] if lines else None


def _matches(scope, line):
    return (not scope.skus or line.sku in scope.skus) and (not scope.tags or bool(set(scope.tags) & line.tags)) and not (
        set(scope.not_tags) & line.tags)


def _more(cart, model, hint):
    """The cart with the added goods as a line of their own; ``model`` says what they are like."""
    seq = max(line.seq for line in cart.lines) + 1
    if hint.kind == "more_qty":
        added = replace(model, id=f"{model.id}{ADDED}", seq=seq, qty=hint.value)
    else:
        added = Line(f"{model.id}{ADDED}", model.sku, 1, hint.value, seq, model.tags)
    return replace(cart, lines=(*cart.lines, added)), added
