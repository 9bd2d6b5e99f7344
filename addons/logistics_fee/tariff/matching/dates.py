"""Dates of bill lines; some carriers write month and day only, the year is that of the bill's period."""
import re
from datetime import date

_FULL = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def _date(year, month, day):
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def bill_date(text: str, first: date, last: date) -> date | None:
    """Read a date.

    :param text: 2026-03-01, 2026/3/1, 20260301, 2026年3月1日, or 03-01 without a year.
    :param first, last: the bill's period; a day without a year takes the year that brings it nearest to the period.
    :return: the date, or None when the text is none.
    """
    text = str(text).strip()
    full = _FULL.fullmatch(text) or _PACKED.fullmatch(text)
    if full:
        return _date(*full.groups())
    short = _SHORT.fullmatch(text)
    if not short:
        return None
    days = [_date(year, *short.groups()) for year in range(first.year - 1, last.year + 2)]
    return min((day for day in days if day), key=lambda day: max((first - day).days, (day - last).days, 0), default=None)
