"""When a parcel should arrive, and how often it did."""
from collections.abc import Container, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from .units import PPM

# Parcels from which the observed time counts more than the promised one.
ENOUGH = 30
SATURDAY = 6


class Punctuality(NamedTuple):
    """:ivar on_time_ppm: share of the delivered parcels that came in time. :ivar late_open: not delivered although due.
    :ivar p90_days: days within which nine of ten arrived, None below :data:`ENOUGH` parcels."""

    delivered: int
    on_time: int
    late_open: int
    on_time_ppm: int
    p90_days: int | None


def promised_date(shipped: date, days: int, working: bool = False, holidays: Container = ()) -> date:
    """:param days: the longest of the promise. :param working: Saturdays, Sundays and holidays do not count.
    :return: the last day on which the parcel is in time."""
    if not working:
        return shipped + timedelta(days=days)
    day = shipped
    while days > 0:
        day += timedelta(days=1)
        if day.isoweekday() < SATURDAY and day not in holidays:
            days -= 1
    return day


def punctuality(parcels: Iterable[tuple], today: date) -> Punctuality:
    """Measure parcels of one carrier and region.

    :param parcels: (shipped, promised or None, delivered or None). :param today: for parcels that are still on their way.
    :return: Punctuality; a parcel without a promise counts for the time only.
    """
    times, with_promise, on_time, late = [], 0, 0, 0
    for shipped, promised, delivered in parcels:
        if delivered is None:
            late += promised is not None and promised < today
            continue
        times.append((delivered - shipped).days)
        if promised is not None:
            with_promise += 1
            on_time += delivered <= promised
    times.sort()
    p90 = times[-(-9 * len(times) // 10) - 1] if len(times) >= ENOUGH else None
    return Punctuality(len(times), on_time, late, on_time * PPM // with_promise if with_promise else 0, p90)
