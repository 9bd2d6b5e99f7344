"""Buy some, get some: of the same or of other goods, for nothing, at a percentage off or at a price (add-on purchase 加价购)."""
from dataclasses import dataclass

from ..reading import Unreadable, bp, choice, fen, flag, number
from ..registry import reward
from ..scope import ALL, Scope, scope_field
from .targets import between, first_pieces, how_many, sort_pieces, without

POOL = ("", "all", "pool", "global", "cheapest")
ADJACENT = ("adjacent", "adjacent_desc", "adjacent_descending", "adjacent-descending", "descending", "pairs", "groups")


@dataclass(frozen=True)
class BuyGet:
    """:ivar pick: which pieces are given: the cheapest (default) or the dearest.
    :ivar mode: all: of all pieces; adjacent: of each group of buy + get pieces, the dearest groups first.
    :ivar same_sku: counted per product. :ivar partial: pieces beyond ``buy`` in an incomplete group are given too.
    :ivar max_times: at most so many groups. :ivar max_get: at most so many pieces given.
    """

    buy: int = number(1)
    get: int = number(1)
    scope: Scope = scope_field(ALL)
    get_scope: Scope | None = scope_field(None)
    percent_bp: int = bp(10_000)
    price_fen: int | None = fen(None)
    pick: str = choice("cheapest", "dearest", default="cheapest")
    mode: str = choice(*POOL, *ADJACENT, default="")
    same_sku: bool = flag()
    partial: bool = flag()
    max_times: int | None = number(None)
    max_get: int | None = number(None)

    def __post_init__(self):
        """A group of nothing would be reached without end."""
        if self.get < 1 or self.buy + self.get < 1:
            raise Unreadable("buy_get", "get", "gives nothing")


def _least(*limits):
    return min(limit for limit in limits if limit is not None)


def _same(spec, runs):
    """The pieces given and the pieces bought for them when both come from the same goods."""
    size, count = spec.buy + spec.get, how_many(runs)
    times = _least(count // size, spec.max_times)
    free = times * spec.get
    if spec.partial and (spec.max_times is None or times < spec.max_times):
        free += max(0, count - times * size - spec.buy)
    free = _least(free, spec.max_get)
    if spec.mode in ADJACENT:
        ordered, given, bought = sort_pieces(runs, "desc"), [], []
        for k in range(-(-free // spec.get)):
            part = between(ordered, k * size, (k + 1) * size)
            bought += first_pieces(part, spec.buy)
            given += between(part, spec.buy, spec.buy + min(spec.get, free - k * spec.get))
        return given, bought
    ordered = sort_pieces(runs, spec.pick)
    return first_pieces(ordered, free), between(ordered, free, min(count, free + -(-free * spec.buy // spec.get)))


def _other(spec, runs, offered, assume):
    """The pieces given and bought when the pieces given come from another scope, which may overlap."""
    ordered, all_offered = sort_pieces(offered, spec.pick), how_many(offered)
    if assume:      # what has to be bought lies beside the product whose worst price is asked for
        return first_pieces(ordered, _least(all_offered, spec.max_get)), []
    times = how_many(runs) // spec.buy if spec.buy else all_offered
    low, high = 0, _least(times, spec.max_times, -(-all_offered // spec.get))

    def split(times):
        given = first_pieces(ordered, _least(times * spec.get, spec.max_get))
        return given, without(runs, given)

    while low < high:
        middle = (low + high + 1) // 2
        if how_many(split(middle)[1]) >= middle * spec.buy:
            low = middle
        else:
            high = middle - 1
    if not low:
        return [], []
    given, rest = split(low)
    return given, first_pieces(sort_pieces(rest, "cheapest"), low * spec.buy)


def _by_sku(work, runs, same_sku):
    if not same_sku:
        return [runs]
    found = {}
    for run in runs:
        found.setdefault(work.lines[run[1]].sku, []).append(run)
    return [found[sku] for sku in sorted(found)]


@reward("buy_get", "Buy and get", BuyGet, offer=True, families=("bogo", "add_on", "second_half_price", "targeted"))
def apply(work, draft, spec):
    """Give the pieces; a piece serves one offer only."""
    runs = draft.pieces(work.takers(draft.rule.scope, spec.scope), offers=True)
    offered = None if spec.get_scope is None else draft.pieces(work.takers(ALL, spec.get_scope), offers=True)
    all_given = []
    # In the proof of the worst price what has to be bought is not in the cart.
    for group in [runs] if work.assume and offered is not None else _by_sku(work, runs, spec.same_sku):
        given, bought = _same(spec, group) if offered is None else _other(spec, group, offered, work.assume)
        if given:
            draft.use(given + bought)
            all_given += given
    if not all_given:
        return
    if spec.price_fen is not None:
        draft.each_price(all_given, spec.price_fen)
    else:
        draft.pieces_percent(all_given, spec.percent_bp)
