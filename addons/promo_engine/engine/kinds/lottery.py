"""Draws earned by an order 满就抽奖; drawing itself is in ``draws``."""
from dataclasses import dataclass

from ..reading import fen, number, text
from ..registry import reward


@dataclass(frozen=True)
class Lottery:
    """``table`` names the prize table; one draw, or one for every full amount."""

    table: str = text()
    count: int = number(1)
    every_fen: int = fen(0)
    max_times: int | None = number(None)


@reward("lottery", "Draw", Lottery, families=("lottery",))
def apply(work, draft, spec):
    """Promise the draws."""
    times = max(0, work.amount(draft.rule, None)) // spec.every_fen if spec.every_fen else 1
    times = times if spec.max_times is None else min(times, spec.max_times)
    draft.issue("draw", spec.table, spec.count * times)
