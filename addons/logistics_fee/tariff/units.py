"""From what people write (kilograms, yuan, per cent, centimetres as decimal text) to exact integers.

Inside the core a weight is grams, a length millimetres, an amount fen. A price per step may be finer than a fen (0.0001 yuan
per gram exists in real contracts), so unit prices are ``micro``: millionths of a yuan, 10,000 to the fen. A rate of
something is ``ppm``: parts per million (8 % = 80,000).
"""
from decimal import Decimal, InvalidOperation

MICRO_PER_FEN = 10_000
PPM = 1_000_000


class UnitError(ValueError):
    """A value that is no number, or too fine for the unit it is turned into."""


def scaled(value, factor: int) -> int:
    """Multiply a decimal text exactly into an integer.

    :param value: int, Decimal or decimal text; a float is refused, because nobody knows what it was meant to be.
    :param factor: units of the result in one unit of the value.
    :return: the exact product.
    :raises UnitError: if the value is no finite number or the product is not whole.
    """
    if isinstance(value, bool | float):
        raise UnitError(f"{value!r} is not a decimal text")
    try:
        number = Decimal(value)
    except (InvalidOperation, TypeError, ValueError) as error:
        raise UnitError(f"{value!r} is not a number") from error
    if not number.is_finite() or abs(number) > Decimal(10) ** 12:
        raise UnitError(f"{value!r} is out of range")
    top, bottom = number.as_integer_ratio()
    whole, rest = divmod(top * factor, bottom)
    if rest:
        raise UnitError(f"{value!r} is too fine")
    return whole


def grams(kilograms) -> int:
    """:param kilograms: decimal text in kg. :return: grams, exact."""
    return scaled(kilograms, 1000)


def millimetres(centimetres) -> int:
    """:param centimetres: decimal text in cm. :return: millimetres, exact."""
    return scaled(centimetres, 10)


def fen(yuan) -> int:
    """:param yuan: decimal text in yuan. :return: fen, exact."""
    return scaled(yuan, 100)


def micro(yuan) -> int:
    """:param yuan: decimal text in yuan. :return: millionths of a yuan, exact."""
    return scaled(yuan, 1_000_000)


def ppm(percent) -> int:
    """:param percent: decimal text in per cent. :return: parts per million, exact."""
    return scaled(percent, 10_000)
