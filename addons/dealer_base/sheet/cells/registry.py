"""The table of cell types."""
from ..book import Fault
from ..clean import clean
from ..errors import CellError

_TYPES = {}


def register_cell_type(name, parser):
    """Add a cell type.

    :param name: what ``Column.type`` says.
    :param parser: ``parser(value, column)``; value is int, float, bool, datetime or cleaned non-empty text; returns
        the typed value or raises :class:`CellError`.
    :raises ValueError: if the name is taken.
    """
    if name in _TYPES:
        raise ValueError(f"cell type {name!r} is registered already")
    _TYPES[name] = parser


def cell_types() -> tuple:
    """Names of all registered types."""
    return tuple(_TYPES)


def parse_cell(value, column):
    """Turn one raw cell into the value of its column.

    :param value: a cell of a :class:`RawRow`.
    :param column: the :class:`Column`.
    :return: the typed value, ``column.default`` for an empty cell.
    :raises CellError: missing_value, formula_without_value, error_value, cell_too_long or a code of the type.
    """
    if isinstance(value, Fault):
        raise CellError(value.code)
    if isinstance(value, str):
        value = clean(value)
    if value is None or value == "":
        if column.required:
            raise CellError("missing_value")
        return column.default
    return _TYPES[column.type](value, column)
