"""Days on which the rule runs, both ends included, in the zone of the rule."""
from dataclasses import dataclass
from datetime import date, datetime

from ..reading import Unreadable, plain
from ..registry import condition


def read_day(value, place, _decimals=2):
    """:param value: ISO date. :return: it, checked. :raises Unreadable: when it is none."""
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except (TypeError, ValueError):
        raise Unreadable(place, "date", f"{value!r} is no date") from None


@dataclass(frozen=True)
class Dates:
    """ISO dates; either end may be open."""

    start: str = plain("", key="from", read=read_day)
    end: str = plain("", key="to", read=read_day)


@condition("dates", "On certain days", Dates)
def check(work, rule, spec):
    """:return: not_yet or ended with the day."""
    now = work.now(rule)
    day = now.date().isoformat() if isinstance(now, datetime) else ""
    if not day or (spec.start and day < spec.start):
        return "not_yet", (("from", spec.start),)
    return ("ended", (("to", spec.end),)) if spec.end and day > spec.end else None
