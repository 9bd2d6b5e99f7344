"""Workbooks out: the uploaded rows with an error column, and the empty template of a layout.

Nothing a cell says becomes a formula or a link: texts are written as strings and those a spreadsheet program would
read as a formula get an apostrophe, which the reader takes off again.
"""
import io
from datetime import datetime

import xlsxwriter

from ..sheet import FORMULA_STARTS, Fault, column_letter, open_book

_STARTS = (*FORMULA_STARTS, "＝", "＋", "－", "＠", "\n")
ERROR_HEADER = "错误"
NOTES_SHEET = "说明"
# Excel gets slow with more notes than these; the column says everything all the same.
COMMENTS = 1_000
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def safe_text(text: str) -> str:
    """Keep a text from becoming a formula: an apostrophe before ``= + - @ TAB CR``, NUL taken out."""
    text = text.replace("\x00", "")
    return "'" + text if text.startswith(_STARTS) else text


def error_workbook(content, parsed, limits, sentence, hidden=frozenset()) -> bytes:
    """Write the sheet that was read once more, with a note on each wrong cell and a column that says what is wrong with each row.

    :param content: bytes of the uploaded file.
    :param parsed: the :class:`Parsed` of it, with a sheet and a header row.
    :param limits: the :class:`Limits` of the reading.
    :param sentence: called with a RowError, gives its text.
    :param hidden: indexes of columns that stay empty, e.g. because they name persons.
    :return: bytes of an .xlsx; rows keep their numbers.
    """
    sheet = next(sheet for sheet in open_book(content, limits).sheets if sheet.name == parsed.sheet and sheet.visible)
    width = parsed.width or max((len(row.values) for row in sheet.rows()), default=0)
    place = width if parsed.error_column is None else parsed.error_column
    by_row = {}
    for error in parsed.errors:
        by_row.setdefault(error.row, []).append(error)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {**_OPTIONS, "constant_memory": True})
    page = book.add_worksheet(_sheet_name(parsed.sheet))
    formats = _Formats(book)
    page.set_column(place, place, 60)
    noted = 0
    for row in sheet.rows():
        errors = by_row.get(row.number, ())
        bad = {error.column: error.warning for error in errors}
        for index, value in enumerate(row.values):
            if index != place and index not in hidden:
                _write(page, row.number - 1, index, value, formats, bad.get(column_letter(index)))
        for index in range(len(row.values), width):
            warning = bad.get(column_letter(index))
            if warning is not None and index != place:
                page.write_blank(row.number - 1, index, None, formats.mark(warning))
        for error in errors:
            if noted < COMMENTS:
                noted += 1
                index = index_of(error.column) if error.column else place
                page.write_comment(row.number - 1, index, safe_text(sentence(error))[:500], {"x_scale": 2})
        if row.number == parsed.header_row:
            page.write_string(row.number - 1, place, ERROR_HEADER, formats.header)
        elif errors:
            text = "\n".join(safe_text(sentence(error)) for error in errors)
            page.write_string(row.number - 1, place, text[:32_000], formats.mark(all(error.warning for error in errors)))
    page.freeze_panes(parsed.header_row, 0)
    book.close()
    return stream.getvalue()


def template_workbook(layout, notes, example=False) -> bytes:
    """Write an empty sheet of a layout and a second sheet that explains its columns.

    :param layout: the :class:`Layout`; its ``examples`` are rows below the header.
    :param example: whether a layout without such rows shows the examples of its columns as one.
    :param notes: rows of texts for the second sheet, the first being its header.
    :return: bytes of an .xlsx.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, _OPTIONS)
    page, help_page = book.add_worksheet(_sheet_name(layout.sheet_name)), book.add_worksheet(NOTES_SHEET)
    formats = _Formats(book)
    as_text = book.add_format({"num_format": "@"})
    columns = [*layout.columns, *map(layout.column_for, layout.template)]
    for index, column in enumerate(columns):
        keep_text = column.type in ("code", "phone", "text")
        page.set_column(index, index, max(12, 2 * len(column.header) + 4), as_text if keep_text else None)
        page.write_string(0, index, column.header, formats.needed if column.required else formats.header)
        if column.choices:
            labels = list(dict.fromkeys(label for label, _value in column.choices))
            if sum(map(len, labels)) + len(labels) < 200:
                page.data_validation(1, index, 5_000, index, {"validate": "list", "source": labels, "error_type": "warning"})
    rows = layout.examples or ([[column.example for column in layout.columns]] if example else [])
    for number, texts in enumerate(rows, 1):
        for index, text in enumerate(texts):
            if text:
                page.write_string(number, index, safe_text(text), as_text)
    page.freeze_panes(1, 0)
    for number, texts in enumerate(notes):
        for index, text in enumerate(texts):
            help_page.write_string(number, index, safe_text(text), formats.header if not number else None)
    help_page.set_column(0, 1, 18)
    help_page.set_column(2, 4, 40)
    book.close()
    return stream.getvalue()


def index_of(letters: str) -> int:
    """:param letters: name of a column. :return: its index, A -> 0."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


class _Formats:
    """The few formats a page uses."""

    def __init__(self, book):
        self._book = book
        self.header = book.add_format({"bold": True, "bg_color": "#E7E6E6"})
        self.needed = book.add_format({"bold": True, "bg_color": "#E7E6E6", "font_color": "#C00000"})
        self._red = book.add_format({"bg_color": "#FFC7CE", "text_wrap": True})
        self._yellow = book.add_format({"bg_color": "#FFEB9C", "text_wrap": True})
        self._numbers = {}

    def mark(self, warning):
        """Red for an error, yellow for a warning."""
        return self._yellow if warning else self._red

    def number(self, code, warning):
        """A number format, in colour for a finding (``warning`` None: no finding)."""
        key = (code, warning)
        if key not in self._numbers:
            colour = {} if warning is None else {"bg_color": "#FFEB9C" if warning else "#FFC7CE"}
            self._numbers[key] = self._book.add_format({"num_format": code, **colour})
        return self._numbers[key]


def _write(page, row, index, value, formats, warning):
    mark = None if warning is None else formats.mark(warning)
    if value is None or isinstance(value, Fault):
        if isinstance(value, Fault) and value.text:
            page.write_string(row, index, safe_text(value.text), mark)
        elif mark:
            page.write_blank(row, index, None, mark)
    elif isinstance(value, bool):
        page.write_boolean(row, index, value, mark)
    elif isinstance(value, datetime):
        code = "yyyy-mm-dd" if value.time() == value.min.time() else "yyyy-mm-dd hh:mm:ss"
        page.write_datetime(row, index, value, formats.number(code, warning))
    elif isinstance(value, (int, float)):
        page.write_number(row, index, value, formats.number("0", warning) if abs(value) >= 1e11 else mark)
    else:
        page.write_string(row, index, safe_text(value), mark)


def _sheet_name(name):
    cleaned = "".join(" " if char in "[]:*?/\\" else char for char in name).strip("' ")[:31]
    return cleaned or "Sheet1"
