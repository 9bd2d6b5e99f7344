"""What a sheet must look like: columns with types, and the record a row becomes."""
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from .book import Fault
from .clean import squeeze
from .errors import RowError

# The unit that people write behind a header, and the types of the columns it fits.
_UNIT = re.compile(r"\((元|kg|公斤|千克)\)$")
MONEY, WEIGHT = frozenset(("money", "unit_price", "price_or_words", "decimal")), frozenset(("weight",))


@dataclass(frozen=True)
class Column:
    """One declared column.

    :param name: key in the parsed row and field of the layout's record.
    :param header: header in templates and messages (Chinese).
    :param type: a cell type: text, code, phone, integer, decimal, money (fen), weight (g), percent (bp), date,
        choice, boolean, or one added with ``register_cell_type``.
    :param aliases: other spellings of the header.
    :param required: an empty cell is an error.
    :param column_required: the file must have this column; by default the required ones.
    :param default: value of an empty cell.
    :param choices: pairs (word in the sheet, value) of type choice; the first word of a value goes into templates.
    :param minimum: smallest value in the unit of the type; 1 refuses zero; a negative one allows negative cells.
    :param maximum: largest value in the unit of the type.
    :param max_length: characters of text and code.
    :param example: what the template shows below the header.
    :param from_above: where the user asks for it an empty cell takes the value of the row above (cells merged over rows); texts only. ``""``: by
        itself; a column's name: only with the cell of that column, as a city with its province. None: never.
    """

    name: str
    header: str
    type: str = "text"
    aliases: tuple = ()
    required: bool = False
    column_required: bool | None = None
    default: object = None
    choices: tuple = ()
    minimum: int | None = None
    maximum: int | None = None
    max_length: int = 256
    example: str = ""
    from_above: str | None = None

    def __post_init__(self):
        if self.from_above is not None and self.type != "text":
            raise ValueError(f"column {self.name}: only texts are taken from the row above, not type {self.type!r}")

    @property
    def must_exist(self) -> bool:
        """Whether a file without this column is refused."""
        return self.required if self.column_required is None else self.column_required

    def names(self) -> tuple:
        """Headers it is found by, squeezed."""
        return tuple(squeeze(name) for name in (self.header, *self.aliases))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row whose cells all fit their types.

    :param sheet: sheet name.
    :param number: Excel row number.
    :param values: column name -> typed value; a column that the file lacks has its default.
    :param places: column name -> (letter, header, position in ``raw``), shared by all rows.
    :param raw: the mapped cells as they stand in the file, or in the row above where they are taken from it.
    """

    sheet: str
    number: int
    values: dict
    places: dict
    raw: tuple

    def get(self, name):
        """Typed value of a column."""
        return self.values.get(name)

    def error(self, name, code, /, warning=False, **params) -> RowError:
        """Make a finding about one cell of this row (``name`` empty: about the row)."""
        letter, header, position = self.places.get(name, ("", "", None))
        text = "" if position is None else shown(self.raw[position])
        return RowError(self.sheet, self.number, letter, header, text, code, params, warning)


def shown(value) -> str:
    """A raw cell as a message shows it, cut at 80 characters."""
    if value is None:
        return ""
    if isinstance(value, Fault):
        return value.text
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return str(value)[:80]


def _as_is(row):
    return row.values


def _no_checks(_rows):
    return ()


@dataclass(frozen=True)
class Layout:
    """One kind of sheet.

    :param code: name of the layout; its importer is the model ``dealer.import.<code>``.
    :param columns: the declared columns, in template order.
    :param parse_row: ``parse_row(SheetRow)`` -> the record (a frozen dataclass), or a RowError, or a list of RowError
        (an empty list leaves the row out).
    :param check_rows: ``check_rows(list[ParsedRow])`` -> RowErrors about several rows (doubles, gaps); sees good rows.
    :param key: column names that must be unique within the file together; doubles get ``duplicate_in_file``.
    :param column_for: ``column_for(header text)`` -> a Column for a header that is not declared (a price matrix), or
        None.
    :param skip_row: ``skip_row(values by column name)`` -> True for rows that are no data (totals, notes).
    :param unknown: ``"ignore"``, ``"warn"`` or ``"error"`` for headers nobody knows, or a function(header text) that
        gives one of them.
    :param min_known: known headers a row needs to be the header.
    :param sheet_name: name of the sheet in the template.
    :param template: headers of ``column_for`` that the template shows behind the declared columns.
    :param examples: rows of texts below the header of the template.
    """

    code: str
    columns: tuple
    parse_row: Callable = _as_is
    check_rows: Callable = _no_checks
    key: tuple = ()
    column_for: Callable | None = None
    skip_row: Callable | None = None
    unknown: str | Callable = "ignore"
    min_known: int = 3
    sheet_name: str = "Sheet1"
    limits: object = None
    template: tuple = ()
    examples: tuple = ()
    _index: dict = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self):
        for column in self.columns:
            for name in column.names():
                if self._index.setdefault(name, column) is not column:
                    raise ValueError(f"layout {self.code}: header {name!r} names two columns")
        if len({column.name for column in self.columns}) != len(self.columns):
            raise ValueError(f"layout {self.code}: two columns share a name")

    def known(self, header: str):
        """The declared column of a header, or None."""
        return self._index.get(squeeze(header))

    def near(self, header: str):
        """The declared column of a header, also one that has the unit of its values behind it in brackets, or None."""
        text = squeeze(header)
        unit = None if text in self._index else _UNIT.search(text)
        if not unit:
            return self._index.get(text)
        bare = text[: unit.start()]
        column = self._index.get(bare)
        fits = column and column.type in (MONEY if unit[1] == "元" else WEIGHT)
        return column if fits else self._index.get(bare + unit[1])
