"""Comma separated text: UTF-16 by its mark, else UTF-8 strictly, then GB18030."""
import csv
import io

from .book import Book, Fault, RawRow, Sheet
from .errors import SheetRefused
from .guard import UTF16


def open_csv(content: bytes, limits, clock) -> Book:
    """Decode and wrap a text file as a workbook of one sheet.

    :raises SheetRefused: not_a_workbook, when it is text in neither encoding.
    """
    for encoding in ("utf-16",) if content.startswith(UTF16) else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise SheetRefused("not_a_workbook", kind="text")
    if text.lstrip().startswith("<"):
        raise SheetRefused("not_a_workbook", kind="xml")
    head = text[:4096].splitlines()[:1]
    delimiter = max((",", "\t", ";"), key=(head[0] if head else "").count)

    def rows():
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        number = 1
        try:
            for cells in reader:
                clock.check()
                values = tuple(_cell(cell, limits) for cell in cells[: limits.columns])
                if any(value is not None for value in values):
                    yield RawRow(number, values, lines=reader.line_num + 1 - number)
                number = reader.line_num + 1
        except csv.Error as error:
            raise SheetRefused("damaged_file") from error

    return Book("csv", (Sheet("CSV", True, rows),))


def _cell(text, limits):
    if len(text) > limits.cell_chars:
        return Fault("cell_too_long", text[:40])
    return text if text.strip() else None
