"""What the buyer spent before this order, counted by the caller over a period."""
from dataclasses import dataclass

from ..reading import fen, flag, number, text
from ..registry import condition


@dataclass(frozen=True)
class Spent:
    """``fact`` names the amount in fen among the buyer's facts; ``days`` asks for the last so many days alone, under its name with ``:days``;
    ``with_this`` adds the goods of this order."""

    value_fen: int = fen()
    fact: str = text("spent_fen")
    with_this: bool = flag()
    days: int = number(0)


@condition("spent", "Spent so far", Spent)
def check(work, rule, spec):
    """:return: below_amount with need, have and missing in fen; with the field spent where no goods of this order would help."""
    fact = f"{spec.fact}:{spec.days}" if spec.days else spec.fact
    have = int(work.buyer(rule).facts.get(fact) or 0) + (work.amount(rule, None) if spec.with_this else 0)
    if have >= spec.value_fen:
        return None
    numbers = (("need", spec.value_fen), ("have", have), ("missing", spec.value_fen - have))
    return "below_amount", numbers if spec.with_this else (("field", "spent"), *numbers)
