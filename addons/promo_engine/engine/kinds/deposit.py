"""Presale 预售: the deposit counts for more than was paid, and the first ones get it back."""
from dataclasses import dataclass

from ..reading import fen, number
from ..registry import reward
from ..scope import ALL, Scope, scope_field


@dataclass(frozen=True)
class DepositReward:
    """:ivar paid_fen: deposit of one order. :ivar worth_fen: what it counts for, at least what was paid.
    :ivar back_first: so many deposits are given back.
    """

    paid_fen: int = fen()
    worth_fen: int | None = fen(None)
    back_first: int = number(0)
    scope: Scope = scope_field(ALL)


@reward("deposit", "Presale deposit", DepositReward, families=("presale",))
def apply(work, draft, spec):
    """What it counts for above what was paid is a discount; what was paid is an asset; the first ones are promised it back."""
    for deposit in work.cart.deposits:
        if deposit.rule == draft.rule.id:
            worth = deposit.paid_fen if spec.worth_fen is None else max(spec.worth_fen, deposit.paid_fen)
            draft.lines_amount(work.takers(draft.rule.scope, spec.scope), worth - deposit.paid_fen)
            draft.assets.append(deposit)
            if 0 < deposit.number <= spec.back_first:
                draft.issue("deposit_back", "deposit", 1, deposit.paid_fen)
