"""The n-th piece of every group 第N件: groups cut one after the other (vertical) or dealt out like cards (horizontal)."""
from dataclasses import dataclass

from ..reading import bp, choice, fen, number
from ..registry import reward
from ..scope import ALL, Scope, scope_field
from .targets import between, how_many, sort_pieces


@dataclass(frozen=True)
class NthGroup:
    """:ivar sort: order in which groups are filled. :ivar mode: how. :ivar choose: order inside a group, of which piece ``n`` is meant.
    :ivar max_groups: at most so many groups get it.
    """

    size: int = number(least=1)
    n: int = number(1, least=1)
    sort: str = choice("", "asc", "desc", default="asc")
    mode: str = choice("vertical", "horizontal", default="vertical")
    choose: str = choice("", "asc", "desc", default="asc", key="pick")
    percent_bp: int = bp(10_000)
    price_fen: int | None = fen(None)
    max_groups: int | None = number(None)
    scope: Scope = scope_field(ALL)


def _singles(runs):
    return [(now, i, start + k, 1, entry) for now, i, start, count, entry in runs for k in range(count)]


@reward("nth_group", "N-th piece of a group", NthGroup, offer=True, families=("nth_piece", "second_half_price"))
def apply(work, draft, spec):
    """Give the percentage (or price) to one piece of each complete group."""
    if spec.n > spec.size:
        return
    runs = sort_pieces(draft.pieces(work.takers(draft.rule.scope, spec.scope), offers=True), spec.sort)
    groups = how_many(runs) // spec.size
    pieces = _singles(between(runs, 0, groups * spec.size))
    chosen, members = [], []
    for k in range(groups if spec.max_groups is None else min(groups, spec.max_groups)):
        group = pieces[k * spec.size:(k + 1) * spec.size] if spec.mode == "vertical" else pieces[k::groups]
        chosen.append(sort_pieces(group, spec.choose)[spec.n - 1])
        members += group
    if not chosen:
        return
    if spec.price_fen is not None:
        draft.each_price(chosen, spec.price_fen)
    else:
        draft.pieces_percent(chosen, spec.percent_bp)
    draft.use(members)
