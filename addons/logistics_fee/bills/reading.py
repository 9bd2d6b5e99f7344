"""From the rows of a sheet to bill lines; a cell that cannot be read is told with its place, never guessed."""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from odoo.addons.dealer_base.sheet import CellError, Column, Fault, RowError, clean, column_letter, parse_cell

from ..tariff.matching import bill_date, net_column, tracking_of
from .columns import NEEDED, guess_columns

HEADER_ROWS = 20
FEN, GRAMS = 2, 3
SERIALS = 100_000  # a number below is a spreadsheet's count of days, above a date like 20260301
_TOTAL = re.compile(r"^(?:本页|本月|费用)?(?:合计|总计|小计|共计|汇总|total|sum).{0,6}$", re.I)
_REMARK = re.compile(r"(?:备注|说明|注|※|\*)|.*[:。;]")
# What may stand around a number: yuan around an amount, kilograms behind a weight; anything else is another unit.
_AROUND = {FEN: re.compile(r"^(?:[¥￥]|rmb|cny)\s*|\s*(?:元整?|rmb|cny)$", re.I), GRAMS: re.compile(r"\s*(?:kgs?|公斤|千克)$", re.I)}
_NUMBER = Column("n", "n", "decimal", minimum=-10**12)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is read of a sheet.

    :ivar columns: field -> column. :ivar fees: column -> fee code. :ivar headers: texts of the header row.
    :ivar hidden: columns whose cells are not kept. :ivar first, last: the bill's period, for dates without a year."""

    columns: dict
    fees: dict
    headers: tuple
    hidden: frozenset = frozenset()
    first: date = date.min
    last: date = date.max
    sheet: str = ""


class ReadRow(NamedTuple):
    """:ivar fen: None where the amount cannot be read; then ``errors`` says why. :ivar parts: fee code -> fen inside the amount.
    :ivar cells: texts of the row as they stand there, hidden ones empty. :ivar is_total: a closing sum, no line."""

    row: int
    tracking: str
    number: str | None
    on_date: date | None
    weight_g: int | None
    destination: str
    fee: str
    product: str
    fen: int | None
    parts: dict
    cells: list
    errors: list = field(default_factory=list)
    is_total: bool = False


def find_header(book, known=()) -> tuple | None:
    """Find the row that names the columns.

    :param book: a Book. :param known: functions headers -> (columns, fees) or None, asked before the usual names are.
    :return: (sheet, row number, headers, columns, fees, index of the known layout or None), None when no row names a waybill
        number and an amount.
    """
    for sheet in book.sheets:
        best = None
        for row in islice(sheet.rows(), HEADER_ROWS) if sheet.visible else ():
            headers = tuple(clean(value) if isinstance(value, str) else "" for value in row.values)
            tries = [(index, read(headers)) for index, read in enumerate(known)]
            tries = [(index, *found) for index, found in tries if found]
            index, columns, fees = tries[0] if tries else (None, *guess_columns(headers))
            if all(name in columns for name in NEEDED) and (best is None or len(columns) > len(best[3])):
                best = (sheet, row.number, headers, columns, fees, index)
        if best:
            return best
    return None


def true_columns(sheet, header_row: int, columns: dict) -> tuple[dict, bool]:
    """Find out which column is what is paid, when gross, discount and net all stand there; headers are not believed.

    :return: (columns, whether the header of the amount was wrong).
    """
    places = [columns.get(name) for name in ("gross", "discount", "amount")]
    if None in places:
        return columns, False
    rows = []
    for row in sheet.rows():
        if row.number <= header_row or _is_total(row.values, columns):
            continue
        try:
            rows.append({place: abs(_scaled(_cell(row.values, place), FEN) or 0) for place in places})
        except CellError:
            continue
    found = net_column(rows, *places)
    if not found or found[2] == columns["amount"]:
        return columns, False
    return {**columns, "gross": found[0], "discount": found[1], "amount": found[2]}, True


def read_rows(sheet, header_row: int, plan: Plan) -> Iterator[ReadRow]:
    """Read the lines of a bill.

    :return: yields a ReadRow for each row below the header that holds anything in a column of the plan.
    """
    places = [*plan.columns.values(), *plan.fees]
    for row in sheet.rows():
        if row.number > header_row and any(_cell(row.values, place) is not None for place in places) and not _is_no_line(row.values, plan):
            yield _read(row, plan)


def other_sheets(book, sheet) -> list:
    """:return: names of further visible sheets with a waybill number and an amount; their lines are not read."""
    out = []
    for other in book.sheets:
        if other.visible and other is not sheet:
            tops = (tuple(clean(value) if isinstance(value, str) else "" for value in row.values) for row in islice(other.rows(), HEADER_ROWS))
            if any(all(name in guess_columns(headers)[0] for name in NEEDED) for headers in tops):
                out.append(other.name)
    return out


def _is_no_line(values, plan) -> bool:
    """Whether a row is the header once more, as printed lists repeat it, or a sentence below the lines."""
    texts = {place: clean(value) for place, value in enumerate(values) if isinstance(value, str) and clean(value)}
    if all(texts.get(plan.columns[name]) == plan.headers[plan.columns[name]] for name in NEEDED):
        return True
    filled = [place for place in range(len(values)) if _cell(values, place) is not None]
    return len(filled) == 1 and bool(_REMARK.match(texts.get(filled[0], ""))) and tracking_of(texts[filled[0]]) is None


def _read(row, plan) -> ReadRow:
    values, columns, errors = row.values, plan.columns, []

    def cell(name):
        return _cell(values, columns[name]) if name in columns else None

    def read(name, place, function, empty=None):
        value = _cell(values, place)
        if value is None:
            return empty
        try:
            return function(value)
        except CellError as error:
            errors.append(_error(plan, row.number, place, value, error.code, error.params, name in ("weight", "date")))
            return empty

    is_total = _is_total(values, columns)
    fen = read("amount", columns["amount"], lambda value: _scaled(value, FEN))
    if is_total:
        return ReadRow(row.number, "", None, None, None, "", "", "", fen, {}, [], [], True)
    if fen is None and not errors:
        errors.append(_error(plan, row.number, columns["amount"], "", "missing_value", {}))
    tracking = _text(cell("tracking"))
    number = tracking_of(tracking)
    if number is None:
        errors.append(_error(plan, row.number, columns["tracking"], tracking, "unreadable_tracking", {}, True))
    weight = read("weight", columns["weight"], lambda value: _scaled(value, GRAMS, exact=False)) if "weight" in columns else None
    day = read("date", columns["date"], lambda value: _day(value, plan)) if "date" in columns else None
    parts = {}
    for place, code in plan.fees.items():
        part = read("fee", place, lambda value: _scaled(value, FEN), 0)
        if part:
            parts[code] = parts.get(code, 0) + part
    destination = " ".join(filter(None, (_text(cell(name)) for name in ("province", "city", "destination"))))
    cells = ["" if place in plan.hidden else _text(value) for place, value in enumerate(values[:len(plan.headers)])]
    return ReadRow(
        row.number, tracking[:60], number, day, weight, destination[:120], _text(cell("fee"))[:60], _text(cell("product"))[:60], fen,
        parts, cells, errors)


def _cell(values: Sequence, place):
    value = values[place] if place is not None and place < len(values) else None
    return None if isinstance(value, str) and not value.strip() else value


def _is_total(values, columns) -> bool:
    value = _cell(values, columns["tracking"])
    texts = [value] if value is not None else [cell for cell in values[:6] if isinstance(cell, str)]
    return any(isinstance(text, str) and _TOTAL.match(clean(text)) for text in texts)


def _text(value) -> str:
    if value is None or isinstance(value, Fault):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, str):
        return clean(value)
    return repr(value)


def _scaled(value, scale, exact=True) -> int | None:
    """A number in hundredths or thousandths; what a spreadsheet's own arithmetic left behind the sixth place does not count."""
    if isinstance(value, float):
        value = float(f"{value:.6f}")
    if isinstance(value, str):
        value = _AROUND[scale].sub("", clean(value))
    number = parse_cell(value, _NUMBER)
    if number is None:
        return None
    whole = number.scaleb(scale)
    if whole == whole.to_integral_value():
        return int(whole)
    if exact:
        raise CellError("fraction_of_fen")
    return int(whole.to_integral_value(rounding="ROUND_CEILING"))


def _day(value, plan) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, Fault):
        raise CellError(value.code)
    if not isinstance(value, str):
        value = str(int(value)) if value > SERIALS else (date(1899, 12, 30) + timedelta(days=max(int(value), 0))).isoformat()
    found = bill_date(clean(value), plan.first, plan.last)
    if found is None:
        raise CellError("not_a_date")
    return found


def _error(plan, row, place, value, code, params, warning=False) -> RowError:
    header = plan.headers[place] if place < len(plan.headers) else ""
    return RowError(plan.sheet, row, column_letter(place), header, str(value)[:120], code, params, warning)
