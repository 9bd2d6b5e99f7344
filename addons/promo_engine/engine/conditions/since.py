"""How long ago something happened to the buyer: registration, activation, last order."""
from dataclasses import dataclass
from datetime import date

from ..reading import flag, number, text
from ..registry import condition


@dataclass(frozen=True)
class Since:
    """Days since the date of a fact, at least and at most; ``never`` also fits a buyer without that date."""

    fact: str = text()
    least: int | None = number(None)
    most: int | None = number(None)
    never: bool = flag()


@condition("since", "Days since", Since)
def check(work, rule, spec):
    """:return: not_member when the time does not fit."""
    now, value = work.now(rule), work.buyer(rule).facts.get(spec.fact)
    if not value:
        return None if spec.never else ("not_member", (("field", spec.fact),))
    try:
        days = (now.date() - date.fromisoformat(str(value)[:10])).days if now else None
    except ValueError:
        days = None
    fits = days is not None and days >= 0 and (spec.least is None or days >= spec.least) and (spec.most is None or days <= spec.most)
    return None if fits else ("not_member", (("field", spec.fact),))
