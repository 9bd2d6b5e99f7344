"""Registry of rebate kinds and the one way to compute a month."""
from collections.abc import Callable
from dataclasses import dataclass

from ..units import PPM, fen, ppm, scaled

KINDS: dict[str, Callable] = {}


@dataclass(frozen=True, slots=True)
class RebateTier:
    """:ivar upto: upper bound of what the kind counts (parcels or fen), included; None = open."""

    upto: int | None
    rate_ppm: int


@dataclass(frozen=True, slots=True)
class RebateRule:
    """:ivar tiers: for the tier kinds. :ivar over: parcels without a rebate. :ivar fee_fen: per further parcel."""

    kind: str
    tiers: tuple = ()
    over: int = 0
    fee_fen: int = 0


@dataclass(frozen=True, slots=True)
class Rebate:
    """:ivar fen: what is given back. :ivar parts: ((counted, rate in ppm or fen each), ...) it was computed of."""

    kind: str
    count: int
    amount_fen: int
    parts: tuple
    fen: int


def register(name: str, counts: str = "amount"):
    """Register a kind: function(rule, count, amount_fen) -> (fen, parts). ``counts``: what its tiers are bounds of,
    amount or parcels. A name taken twice raises."""
    def add(function):
        if name in KINDS:
            raise ValueError(f"rebate kind {name} is registered twice")
        KINDS[name] = function
        function.counts = counts
        return function
    return add


def tier_of(rule: RebateRule, value: int) -> RebateTier:
    """:return: the tier a value lies in, upper bounds included."""
    return next((tier for tier in rule.tiers if tier.upto is None or value <= tier.upto), rule.tiers[-1])


def rounded_rate(amount_ppm: int) -> int:
    """:param amount_ppm: fen times parts per million. :return: fen, half away from zero."""
    size = (2 * abs(amount_ppm) + PPM) // (2 * PPM)
    return size if amount_ppm >= 0 else -size


def slices(rule: RebateRule, value: int) -> tuple:
    """:return: ((part of the value, rate_ppm), ...) for kinds whose every part has its own rate."""
    out, lower = [], 0
    for tier in rule.tiers:
        upper = value if tier.upto is None else min(value, tier.upto)
        if upper > lower:
            out.append((upper - lower, tier.rate_ppm))
            lower = upper
    return tuple(out)


def rebate(rule: RebateRule, count: int, amount_fen: int) -> Rebate:
    """Compute a month.

    :param rule: the contract's rule. :param count: parcels of the month. :param amount_fen: freight of the month.
    :return: Rebate.
    """
    amount, parts = KINDS[rule.kind](rule, count, amount_fen)
    return Rebate(rule.kind, count, amount_fen, parts, amount)


def read_rebate(row) -> RebateRule:
    """:param row: ``kind``, ``tiers`` of ``to`` and ``percent``, ``over``, ``fee`` as texts. :return: RebateRule."""
    unit = fen if KINDS[row["kind"]].counts == "amount" else lambda value: scaled(value, 1)
    tiers = tuple(
        RebateTier(None if tier.get("to") is None else unit(tier["to"]), ppm(tier["percent"]))
        for tier in row.get("tiers") or ())
    return RebateRule(row["kind"], tiers, scaled(row.get("over") or 0, 1), fen(row.get("fee") or 0))
