"""What can be wrong with a file, a row or a cell. Codes only: sentences are made in ``adapters/messages.py``."""
from dataclasses import dataclass, field


class SheetRefused(Exception):
    """The whole file can't be read; raised inside the package, handed out as a :class:`Refusal`."""

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params


class CellError(ValueError):
    """One cell doesn't fit the type of its column; raised by cell parsers, handed out as a :class:`RowError`."""

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Refusal:
    """Why a file was not read at all.

    :param code: a code of ``adapters/messages.py``.
    :param params: what the sentence names, for example ``{"limit": 60}``.
    """

    code: str
    params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class RowError:
    """One finding in one cell (or one row, with an empty column).

    :param sheet: sheet name.
    :param row: Excel row number, 1 for the first row of the sheet.
    :param column: column letter, or ``""`` for the whole row.
    :param header: header of the column as the layout names it, or ``""``.
    :param value: what stood in the cell, as text.
    :param code: a code of ``adapters/messages.py`` or of the addon that owns the layout.
    :param params: what the sentence names.
    :param warning: True if the row is imported all the same.
    """

    sheet: str
    row: int
    column: str
    header: str
    value: str
    code: str
    params: dict = field(default_factory=dict)
    warning: bool = False


def column_letter(index: int) -> str:
    """Name a column: 0 -> ``A``, 26 -> ``AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
