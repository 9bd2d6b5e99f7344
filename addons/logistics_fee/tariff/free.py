"""Free shipping: who orders enough pays no freight. The freight keeps its price; it is borne by somebody else (bearer.py)."""
from collections.abc import Iterable
from dataclasses import dataclass

from .units import fen, grams, scaled


@dataclass(frozen=True, slots=True)
class FreeRule:
    """All conditions of a rule must hold.

    :ivar from_fen: goods payable after discounts, tax included, without freight; the threshold itself is enough.
    :ivar from_pieces: number of units. :ivar max_g: weight of the goods, included.
    :ivar include: divisions it is for (empty = all). :ivar exclude: divisions it is not for, any level.
    """

    from_fen: int = 0
    from_pieces: int = 0
    max_g: int | None = None
    include: tuple = ()
    exclude: tuple = ()
    key: object = None


@dataclass(frozen=True, slots=True)
class Free:
    """:ivar free: whether freight is free. :ivar reason: ``""`` or why not: below_threshold, too_few_pieces, region,
    over_weight, no_rule. :ivar missing_fen: goods that are missing to the threshold. :ivar rule: key of the rule."""

    free: bool
    reason: str = ""
    missing_fen: int = 0
    rule: object = None


def free_shipping(rule: FreeRule, goods_fen: int, chain: Iterable, weight_g: int, pieces: int = 0) -> Free:
    """Check one rule.

    :param goods_fen: goods payable in fen. :param chain: division codes of the destination. :param weight_g: grams.
    :return: Free.
    """
    chain = tuple(chain)
    if rule.exclude and not set(rule.exclude).isdisjoint(chain) or rule.include and set(rule.include).isdisjoint(chain):
        return Free(False, "region", 0, rule.key)
    if rule.max_g is not None and weight_g > rule.max_g:
        return Free(False, "over_weight", 0, rule.key)
    if goods_fen < rule.from_fen:
        return Free(False, "below_threshold", rule.from_fen - goods_fen, rule.key)
    if pieces < rule.from_pieces:
        return Free(False, "too_few_pieces", 0, rule.key)
    return Free(True, "", 0, rule.key)


def best_free(rules: Iterable[FreeRule], goods_fen: int, chain: Iterable, weight_g: int, pieces: int = 0) -> Free:
    """:return: the first rule that grants it, else the refusal that is nearest to its threshold."""
    chain = tuple(chain)
    found = [free_shipping(rule, goods_fen, chain, weight_g, pieces) for rule in rules]
    if not found:
        return Free(False, "no_rule")
    near = [free for free in found if free.missing_fen]
    return next((free for free in found if free.free), min(near, key=lambda f: f.missing_fen) if near else found[0])


def read_free(row, key=None) -> FreeRule:
    """:param row: ``from``, ``from_pieces``, ``max_kg``, ``include``, ``exclude`` as texts. :return: FreeRule."""
    return FreeRule(
        fen(row.get("from") or 0), scaled(row.get("from_pieces") or 0, 1),
        None if row.get("max_kg") is None else grams(row["max_kg"]), tuple(row.get("include") or ()),
        tuple(row.get("exclude") or ()), key)
