"""Settings of an evaluation. The defaults are the decisions of the product; a company may choose others."""
from dataclasses import dataclass

from .reading import bp, choice, fen, flag, number, read_row


@dataclass(frozen=True)
class Options:
    """How rules meet.

    :ivar order: levels, or as_listed: by sequence alone (the price level first, assets and after-effects last).
    :ivar exclusive: of several exclusive rules the first in order, or the best for the buyer.
    :ivar objective: inside a best-of group: customer (largest benefit), merchant (smallest), declared (first in order).
    :ivar percent_floor: what a percentage cannot take because of a floor: keep (not given) or redistribute to other lines.
    :ivar price: best single price of a line, or stack: every price rule on top of the one before.
    :ivar min_payable_fen: assets leave at least so much to be paid.
    :ivar order_cap_bp: promotions of all levels together take at most this share of the goods, 10,000 = no limit.
    :ivar nodes: how many combinations one search may look at. :ivar candidates: how many rules one search may hold.
    :ivar trace: keep every step with its weights.
    """

    order: str = choice("levels", "as_listed", default="levels")
    threshold_base: str = choice("entry", "running", "list", default="entry")
    percent_base: str = choice("running", "entry", "rule", default="running")
    rounding: str = choice("half_up", "down", "up", default="half_up")
    percent_floor: str = choice("keep", "redistribute", default="keep")
    exclusive: str = choice("first", "best", default="first")
    objective: str = choice("customer", "merchant", "declared", default="customer")
    price: str = choice("best", "stack", default="best")
    min_payable_fen: int = fen(0)
    order_cap_bp: int = bp(10_000)
    nodes: int = number(2_000, least=1)
    candidates: int = number(14, least=1)
    trace: bool = flag()


DEFAULT = Options()


def read_options(row, decimals=2):
    """:param row: mapping or None. :return: Options. :raises Unreadable: on an unknown option."""
    return read_row(Options, row or {}, "options", decimals)
