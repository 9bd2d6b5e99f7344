"""A workbook as data, before anything is written."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Formula:
    """A cell with a formula and the value a spreadsheet program last worked out for it (.xlsx only)."""

    text: str
    value: object


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    :ivar header: column headers. :ivar rows: one tuple per row; float = amount or weight, date = date, str = text, None = empty.
    :ivar title: line above the header, or "". :ivar notes: lines below the table. :ivar widths: column widths in characters.
    """

    name: str
    header: tuple
    rows: tuple
    title: str = ""
    notes: tuple = ()
    widths: tuple = ()

    def width(self, column):
        """:param column: index. :return: characters."""
        return self.widths[column] if column < len(self.widths) else 12
