"""What the fee engine is asked and what it answers."""
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Line:
    """:ivar unit_fen: ex-factory price of one unit. :ivar category: key of the product category; ``ancestors`` its parents."""

    unit_fen: int
    qty: int
    category: object = None
    ancestors: tuple = ()

    @property
    def base_fen(self) -> int:
        """Ex-factory value of the line in fen."""
        return self.unit_fen * self.qty


@dataclass(frozen=True, slots=True)
class Event:
    """:ivar name: order | shipment | return | exchange | refund. :ivar dealers: keys of the dealer and its ancestors."""

    name: str
    on_date: date
    lines: tuple
    dealers: tuple = ()
    dealer_level: object = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """:ivar upto_fen: upper bound of the base, included; None = open."""

    upto_fen: int | None
    rate_ppm: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A dated fee rule. Empty conditions match everything.

    :ivar code: fee it makes (admin, handling, ...); of one code the best rule applies, different codes add up.
    :ivar scope: order = once on the sum of the lines the rule won, line = per line.
    :ivar rate_ppm: for kind percent. :ivar value_fen: for kinds fixed and per_item. :ivar tiers: for the tier kinds.
    :ivar min_fen, max_fen: limits per scope. :ivar order_min_fen, order_max_fen: limits on the sum of the rule.
    """

    key: object
    code: str
    event: str
    kind: str
    valid_from: date
    valid_to: date | None = None
    scope: str = "order"
    priority: int = 0
    rate_ppm: int = 0
    value_fen: int = 0
    tiers: tuple = ()
    min_fen: int | None = None
    max_fen: int | None = None
    order_min_fen: int | None = None
    order_max_fen: int | None = None
    min_on_zero: bool = True
    categories: tuple = ()
    dealers: tuple = ()
    dealer_levels: tuple = ()
    reasons: tuple = ()
    order_base_from_fen: int | None = None


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee: ``base_fen`` what it was taken of, ``qty`` units concerned, ``rule`` the key of the rule."""

    code: str
    fen: int
    rule: object
    kind: str
    base_fen: int
    qty: int
    rate_ppm: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """:ivar fees: FeeLine per rule that applied. :ivar problems: Refusal ``no_rule`` per code without a matching rule."""

    fees: tuple
    problems: tuple = ()

    @property
    def ok(self) -> bool:
        """Whether every fee code has a rule."""
        return not self.problems

    def total_by_code(self) -> dict:
        """:return: dict fee code -> fen."""
        out: dict = {}
        for fee in self.fees:
            out[fee.code] = out.get(fee.code, 0) + fee.fen
        return out
