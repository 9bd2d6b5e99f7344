"""Complete groups of pieces in price order: a percentage, an amount, a price of each piece or of the group."""
from dataclasses import dataclass

from ..reading import bp, choice, fen, number
from ..registry import reward
from ..scope import ALL, Scope, scope_field
from .targets import between, groups_of, how_many, sort_pieces, worth


@dataclass(frozen=True)
class UnitGroup:
    """One of the four values says what a group gets; ``sort`` which pieces come first."""

    size: int = number(least=1)
    sort: str = choice("", "asc", "desc", default="asc")
    max_groups: int | None = number(None)
    scope: Scope = scope_field(ALL)
    percent_bp: int | None = bp(None)
    amount_fen: int | None = fen(None)
    unit_price_fen: int | None = fen(None)
    set_price_fen: int | None = fen(None)


@reward("unit_group", "Groups of pieces", UnitGroup, offer=True, families=("bundle", "group_purchase"))
def apply(work, draft, spec):
    """Take from each complete group; pieces beyond the last one pay in full."""
    runs = sort_pieces(draft.pieces(work.takers(draft.rule.scope, spec.scope), offers=True), spec.sort)
    times = how_many(runs) // spec.size
    times = times if spec.max_groups is None else min(times, spec.max_groups)
    if not times:
        return
    whole, before = between(runs, 0, times * spec.size), draft.goods
    if spec.percent_bp is not None:
        draft.pieces_percent(whole, spec.percent_bp)
    if spec.unit_price_fen is not None:
        draft.each_price(whole, spec.unit_price_fen)
    for group, many in groups_of(runs, spec.size, times if spec.amount_fen is not None or spec.set_price_fen is not None else 0):
        if spec.amount_fen is not None:
            draft.pieces_amount(group, many * spec.amount_fen)
        else:
            draft.pieces_amount(group, max(0, worth(group) - many * spec.set_price_fen))
    if draft.goods > before:    # pieces that got nothing are free for another offer
        draft.use(whole)
