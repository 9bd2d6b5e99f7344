"""A percentage off: of the order, of goods in scope, of each line, of chosen pieces, of the freight, or of everything."""
from dataclasses import dataclass

from odoo.addons.dealer_base.money import round_div

from ..reading import bp, choice, fen, number
from ..registry import reward
from ..scope import ALL, Scope, scope_field
from .targets import TARGETS, chosen_pieces


@dataclass(frozen=True)
class Percent:
    """:ivar cap_fen: the most it takes. :ivar base: running, entry, rule; "" is the rule's.
    :ivar pick: which pieces first; ``max_units`` how many; ``groups_of`` only complete groups.
    """

    value_bp: int = bp()
    target: str = choice(*TARGETS, default="scope")
    scope: Scope = scope_field(ALL)
    cap_fen: int | None = fen(None)
    base: str = choice("", "running", "entry", "rule", default="")
    pick: str = choice("", "cheapest", "dearest", default="")
    max_units: int | None = number(None)
    groups_of: int = number(0)


def unit_price(work, spec, unit_fen):
    """The price of a piece after the percentage, rounded by itself."""
    if work.options.rounding == "half_up":
        return round_div(unit_fen * (10_000 - spec.value_bp), 10_000)
    price = unit_fen * (10_000 - spec.value_bp)
    return -(-price // 10_000) if work.options.rounding == "down" else price // 10_000


@reward("percent", "Percentage off", Percent, unit_price=unit_price, families=("direct", "season", "new_goods"))
def apply(work, draft, spec):
    """Round once on the sum, then share by largest remainder."""
    if spec.target in ("shipping", "all"):
        draft.shipping(rate_bp=spec.value_bp, cap=spec.cap_fen)
    if spec.target == "shipping":
        return
    lines = work.takers(draft.rule.scope, spec.scope)
    if spec.target == "line":
        for i in lines:
            draft.lines_percent((i,), spec.value_bp, spec.cap_fen, spec.base)
    elif spec.target == "unit":
        draft.pieces_percent(chosen_pieces(draft, spec), spec.value_bp, spec.cap_fen, spec.base)
    else:
        draft.lines_percent(lines, spec.value_bp, spec.cap_fen, spec.base)
