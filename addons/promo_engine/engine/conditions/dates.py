"""Days on which the rule runs, or times by the minute, both ends included, in the zone of the rule."""
from dataclasses import dataclass
from datetime import date, datetime

from ..reading import Unreadable, plain
from ..registry import condition

DAY = len("2026-01-31")


def _end(value, place, _decimals):
    """An ISO day, or a time where the value has one: cut off, a campaign of an evening would run the whole day."""
    try:
        if len(value) > DAY:
            return datetime.fromisoformat(value).isoformat()
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise Unreadable(place, "date", f"{value!r} is no date") from None


@dataclass(frozen=True)
class Dates:
    """ISO days or times; either end may be open. A time without a zone is one of the rule's zone."""

    start: str = plain("", key="from", read=_end)
    end: str = plain("", key="to", read=_end)


def _side(now, end):
    """:return: -1, 0 or 1: a time before, at (or on the day of) or after an end of the window."""
    if len(end) == DAY:
        day = now.date().isoformat()
        return (day > end) - (day < end)
    moment = datetime.fromisoformat(end)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
    return (now > moment) - (now < moment)


@condition("dates", "On certain days", Dates)
def check(work, rule, spec):
    """:return: not_yet or ended with the end that is missed."""
    now = work.now(rule)
    if now is None or (spec.start and _side(now, spec.start) < 0):
        return "not_yet", (("from", spec.start),)
    return ("ended", (("to", spec.end),)) if spec.end and _side(now, spec.end) > 0 else None
