"""A set of named goods 套装: together at a price, an amount or a percentage less."""
from dataclasses import dataclass

from ..reading import Unreadable, bp, fen, number, plain
from ..reading.values import whole
from ..registry import reward
from .targets import first_pieces, how_many, sort_pieces, worth


def _take(value, place, _decimals):
    if not isinstance(value, dict) or not value:
        raise Unreadable(place, "take", f"{value!r} names no goods")
    return tuple(sorted((str(sku), whole(qty, place, "take", 1)) for sku, qty in value.items()))


@dataclass(frozen=True)
class Bundle:
    """:ivar take: (product, pieces) of one set. One of price, amount off, percentage off.
    :ivar max_times: at most so many sets.
    """

    take: tuple = plain(read=_take, write=dict)
    price_fen: int | None = fen(None, key="pay")
    amount_fen: int | None = fen(None)
    percent_bp: int | None = bp(None)
    max_times: int | None = number(None)

    def saving(self, fen_of_set):
        """:param fen_of_set: what the pieces of a set cost. :return: fen that the set takes off, without rounding of floors."""
        if self.price_fen is not None:
            return max(0, fen_of_set - self.price_fen)
        if self.amount_fen is not None:
            return min(self.amount_fen, fen_of_set)
        return fen_of_set * (self.percent_bp or 0) // 10_000


def pieces_by_sku(work, draft):
    """:return: product -> runs of pieces that serve no offer yet, the dearest first."""
    found = {}
    for run in draft.pieces(work.takers(draft.rule.scope), offers=True):
        found.setdefault(work.lines[run[1]].sku, []).append(run)
    return {sku: sort_pieces(runs, "dearest") for sku, runs in found.items()}


@reward("bundle", "Set of named goods", Bundle, offer=True, families=("bundle", "combination"))
def apply(work, draft, spec):
    """As many complete sets as help, or as many as the search among competing sets has found best."""
    stock = pieces_by_sku(work, draft)
    times = min((how_many(stock.get(sku, ())) // qty for sku, qty in spec.take), default=0)
    times = times if spec.max_times is None else min(times, spec.max_times)
    fixed = work.state.used.get(("bundle", draft.rule.id))
    for _k in range(times if fixed is None else min(times, fixed)):
        group = []
        for sku, qty in spec.take:
            group += first_pieces(pieces_by_sku(work, draft)[sku], qty)
        saving = spec.saving(worth(group)) if spec.percent_bp is None else draft.rounded(worth(group), spec.percent_bp)
        if saving <= 0:
            break
        draft.pieces_amount(group, saving)
        draft.use(group)
