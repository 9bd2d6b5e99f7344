"""Integer, decimal, money in fen, weight in grams, rate in basis points. No float leaves this file."""
import re
from datetime import datetime
from decimal import Decimal

from ..errors import CellError
from .registry import register_cell_type

_PLAIN = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_COMMA = re.compile(r"\d+,\d+")
_NEGATIVE = re.compile(r"(?:-|\u2212)\s*[\d.,]+|\([\d.,]+\)")
_FOREIGN = re.compile(r"\$|€|£|USD|HKD|EUR|JPY|TWD|US\$", re.I)
_MONEY_PREFIX = re.compile(r"^(?:¥|￥|RMB|CNY)\s*", re.I)
_MONEY_SUFFIX = re.compile(r"\s*(?:元整|元(?:/(?:kg|公斤|千克|票|件|单))?|块|RMB|CNY)$", re.I)
_KG_SUFFIX = re.compile(r"\s*(?:kgs?|公斤|千克)$", re.I)
_OTHER_UNIT = re.compile(r"\d\s*(?:g|克|斤|lb|磅|吨|t)$", re.I)
MAX_FEN = 10**11


def to_decimal(value, *, negative=False) -> Decimal:
    """Read a number strictly: digits with one dot, a comma only between groups of three.

    :param value: int, float or cleaned text.
    :param negative: accept a leading minus.
    :raises CellError: not_a_number, ambiguous_number, negative_value, value_too_large.
    """
    if isinstance(value, (bool, datetime)):
        raise CellError("not_a_number")
    if isinstance(value, (int, float)):
        number = Decimal(repr(value))
        if number < 0 and not negative:
            raise CellError("negative_value")
        return number
    text = value
    sign = 1
    if _NEGATIVE.fullmatch(text):
        if not negative or text.startswith("("):
            raise CellError("negative_value")
        sign, text = -1, text[1:].strip()
    if len(text) > 30:
        raise CellError("value_too_large")
    if not text.isascii():
        raise CellError("not_a_number")
    if _PLAIN.fullmatch(text):
        return sign * Decimal(text)
    if _GROUPED.fullmatch(text):
        return sign * Decimal(text.replace(",", ""))
    raise CellError("ambiguous_number" if _COMMA.search(text) else "not_a_number")


def _bounded(number, column):
    if column.minimum is not None and number < column.minimum:
        raise CellError("zero_value" if number == 0 else "value_too_small", limit=column.minimum)
    if column.maximum is not None and number > column.maximum:
        raise CellError("value_too_large", limit=column.maximum)
    return number


def _scaled(number, scale, code, column):
    whole = number.scaleb(scale)
    if whole != whole.to_integral_value():
        raise CellError(code)
    return _bounded(int(whole), column)


def parse_integer(value, column):
    """A whole number; negative only if ``minimum`` is negative."""
    number = to_decimal(value, negative=column.minimum is not None and column.minimum < 0)
    return _scaled(number, 0, "not_whole", column)


def parse_decimal(value, column):
    """An exact Decimal."""
    return _bounded(to_decimal(value, negative=column.minimum is not None and column.minimum < 0), column)


def parse_money(value, column):
    """An amount in yuan -> fen. Floats of Excel are read through their shortest form and must be whole fen."""
    if isinstance(value, str):
        if _FOREIGN.search(value):
            raise CellError("wrong_currency")
        value = _MONEY_SUFFIX.sub("", _MONEY_PREFIX.sub("", value))
    elif isinstance(value, float):
        value = round(Decimal(repr(value)), 9).normalize()
        value = format(value, "f")
    number = to_decimal(value, negative=column.minimum is not None and column.minimum < 0)
    if abs(number) >= MAX_FEN // 100:
        raise CellError("value_too_large", limit=MAX_FEN // 100)
    return _scaled(number, 2, "fraction_of_fen", column)


def parse_weight(value, column):
    """A weight in kilograms -> grams; another unit in the cell is an error, not a conversion."""
    if isinstance(value, str):
        stripped = _KG_SUFFIX.sub("", value)
        if stripped == value and _OTHER_UNIT.search(value):
            raise CellError("wrong_unit", unit="kg")
        value = stripped
    elif isinstance(value, float):
        value = format(round(Decimal(repr(value)), 9).normalize(), "f")
    number = to_decimal(value)
    if number >= 100_000:
        raise CellError("value_too_large", limit=100_000)
    return _scaled(number, 3, "fraction_of_gram", column)


def parse_percent(value, column):
    """A rate -> basis points: ``5%`` as text is 500; a number cell 0.05 (shown as 5 %) is 500; above 1 is refused."""
    if isinstance(value, str) and value.endswith("%"):
        return _scaled(to_decimal(value[:-1].strip()), 2, "fraction_of_bp", column)
    number = to_decimal(value)
    if number > 1:
        raise CellError("percent_sign_missing")
    return _scaled(round(number, 9), 4, "fraction_of_bp", column)


register_cell_type("integer", parse_integer)
register_cell_type("decimal", parse_decimal)
register_cell_type("money", parse_money)
register_cell_type("weight", parse_weight)
register_cell_type("percent", parse_percent)
