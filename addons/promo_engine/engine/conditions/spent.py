"""What the buyer spent before this order, counted by the caller over a period."""
from dataclasses import dataclass

from ..reading import fen, flag, text
from ..registry import condition


@dataclass(frozen=True)
class Spent:
    """``fact`` names the amount in fen among the buyer's facts; ``with_this`` adds the goods of this order."""

    value_fen: int = fen()
    fact: str = text("spent_fen")
    with_this: bool = flag()


@condition("spent", "Spent so far", Spent)
def check(work, rule, spec):
    """:return: below_amount with need, have and missing in fen."""
    have = int(work.buyer(rule).facts.get(spec.fact) or 0) + (work.amount(rule, None) if spec.with_this else 0)
    if have >= spec.value_fen:
        return None
    return "below_amount", (("need", spec.value_fen), ("have", have), ("missing", spec.value_fen - have))
