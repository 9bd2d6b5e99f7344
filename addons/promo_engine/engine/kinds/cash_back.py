"""Cash back after the return window: for the order, for an invitation, for praise. An amount or a percentage of the net goods."""
from dataclasses import dataclass

from odoo.addons.dealer_base.money import percent_of

from ..reading import Unreadable, bp, choice, fen, number
from ..registry import reward
from ..scope import ALL, Scope, scope_field


@dataclass(frozen=True)
class CashBack:
    """``after_days``: when it is due; ``to``: who gets it; ``cap``: the most."""

    value_fen: int | None = fen(None)
    percent_bp: int | None = bp(None)
    cap_fen: int | None = fen(None)
    after_days: int = number(7)
    to: str = choice("buyer", "inviter", default="buyer")
    scope: Scope = scope_field(ALL)

    def __post_init__(self):
        """Exactly one of the two says how much."""
        if (self.value_fen is None) == (self.percent_bp is None):
            raise Unreadable("cash_back", "value", "give either a value or a percentage")


@reward("cash_back", "Cash back", CashBack, families=("cash_back", "referral", "praise", "follow"))
def apply(work, draft, spec):
    """Promise the money; nothing is taken off the order."""
    amount = cash_of(spec, sum(work.state.run[i] for i in work.takers(draft.rule.scope, spec.scope)))
    if amount > 0:
        draft.issue("cash_back", "cash", 1, amount, after_days=spec.after_days, to=spec.to)


def cash_of(spec, net_fen):
    """:return: fen that come back on so much net."""
    amount = spec.value_fen if spec.percent_bp is None else percent_of(max(0, net_fen), spec.percent_bp)
    return amount if spec.cap_fen is None else min(amount, spec.cap_fen)
