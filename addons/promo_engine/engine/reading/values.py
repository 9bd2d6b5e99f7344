"""One reader and one writer for every declared dataclass."""
from dataclasses import MISSING, fields
from decimal import Decimal, InvalidOperation
from functools import cache

from .fields import Unreadable

SUFFIX = {"fen": "_fen", "bp": "_bp"}
IGNORED = frozenset({"type", "note", "notes", "title", "comment", "description"})


@cache
def _layout(cls):
    """[(attribute, name in rows, unit, metadata, has a default)] of a dataclass."""
    found = []
    for item in fields(cls):
        unit = item.metadata.get("unit")
        if unit is None:
            continue
        name = item.metadata.get("key") or item.name.removesuffix(SUFFIX.get(unit, "\0"))
        found.append((item.name, name, unit, item.metadata, item.default is not MISSING))
    return tuple(found)


def scaled(value, digits, place, name):
    """Turn a decimal text into a whole number of its smallest unit.

    :param value: decimal text or int.
    :param digits: decimals of the unit: 2 for fen and for basis points of a percentage.
    :raises Unreadable: for no number, or for more decimals than the unit has.
    """
    try:
        if isinstance(value, bool):
            raise InvalidOperation
        exact = Decimal(str(value)).scaleb(digits)
        if not exact.is_finite() or abs(exact) > Decimal(10) ** 18:
            raise InvalidOperation
    except InvalidOperation:
        raise Unreadable(place, name, f"{value!r} is no number") from None
    if exact != exact.to_integral_value():
        raise Unreadable(place, name, f"{value!r} has more than {digits} decimals")
    return int(exact)


def whole(value, place, name, least=None):
    """:return: an int. :raises Unreadable: for anything else, or below ``least``."""
    if isinstance(value, str):
        value = scaled(value, 0, place, name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unreadable(place, name, f"{value!r} is no whole number")
    if least is not None and value < least:
        raise Unreadable(place, name, f"{value} is below {least}")
    return value


def words(value, place, name):
    """:return: a tuple of texts. :raises Unreadable: when it is no list of texts."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, (list, tuple, set, frozenset)) or any(isinstance(v, (dict, list, bool)) or v is None for v in value):
        raise Unreadable(place, name, f"{value!r} is no list of texts")
    return tuple(str(v) for v in value)


def _convert(unit, meta, value, place, name, decimals):
    if unit in SUFFIX:
        return scaled(value, decimals if unit == "fen" else 2, place, name)
    if unit == "int":
        return whole(value, place, name, meta["least"])
    if unit == "texts":
        return words(value, place, name)
    if unit == "flag":
        if not isinstance(value, bool):
            raise Unreadable(place, name, f"{value!r} is neither true nor false")
        return value
    if unit == "choice":
        if value not in meta["choices"]:
            raise Unreadable(place, name, f"{value!r} is none of {', '.join(map(str, meta['choices']))}")
        return value
    if unit == "own":
        return meta["read"](value, place, decimals) if meta["read"] else value
    if isinstance(value, (dict, list)):
        raise Unreadable(place, name, f"{value!r} is no text")
    return str(value)


def read_row(cls, row, place, decimals=2):
    """Read a declared dataclass.

    A class may have ``prepare(row, place, decimals) -> row`` for fields whose form depends on other fields.

    :param row: mapping; money either exact (``cap_fen``: 500) or as text (``cap``: "5.00").
    :param place: what the row is, for the error.
    :param decimals: decimals of the money.
    :return: the instance.
    :raises Unreadable: on a missing, unknown or impossible field.
    """
    if not isinstance(row, dict):
        raise Unreadable(place, "", f"{row!r} is no object")
    if hasattr(cls, "prepare"):
        row = cls.prepare(row, place, decimals)
    values, known = {}, set(IGNORED)
    for attribute, name, unit, meta, optional in _layout(cls):
        known |= {attribute, name}
        if unit in SUFFIX and row.get(attribute) is not None:
            values[attribute] = whole(row[attribute], place, attribute)
        elif row.get(name) is not None:
            values[attribute] = _convert(unit, meta, row[name], place, name, decimals)
        elif row.get(attribute) is not None:
            values[attribute] = _convert(unit, meta, row[attribute], place, attribute, decimals)
        elif not optional:
            raise Unreadable(place, name, "is missing")
    unknown = sorted(set(row) - known)
    if unknown:
        raise Unreadable(place, unknown[0], "is not known here")
    return cls(**values)


def to_row(item):
    """The row of a declared dataclass, exact and without what is at its default: what is stored and hashed."""
    row = {}
    for attribute, _name, unit, meta, optional in _layout(type(item)):
        value = getattr(item, attribute)
        if optional and value == _default(type(item), attribute):
            continue
        if unit == "own" and meta["write"]:
            value = meta["write"](value)
        elif unit == "texts":
            value = list(value)
        row[attribute] = value
    return row


@cache
def _default(cls, attribute):
    return next(item.default for item in fields(cls) if item.name == attribute)
