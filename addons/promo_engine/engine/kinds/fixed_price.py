"""A price instead of a discount: of each piece (special, member, unified, zero price) or of the whole scope."""
from dataclasses import dataclass

from ..reading import choice, fen, number
from ..registry import reward
from ..scope import ALL, Scope, scope_field
from .targets import chosen_pieces, worth


@dataclass(frozen=True)
class FixedPrice:
    """Pieces or goods that cost less already stay as they are."""

    value_fen: int = fen()
    target: str = choice("unit", "order", "scope", "line", "shipping", default="unit")
    scope: Scope = scope_field(ALL)
    pick: str = choice("", "cheapest", "dearest", default="")
    max_units: int | None = number(None)
    groups_of: int = number(0)


def unit_price(work, spec, unit_fen):
    """The fixed price of a piece, never above its own."""
    return min(unit_fen, spec.value_fen)


@reward("fixed_price", "Fixed price", FixedPrice, unit_price=unit_price, families=("set_price", "flash", "member", "zero_price"))
def apply(work, draft, spec):
    """Take what is above the price."""
    if spec.target == "shipping":
        draft.shipping(amount=max(0, sum(work.state.ship) - spec.value_fen))
    elif spec.target == "unit":
        draft.each_price(chosen_pieces(draft, spec), spec.value_fen)
    else:
        lines = work.takers(draft.rule.scope, spec.scope)
        for group in ([(i,) for i in lines] if spec.target == "line" else [lines]):
            draft.lines_amount(group, worth(draft.pieces(group)) - spec.value_fen)
