"""Dates as people write them in sheets."""
import re
from datetime import date, datetime, timedelta

from ..errors import CellError
from .registry import register_cell_type

_FORMS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})"),
    re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})"),
    re.compile(r"(\d{4})年\s?(\d{1,2})月\s?(\d{1,2})日?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_FIRST, _LAST = date(1990, 1, 1), date(2100, 1, 1)


def parse_date(value, _column):
    """ISO, 2026/3/1, 2026.3.1, 20260301, 2026年3月1日, a date cell or an Excel serial number -> date.

    :raises CellError: not_a_date (also 31 February and years outside 1990-2099).
    """
    found = None
    if isinstance(value, datetime):
        found = value.date()
    elif isinstance(value, bool):
        found = None
    elif isinstance(value, (int, float)):
        found = _serial(value) if value < 100_000 else _text(str(int(value)))
    elif isinstance(value, str):
        found = _text(_TIME.sub("", value))
    if found is None or not _FIRST <= found < _LAST:
        raise CellError("not_a_date")
    return found


def _serial(value):
    return date(1899, 12, 30) + timedelta(days=int(value)) if value > 0 else None


def _text(text):
    for form in _FORMS:
        match = form.fullmatch(text)
        if match:
            try:
                return date(*map(int, match.groups()))
            except ValueError:
                return None
    return None


register_cell_type("date", parse_date)
