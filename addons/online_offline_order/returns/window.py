"""The days in which goods can be sent back, counted where the company is and not in UTC."""
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .refusal import Refusal


@dataclass(frozen=True)
class Window:
    """The return period of one receipt.

    :param received_on: local day of the receipt.
    :param last_day: last local day of the period; it is open until 24:00.
    :param ends_at: first moment after the period, naive UTC.
    """

    received_on: date
    last_day: date
    ends_at: datetime


def return_window(received_at: datetime, zone: str, days: int) -> Window:
    """Give the return period that a receipt starts: the day after the receipt is day 1.

    :param received_at: naive UTC moment of the receipt.
    :param zone: name of the time zone whose days count.
    :param days: length of the period, >= 0; with 0 it ends with the day of the receipt.
    :return: the Window.
    :raises ValueError: on a negative length.
    """
    if days < 0:
        raise ValueError("a return period has no negative length")
    tz = ZoneInfo(zone)
    received_on = received_at.replace(tzinfo=UTC).astimezone(tz).date()
    last_day = received_on + timedelta(days=days)
    end = datetime.combine(last_day + timedelta(days=1), time.min, tzinfo=tz)
    return Window(received_on, last_day, end.astimezone(UTC).replace(tzinfo=None))


def check_window(received_at: datetime | None, now: datetime, zone: str, days: int) -> Refusal | None:
    """Say whether goods can still be sent back.

    :param received_at: naive UTC moment of the receipt; None when nobody has received the goods, then no period runs.
    :param now: naive UTC moment of the request.
    :param zone: name of the time zone whose days count.
    :param days: length of the period.
    :return: None, or Refusal ``too_late`` with the day of receipt, the last day and the length.
    """
    if received_at is None:
        return None
    window = return_window(received_at, zone, days)
    if now < window.ends_at:
        return None
    return Refusal("too_late", {"received": window.received_on.isoformat(), "last_day": window.last_day.isoformat(), "days": days})
