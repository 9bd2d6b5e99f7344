"""The one place where amounts of the database or of a sheet become fen and back."""
from decimal import Decimal, InvalidOperation

from .rounding import round_div


class AmountError(ValueError):
    """A value that is no finite amount of money, or has more than two decimals where none may be lost."""


def to_fen(value, *, exact: bool = False) -> int:
    """Turn an amount in yuan into fen, half away from zero.

    A float is read through its shortest decimal form, so the 0.29 that PostgreSQL's 0.29 became is 29 fen.

    :param value: int, float, Decimal or decimal text, in yuan.
    :param exact: refuse a value with a fraction of a fen instead of rounding it; for what people type.
    :return: fen.
    :raises AmountError: on NaN, infinity, text that is no number, or (``exact``) a fraction of a fen.
    """
    if isinstance(value, bool):
        raise AmountError(f"{value!r} is not an amount")
    try:
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    except (InvalidOperation, TypeError, ValueError) as error:
        raise AmountError(f"{value!r} is not an amount") from error
    if not number.is_finite() or abs(number) > Decimal(10) ** 15:
        raise AmountError(f"{value!r} is not an amount")
    top, bottom = number.as_integer_ratio()
    if exact and top * 100 % bottom:
        raise AmountError(f"{value!r} has a fraction of a fen")
    return round_div(top * 100, bottom)


def from_fen(amount_fen: int) -> Decimal:
    """Turn fen into yuan with two decimals, exactly; what Monetary fields and SQL are given.

    :param amount_fen: fen, any sign.
    :return: a Decimal with exponent -2.
    """
    return Decimal(amount_fen).scaleb(-2)


def yuan(amount_fen: int) -> str:
    """Write fen for a sentence that a person reads: ``132_50`` -> ``"132.50"``, with thousands separators.

    :param amount_fen: fen, any sign.
    :return: text such as ``-1,234.50``.
    """
    return f"{from_fen(amount_fen):,.2f}"
