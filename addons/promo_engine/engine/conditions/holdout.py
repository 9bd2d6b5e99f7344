"""The buyer is not among those who are left out to see what the campaign brings."""
from dataclasses import dataclass

from ..holdout import held_out
from ..reading import bp, text
from ..registry import condition


@dataclass(frozen=True)
class HoldOut:
    """``share_bp`` of the buyers are left out; ``seed`` says which."""

    seed: str = text("")
    share_bp: int = bp(0)


@condition("holdout", "Not held out", HoldOut)
def check(work, rule, spec):
    """:return: not_member for a buyer who is held out; a dealer with all his stores is one buyer."""
    unit = work.cart.org.dealer or work.cart.buyer.id
    return ("not_member", (("field", "holdout"),)) if held_out(spec.seed, unit, spec.share_bp) else None
