"""What the words around a price table say: validity and volumetric divisor."""
import re
from datetime import date
from itertools import islice

from odoo.addons.dealer_base.sheet import SheetRefused, clean, open_book

_DAY = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_PERIOD = re.compile(r"有效期\s*:?\s*" + _DAY + r"\s*(?:至|到|~|-|—)+\s*" + _DAY)
_START = re.compile(_DAY + r"\s*起")
_DIVISOR = re.compile(r"[÷/]\s*(\d{4,5})(?!\d)")
ROWS = 300


def _day(parts):
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def read_title(content):
    """Search the texts of the visible sheets.

    :param content: bytes of the workbook.
    :return: dict with ``valid_from``, ``valid_to``, ``divisor``; None where nothing is said.
    """
    found = {"valid_from": None, "valid_to": None, "divisor": None}
    try:
        sheets = [sheet for sheet in open_book(content).sheets if sheet.visible]
        texts = [
            clean(value) for sheet in sheets for row in islice(sheet.rows(), ROWS) for value in row.values
            if isinstance(value, str) and len(value) > 5]
    except SheetRefused:
        return found
    for text in texts:
        period, start, divisor = _PERIOD.search(text), _START.search(text), _DIVISOR.search(text)
        if period:
            found["valid_from"], found["valid_to"] = _day(period.groups()[:3]), _day(period.groups()[3:])
        elif start and not found["valid_from"]:
            found["valid_from"] = _day(start.groups())
        if divisor and not found["divisor"]:
            found["divisor"] = int(divisor[1])
    return found
