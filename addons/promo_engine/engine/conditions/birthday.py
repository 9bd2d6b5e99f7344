"""The buyer's birthday, or that of the shop."""
from dataclasses import dataclass
from datetime import date, timedelta

from ..reading import number, text
from ..registry import condition


@dataclass(frozen=True)
class Birthday:
    """Days before and after on which it counts; ``fact`` names the ISO date (or MM-DD) among the buyer's facts; ``day`` a fixed MM-DD."""

    before: int = number(0)
    after: int = number(0)
    fact: str = text("birthday")
    day: str = text("")


@condition("birthday", "Birthday", Birthday)
def check(work, rule, spec):
    """:return: not_member on every other day."""
    now, born = work.now(rule), spec.day or str(work.buyer(rule).facts.get(spec.fact) or "")
    if now is not None and len(born) >= 5:
        today = now.date()
        for year in (today.year - 1, today.year, today.year + 1):
            try:
                feast = date.fromisoformat(f"{year}-{born[-5:]}")
            except ValueError:
                if born[-5:] != "02-29":
                    break
                feast = date(year, 2, 28)
            if feast - timedelta(spec.before) <= today <= feast + timedelta(spec.after):
                return None
    return "not_member", (("field", "birthday"),)
