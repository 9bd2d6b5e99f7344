"""Recurring times: Tuesdays, the first day of a month, a whole hour, a member day."""
from dataclasses import dataclass

from ..reading import Unreadable, plain
from ..reading.values import whole
from ..registry import condition


def _numbers(least, most):
    def read(value, place, _decimals):
        found = tuple(sorted({whole(item, place, "schedule", least) for item in value})) if isinstance(value, (list, tuple)) else None
        if found is None or any(item > most for item in found):
            raise Unreadable(place, "schedule", f"{value!r} are no numbers from {least} to {most}")
        return found
    return plain((), read=read, write=list)


def _hours(value, place, _decimals):
    found = []
    for pair in value if isinstance(value, (list, tuple)) else (None,):
        try:
            start, end = (int(part[:2]) * 60 + int(part[3:5]) for part in pair)
        except (TypeError, ValueError):
            raise Unreadable(place, "hours", f"{pair!r} is no pair of times like 20:00") from None
        found.append((start, end))
    return tuple(found)


def _clock(pairs):
    return [[f"{minute // 60:02d}:{minute % 60:02d}" for minute in pair] for pair in pairs]


@dataclass(frozen=True)
class Schedule:
    """Every given part has to fit. Weekdays 1 (Monday) to 7; ``weeks``: which one of the month, 1 to 5;
    hours are pairs of times [from, to), over midnight when the end is not after the start."""

    weekdays: tuple = _numbers(1, 7)
    weeks: tuple = _numbers(1, 5)
    days: tuple = _numbers(1, 31)
    months: tuple = _numbers(1, 12)
    hours: tuple = plain((), read=_hours, write=_clock)


@condition("schedule", "Recurring times", Schedule)
def check(work, rule, spec):
    """:return: not_yet when the order is at another time."""
    now = work.now(rule)
    if now is None:
        return "not_yet", (("from", ""),)
    minute = now.hour * 60 + now.minute
    fits = (not spec.weekdays or now.isoweekday() in spec.weekdays) and (not spec.weeks or (now.day - 1) // 7 + 1 in spec.weeks) \
        and (not spec.days or now.day in spec.days) and (not spec.months or now.month in spec.months) \
        and (not spec.hours or any(start <= minute < end if start < end else minute >= start or minute < end for start, end in spec.hours))
    return None if fits else ("not_yet", (("from", ""),))
