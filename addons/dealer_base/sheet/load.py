"""Read a whole sheet by its layout: every row is looked at, every finding is reported, nothing is raised."""
from dataclasses import dataclass, field

from .cells import parse_cell
from .clean import clean, squeeze
from .errors import CellError, Refusal, RowError, SheetRefused, column_letter
from .header import ERROR_HEADERS, find_header, other_sheets
from .layout import SheetRow, shown
from .limits import DEFAULT_LIMITS
from .reader import open_book

# Row numbers that a finding about many rows names.
SHOWN_ROWS = 20


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A good row.

    :param number: Excel row number.
    :param record: what the layout's ``parse_row`` made of it.
    :param source: the :class:`SheetRow`, whose ``error`` makes findings later (look-ups in the database).
    """

    number: int
    record: object
    source: SheetRow


@dataclass
class Parsed:
    """The outcome of one file.

    :param refusal: why nothing was read, or None.
    :param sheet: name of the sheet that was read.
    :param header_row: Excel row number of the header.
    :param rows: good rows in file order.
    :param errors: findings of all rows, in file order; warnings among them have ``warning`` set.
    :param total: rows with data, good or bad.
    :param rejected: row number -> the values of a bad row that could be read.
    :param width: cells of the longest row.
    :param error_column: index of a column that an earlier error workbook added, or None.
    """

    refusal: Refusal | None = None
    sheet: str = ""
    header_row: int = 0
    rows: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    total: int = 0
    rejected: dict = field(default_factory=dict)
    width: int = 0
    error_column: int | None = None

    def bad_rows(self) -> set:
        """Numbers of the rows that have an error."""
        return {error.row for error in self.errors if not error.warning}

    def add(self, errors):
        """Take findings of later checks: bad rows leave ``rows``, findings are put in file order.

        :param errors: iterable of :class:`RowError`.
        """
        new = list(errors)
        self.errors.extend(new)
        bad = {error.row for error in new if not error.warning}
        if bad:
            self.rejected.update((row.number, row.source.values) for row in self.rows if row.number in bad)
            self.rows = [row for row in self.rows if row.number not in bad]
        if new:
            self.errors.sort(key=lambda error: (error.row, len(error.column), error.column))


def load(content: bytes, layout, limits=None, from_above=False) -> Parsed:
    """Read a file by a layout.

    :param content: bytes of the file.
    :param layout: a :class:`Layout`.
    :param limits: :class:`Limits`; the layout's or the default ones if None.
    :param from_above: whether empty cells of the columns with ``from_above`` take the value of the row above; told once as a warning.
    :return: :class:`Parsed`; a file that can't be read has its ``refusal`` set, a header that doesn't fit has
        findings on the header row and no rows.
    """
    limits = limits or layout.limits or DEFAULT_LIMITS
    parsed = Parsed()
    try:
        book = open_book(content, limits)
        header = find_header(book, layout, limits)
        parsed.sheet, parsed.header_row = header.sheet.name, header.row
        parsed.error_column = next((index for index, text in header.texts.items() if squeeze(text) in ERROR_HEADERS), None)
        parsed.errors.extend(header.errors)
        others = "、".join(other_sheets(book, header, layout, limits))
        if others:
            parsed.errors.append(RowError(parsed.sheet, header.row, "", "", others, "sheet_not_read", {"sheets": others}, True))
        if not parsed.bad_rows():
            _read_rows(parsed, header, layout, limits, from_above)
    except SheetRefused as refused:
        return Parsed(refusal=Refusal(refused.code, refused.params))
    if not parsed.errors and not parsed.total:
        return Parsed(refusal=Refusal("no_rows", {"sheet": parsed.sheet}))
    parsed.add(_doubles(parsed.rows, layout.key))
    parsed.add(layout.check_rows(parsed.rows))
    return parsed


def _read_rows(parsed, header, layout, limits, from_above):
    blank = {column.name: column.default for column in layout.columns}
    missing = [column for column in layout.columns if column.name not in {c.name for c in header.columns.values()}]
    ordered = sorted(header.columns.items())
    places = {
        column.name: (column_letter(index), header.texts[index], position)
        for position, (index, column) in enumerate(ordered)
    } | {column.name: ("", column.header, None) for column in missing}
    hidden, taken = [], []
    above, expected = {}, 0
    for raw in header.sheet.rows():
        width = len(raw.values)
        parsed.width = max(parsed.width, width)
        if raw.number <= header.row:
            continue
        mapped = [(column, raw.values[index] if index < width else None) for index, column in ordered]
        if all(value is None for _column, value in mapped):
            continue
        if layout.skip_row and layout.skip_row({column.name: value for column, value in mapped}):
            continue
        if from_above:
            # What a blank row or a note parts from the rows before it takes nothing from them.
            mapped, filled = _from_above(mapped, above if raw.number == expected else {}, layout)
            above, expected = {column.name: value for column, value in mapped}, raw.number + raw.lines
            if filled:
                taken.append(raw.number)
        parsed.total += 1
        if raw.hidden:
            hidden.append(raw.number)
        if parsed.total > limits.rows:
            raise SheetRefused("too_many_rows", limit=limits.rows)
        _read_row(parsed, raw.number, mapped, dict(blank), places, layout)
    if hidden:  # told once: a filter may hide thousands
        parsed.add([RowError(parsed.sheet, hidden[0], "", "", "", "hidden_row", {"count": len(hidden)}, True)])
    if taken:
        rows = "、".join(map(str, taken[:SHOWN_ROWS])) + ("…" if taken[SHOWN_ROWS:] else "")
        parsed.add([RowError(parsed.sheet, taken[0], "", "", "", "taken_from_above", {"count": len(taken), "rows": rows}, True)])


def _from_above(mapped, above, layout):
    """Fill the cells that a cell merged over rows leaves empty.

    :param mapped: (Column, raw cell) pairs of a row. :param above: column name -> cell of the row above, likewise filled.
    :return: (pairs, whether a cell was filled).
    """
    cells, filled = {column.name: value for column, value in mapped}, set()
    for column in layout.columns:
        name, upper = column.name, column.from_above
        if upper is None or name not in cells or not _empty(cells[name]) or _empty(above.get(name)):
            continue
        if not upper or upper not in cells or upper in filled:
            cells[name] = above[name]
            filled.add(name)
    return [(column, cells[column.name]) for column, _value in mapped], bool(filled)


def _empty(value):
    return value is None or (isinstance(value, str) and not clean(value))


def _read_row(parsed, number, mapped, values, places, layout):
    errors = []
    for column, value in mapped:
        try:
            values[column.name] = parse_cell(value, column)
        except CellError as error:
            letter, header, _position = places[column.name]
            errors.append(RowError(parsed.sheet, number, letter, header, shown(value), error.code, error.params))
    if errors:
        parsed.errors.extend(errors)
        parsed.rejected[number] = values
        return
    source = SheetRow(parsed.sheet, number, values, places, tuple(value for _column, value in mapped))
    record = layout.parse_row(source)
    if isinstance(record, RowError):
        record = [record]
    if isinstance(record, list) and all(isinstance(item, RowError) for item in record):
        parsed.errors.extend(record)
        if record:
            parsed.rejected[number] = values
        return
    parsed.rows.append(ParsedRow(number, record, source))


def _doubles(rows, key):
    """Rows that share a key are all errors, each naming another one: nobody can tell which is meant."""
    return find_doubles(rows, lambda row: tuple(row.source.values.get(name) for name in key), key[0]) if key else []


def find_doubles(rows, key, name, code="duplicate_in_file") -> list:
    """Findings for rows with the same key; for ``check_rows`` of layouts.

    :param rows: ParsedRows.
    :param key: called with a row, gives a tuple; rows whose key holds nothing but None are left out.
    :param name: column the finding is shown at.
    :return: one RowError per row that has a twin, with ``other`` the row number of the twin.
    """
    groups = {}
    for row in rows:
        value = key(row)
        if any(part is not None for part in value):
            groups.setdefault(value, []).append(row)
    return [
        row.source.error(name, code, other=(group[0] if row is not group[0] else group[1]).number)
        for group in groups.values() if len(group) > 1 for row in group
    ]

