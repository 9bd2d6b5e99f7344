"""Open a workbook of any accepted format within limits. The only file here with an import from outside (xlrd)."""
import io
import time
from datetime import datetime

import xlrd

from .biff import hidden_rows
from .book import Book, Fault, RawRow, Sheet
from .csvfile import open_csv
from .errors import SheetRefused
from .guard import sniff
from .limits import DEFAULT_LIMITS
from .ooxml import open_xlsx


class Clock:
    """Stops a reading that takes too long."""

    def __init__(self, seconds):
        self._end = time.monotonic() + seconds
        self._seconds = seconds

    def check(self):
        """:raises SheetRefused: too_slow."""
        if time.monotonic() > self._end:
            raise SheetRefused("too_slow", limit=int(self._seconds))


def open_book(content: bytes, limits=DEFAULT_LIMITS) -> Book:
    """Open .xlsx, .xls or text by what its bytes say.

    For layouts that are no plain table (a price matrix, notes below the table) this is the entry;
    plain tables go through :func:`dealer_base.sheet.load`.

    :param content: the file.
    :return: a Book; rows are read when its sheets are asked for them, so reading may still raise.
    :raises SheetRefused: with a code of ``adapters/messages.py``.
    """
    clock = Clock(limits.seconds)
    kind = sniff(content, limits)
    if kind == "xlsx":
        return open_xlsx(content, limits, clock)
    if kind == "xls":
        return _open_xls(content, limits, clock)
    return open_csv(content, limits, clock)


def _open_xls(content, limits, clock):
    try:
        book = xlrd.open_workbook(file_contents=content, on_demand=True, ragged_rows=True, logfile=io.StringIO())
        sheets = [book.sheet_by_index(index) for index in range(min(book.nsheets, 255))]
        hidden = [hidden_rows(book.mem, sheet._position) for sheet in sheets]
    except xlrd.XLRDError as error:
        code = "encrypted" if "encrypt" in str(error).lower() else "damaged_file"
        raise SheetRefused(code) from error
    except Exception as error:  # xlrd fails in any way on broken bytes; all of them mean the same
        raise SheetRefused("damaged_file") from error
    if not sheets:
        raise SheetRefused("empty_file")
    return Book("xls", tuple(
        Sheet(sheet.name, sheet.visibility == 0, lambda sheet=sheet, rows=rows: _xls_rows(sheet, book.datemode, limits, clock, rows))
        for sheet, rows in zip(sheets, hidden, strict=True)
    ))


def _xls_rows(sheet, datemode, limits, clock, hidden):
    last = 0
    for index in range(sheet.nrows):
        if not index % 500:
            clock.check()
        width = min(sheet.row_len(index), limits.columns)
        types, cells = sheet.row_types(index, 0, width), sheet.row_values(index, 0, width)
        values = tuple(_xls_value(kind, value, datemode, limits) for kind, value in zip(types, cells, strict=True))
        if any(value is not None for value in values):
            if last and index + 1 - last > limits.blank_rows:
                return
            last = index + 1
            yield RawRow(last, values, index in hidden)


def _xls_value(kind, value, datemode, limits):
    if kind == xlrd.XL_CELL_TEXT:
        if len(value) > limits.cell_chars:
            return Fault("cell_too_long", value[:40])
        return value if value.strip() else None
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE) and value != value:
        return Fault("error_value", "NaN")
    if kind == xlrd.XL_CELL_NUMBER:
        if value in (float("inf"), float("-inf")):
            return Fault("error_value", str(value))
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if kind == xlrd.XL_CELL_DATE:
        try:
            return datetime(*xlrd.xldate_as_tuple(value, datemode)) if value >= 1 else value
        except (xlrd.xldate.XLDateError, ValueError, OverflowError):
            return Fault("error_value", str(value))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return Fault("error_value", xlrd.error_text_from_code.get(value, "#ERR"))
    return None
