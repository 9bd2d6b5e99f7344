"""Shares of guides and stores in the goods of an order, in basis points; amounts in fen that always add up."""
from collections.abc import Sequence
from dataclasses import dataclass

from odoo.addons.dealer_base.money import round_div

from .kinds import COURIER, LINK, OTHER_STORE, OWN_STORE, PICKUP

WHOLE = 10_000
GUIDE, STORE = "guide", "store"


@dataclass(frozen=True)
class Rule:
    """What a kind of orders credits: the guide and the store that the consumer belongs to, and those that serve the order.

    :param guide_own_bp: share of the consumer's own guide. :param guide_serving_bp: share of the guide who serves the order.
    :param store_own_bp: share of the own guide's store. :param store_serving_bp: share of the store of the order.
    """

    guide_own_bp: int
    guide_serving_bp: int
    store_own_bp: int
    store_serving_bp: int


# Journey J25. The table of a company is written in its settings; this is what it begins with.
PROPOSED = {
    OWN_STORE: Rule(10_000, 0, 10_000, 0),
    OTHER_STORE: Rule(3_000, 7_000, 0, 10_000),
    LINK: Rule(10_000, 0, 10_000, 0),
    COURIER: Rule(10_000, 0, 10_000, 0),
    PICKUP: Rule(7_000, 3_000, 7_000, 3_000),
}


@dataclass(frozen=True)
class Party:
    """The guides and stores of an order, by opaque keys; None where there is none."""

    own_guide: int | None
    serving_guide: int | None
    own_store: int | None
    serving_store: int | None


@dataclass(frozen=True)
class Share:
    """A share of one guide or store. :param key: who, None for "no guide". :param bp: basis points, above 0."""

    role: str
    key: int | None
    bp: int


def check_rule(rule: Rule) -> str | None:
    """Find what is wrong with a rule.

    :return: ``negative``, ``guide_sum``, ``store_sum``, or None when both pairs make up 100 %.
    """
    if min(rule.guide_own_bp, rule.guide_serving_bp, rule.store_own_bp, rule.store_serving_bp) < 0:
        return "negative"
    if rule.guide_own_bp + rule.guide_serving_bp != WHOLE:
        return "guide_sum"
    return None if rule.store_own_bp + rule.store_serving_bp == WHOLE else "store_sum"


def _pair(role: str, own: int | None, serving: int | None, own_bp: int, serving_bp: int) -> list[Share]:
    if own is None or serving is None or own == serving:  # one alone takes the whole
        return [Share(role, serving if own is None else own, WHOLE)]
    return [Share(role, key, bp) for key, bp in ((own, own_bp), (serving, serving_bp)) if bp]


def shares_of(rule: Rule, party: Party) -> tuple[Share, ...]:
    """Give who is credited with what: of the guides 100 %, and of the stores 100 %.

    Where only one of two is known, or both are one, that one takes the whole; an order without any guide says so by a share of nobody.

    :raises ValueError: for a rule that does not add up.
    """
    wrong = check_rule(rule)
    if wrong:
        raise ValueError(wrong)
    return (
        *_pair(GUIDE, party.own_guide, party.serving_guide, rule.guide_own_bp, rule.guide_serving_bp),
        *_pair(STORE, party.own_store, party.serving_store, rule.store_own_bp, rule.store_serving_bp))


def split(base_fen: int, before_fen: int, shares: Sequence[Share]) -> list[int]:
    """Split the goods of one document over the shares of its order, by the growth of the rounded running total.

    However an order is cut into parcels, its parts add up to the split of the whole; a return of everything takes back
    exactly what was given.

    :param base_fen: goods of the document, below 0 for a return. :param before_fen: goods of the earlier documents of the order, with their signs.
    :param shares: shape (n,). :return: fen, shape (n,), same order; the shares of each role sum to ``base_fen``.
    """
    parts, last = [], {share.role: index for index, share in enumerate(shares)}
    left = dict.fromkeys(last, base_fen)
    for index, share in enumerate(shares):
        part = left[share.role]
        if index != last[share.role]:
            part = round_div((before_fen + base_fen) * share.bp, WHOLE) - round_div(before_fen * share.bp, WHOLE)
        left[share.role] -= part
        parts.append(part)
    return parts
