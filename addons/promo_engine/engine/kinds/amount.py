"""An amount off: the order, goods in scope, each line, chosen pieces, the freight. Tax included."""
from dataclasses import dataclass

from ..reading import choice, fen, number
from ..registry import reward
from ..scope import ALL, Scope, scope_field
from .targets import TARGETS, chosen_pieces


@dataclass(frozen=True)
class Amount:
    """The amount goes off once (order, scope, shipping), off each line, or off each chosen piece."""

    value_fen: int = fen()
    target: str = choice(*TARGETS, default="scope")
    scope: Scope = scope_field(ALL)
    cap_fen: int | None = fen(None)
    pick: str = choice("", "cheapest", "dearest", default="")
    max_units: int | None = number(None)
    groups_of: int = number(0)


def unit_price(work, spec, unit_fen):
    """The price of a piece after the amount."""
    return unit_fen - spec.value_fen


@reward("amount", "Amount off", Amount, unit_price=unit_price, families=("direct", "first_order", "coupon"))
def apply(work, draft, spec):
    """What a line or piece cannot give moves to the others only where the amount is one for all."""
    most = spec.value_fen if spec.cap_fen is None else min(spec.value_fen, spec.cap_fen)
    if spec.target == "shipping":
        draft.shipping(amount=most)
        return
    lines = work.takers(draft.rule.scope, spec.scope)
    if spec.target == "line":
        for i in lines:
            draft.lines_amount((i,), spec.value_fen)
    elif spec.target == "unit":
        draft.each_amount(chosen_pieces(draft, spec), spec.value_fen, spec.cap_fen)
    else:
        if work.assume and spec.target != "all":
            most = work.assume.share(work, draft.rule, spec, lines, most)
        before = draft.goods
        draft.lines_amount(lines, most)
        if spec.target == "all":
            draft.shipping(amount=most - (draft.goods - before))
