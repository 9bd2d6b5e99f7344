"""A donation for the purchase 公益: an accrual, no money off."""
from dataclasses import dataclass

from odoo.addons.dealer_base.money import percent_of

from ..reading import bp, fen, text
from ..registry import reward


@dataclass(frozen=True)
class Donation:
    """An amount per order, or a percentage of the net goods, for ``to``."""

    to: str = text("")
    value_fen: int = fen(0)
    percent_bp: int = bp(0)


@reward("donation", "Donation", Donation, families=("donation",))
def apply(work, draft, spec):
    """Accrue the donation."""
    net = max(0, sum(work.state.run[i] for i in work.counted(draft.rule.scope)))
    amount = spec.value_fen + percent_of(net, spec.percent_bp)
    if amount > 0:
        draft.issue("donation", spec.to or "donation", 1, 0, amount_fen=amount)
