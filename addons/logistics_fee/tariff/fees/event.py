"""What the fee engine is asked and what it answers."""
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Line:
    """:ivar unit_fen: ex-factory price of one unit. :ivar category: key of the product category; ``ancestors`` its parents.
    :ivar retail_fen: retail price of one unit, for rules on the retail price; None = not known."""

    unit_fen: int
    qty: int
    category: object = None
    ancestors: tuple = ()
    retail_fen: int | None = None

    @property
    def base_fen(self) -> int:
        """Ex-factory value of the line in fen."""
        return self.unit_fen * self.qty

    def value_fen(self, base: str) -> int | None:
        """:param base: ex_factory | retail. :return: value of the line, None when the price is not known."""
        price = self.retail_fen if base == "retail" else self.unit_fen
        return None if price is None else price * self.qty


@dataclass(frozen=True, slots=True)
class Event:
    """:ivar name: order | shipment | return | exchange | refund. :ivar dealers: keys of the dealer and its ancestors.
    :ivar chain: division codes of the destination. :ivar freight_fen: freight of the event, for rules on the freight."""

    name: str
    on_date: date
    lines: tuple
    dealers: tuple = ()
    dealer_level: object = None
    reason: str | None = None
    chain: tuple = ()
    freight_fen: int | None = None


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
    :ivar min_fen, max_fen: limits per scope. :ivar order_min_fen, order_max_fen: limits on the sum of the code in the event.
    :ivar base: what a rate is taken of: ex_factory | retail | freight (freight: once per event, whatever its lines).
    :ivar order_base_upto_fen: ex-factory value of the event up to which the rule applies, included.
    :ivar divisions: destinations it is for, any level. :ivar bearer: who pays it, for the caller's books.
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
    base: str = "ex_factory"
    order_base_upto_fen: int | None = None
    divisions: tuple = ()
    bearer: str = "dealer"


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee: ``base_fen`` what it was taken of, ``qty`` units concerned, ``rule`` the key of the rule.

    :ivar scopes: ((base_fen, qty), ...) each rounded and limited for itself. :ivar limit_fen: what the limit of the whole
        event added (or took away). With the terms of the rule every fen can be computed again, see :func:`replay_fee`.
    """

    code: str
    fen: int
    rule: object
    kind: str
    base_fen: int
    qty: int
    rate_ppm: int = 0
    value_fen: int = 0
    tiers: tuple = ()
    min_fen: int | None = None
    max_fen: int | None = None
    scopes: tuple = ()
    limit_fen: int = 0
    base: str = "ex_factory"
    bearer: str = "dealer"


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
