"""Find the header row: the row among the first twenty that names most known columns, with the one above or below it where one alone lacks some."""
from dataclasses import dataclass
from itertools import islice

from .book import RawRow
from .clean import clean, squeeze
from .errors import RowError, SheetRefused, column_letter

ERROR_HEADERS = frozenset(squeeze(name) for name in ("错误", "错误说明", "error", "errors"))


@dataclass(frozen=True)
class Header:
    """Where the columns stand.

    :param sheet: the :class:`Sheet`.
    :param row: Excel row number of the header.
    :param columns: index of the cell -> Column.
    :param texts: index of the cell -> header text as it stands there.
    :param errors: missing, double and unknown columns; they stop the reading unless they are warnings.
    """

    sheet: object
    row: int
    columns: dict
    texts: dict
    errors: tuple


def find_header(book, layout, limits) -> Header:
    """Look through the visible sheets for the first with a row of at least ``layout.min_known`` known headers.

    :raises SheetRefused: empty_file, no_visible_sheet, header_not_found (with ``expected``).
    """
    visible = [sheet for sheet in book.sheets if sheet.visible]
    if not visible:
        raise SheetRefused("no_visible_sheet")
    seen_row = False
    needed = min(layout.min_known, len(layout.columns))
    for sheet in visible:
        best, best_score, rows = None, 0, {}
        for row in islice(sheet.rows(), limits.header_rows):
            if row.number > limits.header_rows:
                break
            seen_row = True
            rows[row.number] = row
            score = header_score(layout, _texts(row).values())
            if score > best_score:
                best, best_score = row, score
        if best is not None and best_score >= needed:
            return _read(sheet, _whole(rows, best, layout), layout)
    if not seen_row and not any(True for sheet in visible for _ in islice(sheet.rows(), 1)):
        raise SheetRefused("empty_file")
    expected = "、".join(column.header for column in layout.columns if column.must_exist)
    raise SheetRefused("header_not_found", expected=expected, rows=limits.header_rows)


def other_sheets(book, header, layout, limits) -> list:
    """Names of further visible sheets that have this header too; only one sheet of a file is read, so their rows would be missed in silence."""
    names = {column.name for column in header.columns.values()}
    out = []
    for sheet in book.sheets:
        if sheet.visible and sheet is not header.sheet:
            rows = islice(sheet.rows(), limits.header_rows)
            if any(header_score(layout, _texts(row).values()) >= max(len(names), 1) for row in rows if row.number <= limits.header_rows):
                out.append(sheet.name)
    return out


def _whole(rows, best, layout):
    """Put a header of two rows together: a group such as 首重 stands over 重量(kg) and 价格(元), the other cells are merged downwards.

    :param rows: row number -> RawRow of the first rows. :return: the row as it is, or both in one where that names all columns that must exist.
    """
    def lacks(texts):
        names = {column.name for column in map(layout.near, texts) if column}
        return [column for column in layout.columns if column.must_exist and column.name not in names]

    if lacks(_texts(best).values()):
        for upper, lower in ((best, rows.get(best.number + 1)), (rows.get(best.number - 1), best)):
            if upper and lower and not lacks((both := _joined(_texts(upper), _texts(lower), layout)).values()):
                return RawRow(lower.number, tuple(both.get(index) for index in range(max(both) + 1)))
    return best


def _joined(upper, lower, layout):
    """:param upper, lower: index -> text. :return: index -> the text that names a column, of both, the lower or the upper one."""
    out, group = {}, ""
    for index in range(max([*upper, *lower]) + 1):
        group = upper.get(index) or (group if index in lower else "")  # a merged group keeps its text in its first cell
        under = lower.get(index, "")
        texts = [text for text in (group + under, under, upper.get(index, "")) if text]
        if texts:
            out[index] = next((text for text in texts if layout.near(text)), texts[0])
    return out


def header_score(layout, texts) -> int:
    """How many different columns of a layout a row names; columns made by ``column_for`` count when all required ones stand there.

    :param texts: cleaned texts of the row.
    """
    names = {column.name for column in map(layout.near, texts) if column}
    if layout.column_for and all(column.name in names for column in layout.columns if column.must_exist):
        made = (layout.column_for(text) for text in texts if layout.near(text) is None)
        names |= {column.name for column in made if column}
    return len(names)


def best_score(book, layout, limits) -> int:
    """The highest :func:`header_score` of the rows in which a header is searched, 0 when none is good enough.

    :raises SheetRefused: if the file can't be read.
    """
    needed = min(layout.min_known, len(layout.columns))
    for sheet in book.sheets:
        rows = islice(sheet.rows(), limits.header_rows) if sheet.visible else ()
        score = max((header_score(layout, _texts(row).values()) for row in rows if row.number <= limits.header_rows), default=0)
        if score >= needed:
            return score
    return 0


def _by_unit(layout, text, exact):
    """:return: the column of a header with a unit in brackets, unless another header names that column exactly; None otherwise."""
    column = layout.near(text)
    return column if column and column.name not in exact else None


def _texts(row):
    return {index: clean(value) for index, value in enumerate(row.values) if isinstance(value, str) and clean(value)}


def _read(sheet, row, layout):
    texts = _texts(row)
    columns, errors, found = {}, [], {}

    def finding(index, text, code, warning=False, **params):
        letter = column_letter(index) if index is not None else ""
        errors.append(RowError(sheet.name, row.number, letter, text, text, code, params, warning))

    exact = {column.name for column in map(layout.known, texts.values()) if column}
    for index, text in texts.items():
        if squeeze(text) in ERROR_HEADERS and layout.known(text) is None:
            continue
        column = layout.known(text) or _by_unit(layout, text, exact) or (layout.column_for and layout.column_for(text))
        if not column:
            unknown = layout.unknown(text) if callable(layout.unknown) else layout.unknown
            if unknown != "ignore":
                finding(index, text, "unknown_column", warning=unknown == "warn")
        elif column.name in found:
            finding(index, text, "duplicate_column", other=column_letter(found[column.name]))
        else:
            found[column.name] = index
            columns[index] = column
    for column in layout.columns:
        if column.must_exist and column.name not in found:
            finding(None, column.header, "missing_column")
    return Header(sheet, row.number, columns, texts, tuple(errors))
