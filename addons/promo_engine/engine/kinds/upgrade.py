"""A better membership level for a full amount 满额升级."""
from dataclasses import dataclass

from ..reading import number, text
from ..registry import reward


@dataclass(frozen=True)
class Upgrade:
    """``to`` the level, for ``days`` days (0 = until it is changed)."""

    to: str = text()
    days: int = number(0)


@reward("upgrade", "Level upgrade", Upgrade, families=("member", "memorial"))
def apply(work, draft, spec):
    """Promise the level; a buyer who has it already needs none."""
    facts = work.cart.buyer.facts
    if facts.get("member", facts.get("level")) != spec.to:
        draft.issue("upgrade", spec.to, 1, 0, days=spec.days)
