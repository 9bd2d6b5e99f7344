"""Rounding half away from zero on integers: the only rounding rule of the product (logistics.md 6.5)."""


def round_div(numerator: int, denominator: int) -> int:
    """Divide two integers and round half away from zero.

    :param numerator: any int.
    :param denominator: an int above zero.
    :return: the rounded quotient.
    :raises ValueError: if the denominator is not above zero.
    """
    if denominator <= 0:
        raise ValueError("denominator must be above zero")
    quotient = (2 * abs(numerator) + denominator) // (2 * denominator)
    return quotient if numerator >= 0 else -quotient


def percent_of(amount_fen: int, rate_bp: int) -> int:
    """Take a rate of an amount, rounded once to the fen, half away from zero.

    :param amount_fen: base in fen, any sign.
    :param rate_bp: rate in basis points (800 = 8 %), any sign.
    :return: fen.
    """
    return round_div(amount_fen * rate_bp, 10_000)
