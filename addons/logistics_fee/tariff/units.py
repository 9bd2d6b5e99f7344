"""From what people write (kilograms, yuan, per cent, centimetres as decimal text) to exact integers.

Inside the core a weight is grams, a length millimetres, an amount fen. A price per step may be finer than a fen (0.0001 yuan
per gram exists in real contracts), so unit prices are ``micro``: millionths of a yuan, 10,000 to the fen. A rate of
something is ``ppm``: parts per million (8 % = 80,000).
"""
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import lru_cache

MICRO_PER_FEN = 10_000
PPM = 1_000_000
LARGEST = Decimal(10) ** 12
# Grams in one unit of weight, as a fraction so that milligrams count too.
WEIGHT_UNITS = {
    "g": (1, 1), "kg": (1_000, 1), "t": (1_000_000, 1), "mg": (1, 1_000), "jin": (500, 1), "liang": (50, 1),
}
# A product with more digits than this would be rounded silently; it raises instead.
_EXACT = Context(prec=60, traps=[InvalidOperation, Inexact])


class UnitError(ValueError):
    """A value that is no number, or too fine for the unit it is turned into."""


def scaled(value, factor: int) -> int:
    """Multiply a decimal text exactly into an integer.

    :param value: int, Decimal or decimal text; a float is refused, because nobody knows what it was meant to be.
    :param factor: units of the result in one unit of the value.
    :return: the exact product.
    :raises UnitError: if the value is no finite number or the product is not whole.
    """
    if isinstance(value, str):
        return _scaled_text(value, factor)
    if isinstance(value, bool | float):
        raise UnitError(f"{value!r} is not a decimal text")
    return _scaled(value, factor)


def _scaled(value, factor: int) -> int:
    try:
        number = Decimal(value)
        if not number.is_finite() or abs(number) > LARGEST:
            raise UnitError(f"{value!r} is out of range")
        product = _EXACT.multiply(number, factor)
    except (InvalidOperation, TypeError, ValueError) as error:
        raise error if isinstance(error, UnitError) else UnitError(f"{value!r} is not a number") from error
    except Inexact as error:
        raise UnitError(f"{value!r} is too fine") from error
    whole = int(product)
    if whole != product:
        raise UnitError(f"{value!r} is too fine")
    return whole


# A price list says the same few numbers over and over.
_scaled_text = lru_cache(maxsize=16_384)(_scaled)


def weight(value, unit: str) -> int:
    """Turn the weight of one product into grams, before any quantity is multiplied (3 x 0.1 kg are 300 g).

    :param value: decimal text. :param unit: a name of :data:`WEIGHT_UNITS`.
    :return: grams, exact.
    :raises UnitError: for an unknown unit or a fraction of a gram.
    """
    if unit not in WEIGHT_UNITS:
        raise UnitError(f"{unit!r} is no unit of weight")
    top, bottom = WEIGHT_UNITS[unit]
    whole, rest = divmod(scaled(value, top), bottom)
    if rest:
        raise UnitError(f"{value!r} {unit} is too fine")
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
