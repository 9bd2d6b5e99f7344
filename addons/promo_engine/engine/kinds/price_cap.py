"""A top price 全场X元封顶: no piece costs more."""
from dataclasses import dataclass

from ..reading import fen
from ..registry import reward
from ..scope import ALL, Scope, scope_field


@dataclass(frozen=True)
class PriceCap:
    """The most a piece in scope costs."""

    value_fen: int = fen()
    scope: Scope = scope_field(ALL)


def unit_price(work, spec, unit_fen):
    """The price of a piece, capped."""
    return min(unit_fen, spec.value_fen)


@reward("price_cap", "Top price", PriceCap, unit_price=unit_price, families=("limits",))
def apply(work, draft, spec):
    """Lower pieces that cost more."""
    draft.each_price(draft.pieces(work.takers(draft.rule.scope, spec.scope)), spec.value_fen)
