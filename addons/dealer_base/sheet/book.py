"""What every reader hands out: sheets with their rows, whatever the file format was."""
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A cell that has no value: a formula that was never calculated, an Excel error, a text that is too long.

    :param code: ``formula_without_value``, ``error_value`` or ``cell_too_long``.
    :param text: what the cell shows, for the message.
    """

    code: str
    text: str = ""

    def __str__(self):
        return self.text


@dataclass(frozen=True)
class RawRow:
    """One row as it stands in the file.

    :param number: Excel row number.
    :param values: cells from column A on: None, str, int, float, bool, datetime or :class:`Fault`; trailing empty
        cells may be missing.
    :param hidden: the row is hidden in the file, by hand or by a filter.
    :param lines: row numbers that it takes up, more than one for a text file with line breaks in cells.
    """

    number: int
    values: tuple
    hidden: bool = False
    lines: int = 1


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook.

    :param name: its name.
    :param visible: False for hidden and very hidden sheets.
    :param rows: called without arguments, gives an iterator over the rows that hold a value; may be called again.
    """

    name: str
    visible: bool
    rows: Callable[[], Iterator[RawRow]]


@dataclass(frozen=True)
class Book:
    """A readable workbook.

    :param kind: ``"xlsx"``, ``"xls"`` or ``"csv"``.
    :param sheets: in the order of the file.
    """

    kind: str
    sheets: tuple
