"""Commission by sales brackets. Whole: the rate of the bracket reached holds for all sales. Marginal: each bracket's rate for its own part.

A bracket begins at ``from_fen`` (included) and ends where the next begins; the first begins at 0, so gaps and overlaps cannot be written, only
sheets that tell both ends can have them: :func:`check_brackets` refuses these.
"""
from dataclasses import dataclass

from odoo.addons.dealer_base.money import round_div

WHOLE, MARGINAL = "whole", "marginal"


@dataclass(frozen=True, slots=True)
class Bracket:
    """Sales from ``from_fen`` up to ``upto_fen`` (not included; None: without end) earn ``rate_bp``."""

    from_fen: int
    upto_fen: int | None
    rate_bp: int


@dataclass(frozen=True, slots=True)
class Scheme:
    """Brackets in ascending order and how they are read."""

    brackets: tuple
    mode: str = MARGINAL


def check_brackets(brackets) -> tuple:
    """Name what is wrong with brackets.

    :return: codes: none, first_not_zero, gap, overlap, empty, last_not_open, negative_rate; empty when they are right.
    """
    if not brackets:
        return ("none",)
    found = []
    if brackets[0].from_fen != 0:
        found.append("first_not_zero")
    for one, following in zip(brackets, brackets[1:], strict=False):
        if one.upto_fen is None or one.upto_fen > following.from_fen:
            found.append("overlap")
        elif one.upto_fen < following.from_fen:
            found.append("gap")
    if any(one.upto_fen is not None and one.upto_fen <= one.from_fen for one in brackets):
        found.append("empty")
    if brackets[-1].upto_fen is not None:
        found.append("last_not_open")
    if any(one.rate_bp < 0 for one in brackets):
        found.append("negative_rate")
    return tuple(dict.fromkeys(found))


def commission_of(scheme: Scheme, sales_fen: int, coefficient_bp: int = 10_000) -> int:
    """Give the commission on the sales of a whole month, rounded once, half away from zero.

    Sales below zero (more came back than went out) earn the rate of the first bracket, with their sign: nothing is clamped.

    :param sales_fen: settled sales less returns of the month, any sign.
    :param coefficient_bp: the KPI coefficient, 0 or more.
    :return: fen, with the sign of the sales.
    :raises ValueError: when the brackets have gaps or overlaps.
    """
    problems = check_brackets(scheme.brackets)
    if problems or coefficient_bp < 0:
        raise ValueError(", ".join(problems) or "negative coefficient")
    if sales_fen < 0:
        raw = sales_fen * scheme.brackets[0].rate_bp
    elif scheme.mode == WHOLE:
        reached = next(one for one in reversed(scheme.brackets) if sales_fen >= one.from_fen)
        raw = sales_fen * reached.rate_bp
    else:
        raw = sum((min(sales_fen, one.upto_fen if one.upto_fen is not None else sales_fen) - one.from_fen) * one.rate_bp
                  for one in scheme.brackets if sales_fen > one.from_fen)
    return round_div(raw * coefficient_bp, 10_000 * 10_000)
