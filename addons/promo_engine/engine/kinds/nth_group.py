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


def _place(spec):
    """Which piece of a group in filling order is meant. In cart order the group has to be sorted first: None."""
    if not spec.sort:
        return None
    same = spec.sort == (spec.choose or "asc")
    return spec.n - 1 if same else spec.size - spec.n


def _sorted_pick(runs, spec, groups, count):
    """The pieces meant when groups are filled in cart order: each group is sorted by itself."""
    pieces = [(now, i, start + k, 1, entry) for now, i, start, size, entry in runs for k in range(size)]
    found = []
    for k in range(count):
        group = pieces[k * spec.size:(k + 1) * spec.size] if spec.mode == "vertical" else pieces[k:groups * spec.size:groups]
        found.append(sort_pieces(group, spec.choose or "asc")[spec.n - 1])
    return found


def _vertical(runs, size, place, count):
    """One piece of each of the first `count` groups; equal pieces are interchangeable, so the first of a run stand for them."""
    found, at = [], 0
    for now, i, start, pieces, entry in runs:
        first, last = -(-(at - place) // size), (at + pieces - 1 - place) // size
        hits = min(last, count - 1) - max(first, 0) + 1
        if hits > 0:
            found.append((now, i, start, hits, entry))
        at += pieces
    return found


@reward("nth_group", "N-th piece of a group", NthGroup, offer=True, families=("nth_piece", "second_half_price"))
def apply(work, draft, spec):
    """Give the percentage (or price) to one piece of each complete group."""
    if spec.n > spec.size:
        return
    runs = sort_pieces(draft.pieces(work.takers(draft.rule.scope, spec.scope), offers=True), spec.sort)
    groups = how_many(runs) // spec.size
    count = groups if spec.max_groups is None else min(groups, spec.max_groups)
    if not count:
        return
    place = _place(spec)
    if place is None:
        chosen = _sorted_pick(runs, spec, groups, count)
    elif spec.mode == "vertical":
        chosen = _vertical(runs, spec.size, place, count)
    else:
        chosen = between(runs, place * groups, place * groups + count)
    if spec.price_fen is not None:
        draft.each_price(chosen, spec.price_fen)
    else:
        draft.pieces_percent(chosen, spec.percent_bp)
    if spec.mode == "vertical" or place is None:
        draft.use(between(runs, 0, count * spec.size))
    else:
        for row in range(spec.size):
            draft.use(between(runs, row * groups, row * groups + count))
