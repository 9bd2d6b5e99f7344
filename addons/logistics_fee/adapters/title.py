"""What the words around a price table say: validity, volumetric rule, regions without delivery, and what a person must read."""
import re
from datetime import date
from itertools import islice
from typing import NamedTuple

from odoo.addons.dealer_base.sheet import SheetRefused, clean, open_book

from ..layouts.row import needs_person
from ..tariff.headers import read_note

_DAY = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_PERIOD = re.compile(r"有效期\s*:?\s*" + _DAY + r"\s*(?:至|到|~|-|—)+\s*" + _DAY)
_START = re.compile(_DAY + r"\s*起")
_ABROAD = re.compile(r"港\s*、?\s*澳\s*、?\s*台[^;。,]{0,6}(?:不发|不送|不派送|停发|不通)")
_PART = re.compile(r"[;。]|\d\s*、")
ABROAD = ("710000", "810000", "820000")
ROWS = 300
SHORTEST = 6


class Title(NamedTuple):
    """None or empty where nothing is said. :ivar barred: division codes that are not delivered.
    :ivar remarks: sentences about money that no column and no rule here holds."""

    valid_from: date | None = None
    valid_to: date | None = None
    divisor: int | None = None
    ratio_ppm: int | None = None
    barred: tuple = ()
    remarks: tuple = ()


def _day(parts):
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def read_title(content) -> Title:
    """Search the texts of the visible sheets, which stand alone in their rows or nearly so.

    :param content: bytes of the workbook.
    :return: Title.
    """
    found, remarks = {}, []
    try:
        for text, alone in _texts(content):
            _read(text, found)
            if alone:
                remarks += [part for part in map(str.strip, _PART.split(text)) if _open(part)]
    except SheetRefused:
        return Title()
    return Title(**found, remarks=tuple(dict.fromkeys(remarks)))


def _texts(content):
    """:return: pairs (text, whether no more than one other cell of its row is filled)."""
    for sheet in open_book(content).sheets:
        if not sheet.visible:
            continue
        for row in islice(sheet.rows(), ROWS):
            filled = [value for value in row.values if value is not None]
            for value in filled:
                if isinstance(value, str) and len(value) >= SHORTEST:
                    yield clean(value), len(filled) <= 2


def _read(text, found):
    period, start, note = _PERIOD.search(text), _START.search(text), read_note(text)
    if period:
        found["valid_from"], found["valid_to"] = _day(period.groups()[:3]), _day(period.groups()[3:])
    elif start and not found.get("valid_from"):
        found["valid_from"] = _day(start.groups())
    if note.divisor and not found.get("divisor"):
        found["divisor"], found["ratio_ppm"] = note.divisor, note.ratio_ppm
    if _ABROAD.search(text):
        found["barred"] = ABROAD


def _open(part):
    """Whether a remark is about money and nothing here reads it."""
    return bool(re.search(r"\d", part)) and needs_person(part) and not read_note(part).divisor and not _PERIOD.search(part)
