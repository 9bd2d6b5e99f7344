"""Any so many for a price 任选: only where it helps, the dearest pieces first."""
from dataclasses import dataclass

from ..reading import fen, number
from ..registry import reward
from ..scope import ALL, Scope, scope_field
from .targets import groups_of, how_many, sort_pieces, worth


@dataclass(frozen=True)
class SetPrice:
    """``qty`` pieces in scope cost ``value``, up to ``max_times`` times."""

    qty: int = number(least=1)
    value_fen: int = fen()
    scope: Scope = scope_field(ALL)
    max_times: int | None = number(None)


@reward("set_price", "One price for several", SetPrice, offer=True, families=("set_price", "bundle"))
def apply(work, draft, spec):
    """Each complete set that is dearer than the price costs the price."""
    runs = sort_pieces(draft.pieces(work.takers(draft.rule.scope, spec.scope), offers=True), "dearest")
    times = how_many(runs) // spec.qty
    sold = []
    for group, many in groups_of(runs, spec.qty, times if spec.max_times is None else min(times, spec.max_times)):
        saving = worth(group) - many * spec.value_fen
        if saving <= 0:
            break
        draft.pieces_amount(group, saving)
        sold += group
    draft.use(sold)
