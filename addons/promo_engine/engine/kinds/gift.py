"""Gifts 赠品: extra goods for nothing, with their own stock, a choice, and a declared fallback when they are gone."""
from dataclasses import dataclass

from ..reading import Unreadable, fen, number, plain, text
from ..reading.values import words
from ..registry import reward
from ..scope import Scope, scope_field

FREE = "free:"  # + product: pieces that lie there, for all rules together; what a rule plans for itself is a limit of its own


def _choices(value, place, _decimals):
    return words(value, place, "choices")


@dataclass(frozen=True)
class GiftReward:
    """:ivar sku: the gift; ``choices`` are others the buyer may pick instead, in the order of fallback.
    :ivar qty: pieces each time. :ivar per_qty: once for so many pieces in scope, 0 = once.
    :ivar per_amount_fen: once for every full amount in scope, 0 = not by amount.
    :ivar stock: limit that counts the gift; a choice has the limit ``stock:product``. "" = not counted.
    :ivar fallback_fen: amount off when every gift is gone; 0 = nothing.
    :ivar value_fen: declared value of a piece, for choosing between offers, costs and returns.
    """

    sku: str = text()
    qty: int = number(1)
    per_qty: int = number(0)
    per_amount_fen: int = fen(0)
    max_times: int | None = number(None)
    scope: Scope | None = scope_field(None)
    choices: tuple = plain((), read=_choices, write=list)
    stock: str = text("")
    fallback_fen: int = fen(0, key="fallback_amount")
    value_fen: int = fen(0)

    def __post_init__(self):
        """A gift without goods is none."""
        if not self.sku:
            raise Unreadable("gift", "sku", "is empty")


def stock_of(work, spec, sku):
    """:return: limit of the product, "" when its pieces are not counted."""
    limit = spec.stock if spec.stock and sku == spec.sku else f"stock:{sku}"
    if spec.stock and sku != spec.sku and work.left(limit) is None and work.left(f"{FREE}{sku}") is None:
        limit = spec.stock
    return limit if work.left(limit) is not None else ""


def times_of(work, rule, spec):
    """:return: how often the gift is given."""
    if spec.per_qty:
        times = work.count(rule, spec.scope, inside=True) // spec.per_qty
    elif spec.per_amount_fen:
        times = max(0, work.amount(rule, spec.scope, inside=True)) // spec.per_amount_fen
    else:
        times = 1 if spec.scope is None or work.count(rule, spec.scope, inside=True) else 0
    return times if spec.max_times is None else min(times, spec.max_times)


def gap(work, rule, spec):
    """The pieces or the amount up to the next gift."""
    if spec.per_qty:
        have = work.count(rule, spec.scope, inside=True)
        return "below_qty", (have // spec.per_qty + 1) * spec.per_qty, have
    if spec.per_amount_fen:
        have = max(0, work.amount(rule, spec.scope, inside=True))
        return "below_amount", (have // spec.per_amount_fen + 1) * spec.per_amount_fen, have
    return None


@reward("gift", "Gift", GiftReward, gap=gap, families=("gift", "full_gift", "bogo"))
def apply(work, draft, spec):
    """The chosen gift first, then the declared order; what no stock covers falls back to the amount."""
    want = times_of(work, draft.rule, spec) * spec.qty
    if work.assume and spec.fallback_fen:   # every gift is gone
        draft.lines_amount(work.takers(draft.rule.scope), spec.fallback_fen * max(want, spec.qty))
        return
    if want <= 0:
        return
    order = [spec.sku, *(sku for sku in spec.choices if sku != spec.sku)]
    chosen = work.cart.picks.get(draft.rule.id)
    if chosen in order:
        order.remove(chosen)
        order.insert(0, chosen)
    missing = want
    for sku in order:
        limit = stock_of(work, spec, sku)
        counted = [name for name in (limit, f"{FREE}{sku}") if name and work.left(name) is not None]
        given = max(0, min((missing, *map(work.left, counted))))
        if given:
            draft.gift(sku, given, spec.value_fen, limit)
            for name in counted:
                work.state.used[name] = work.state.used.get(name, 0) + given
            missing -= given
        if not missing:
            return
    draft.notes.append(("stock_gift", (("sku", spec.sku), ("missing", missing))))
    if spec.fallback_fen:
        draft.lines_amount(work.takers(draft.rule.scope), spec.fallback_fen * missing)
