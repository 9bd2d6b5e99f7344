"""One person's month: settled lines in any order and cut, the commission on their sum, claw-backs of earlier months, what is carried on."""
from dataclasses import dataclass

from .brackets import Scheme, commission_of


@dataclass(frozen=True, slots=True)
class Line:
    """A settled line credited to the person.

    :param amount_fen: goods amount, negative for a return.
    :param origin: None for a sale or a return within the month; for the return of an earlier month's sale the key of that month.
    """

    amount_fen: int
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a month; amounts in fen.

    :param sales_fen: sales less returns of this month's own sales.
    :param commission_fen: commission on these sales.
    :param claw_back_fen: what returns of earlier months take back, zero or less.
    :param carried_in_fen: negative rest of the month before, zero or less.
    :param payable_fen: what is paid, zero or more.
    :param carried_out_fen: negative rest that the next month takes in, zero or less.
    """

    sales_fen: int
    commission_fen: int
    claw_back_fen: int
    carried_in_fen: int
    payable_fen: int
    carried_out_fen: int


def run_month(scheme: Scheme, lines, coefficient_bp: int = 10_000, past: dict | None = None, carried_in_fen: int = 0) -> Result:
    """Work out a month.

    A return of an earlier month's sale takes back exactly what that sale earned: the commission of that month is worked out anew without it, with that
    month's scheme and coefficient. So a full refund nets to zero over both runs, in whatever bracket it was.

    :param lines: iterable of :class:`Line`.
    :param coefficient_bp: KPI coefficient of this month.
    :param past: month key -> (Scheme, coefficient_bp, sales_fen left in that month before these returns).
    :param carried_in_fen: zero or less.
    :raises KeyError: when a line names a month that ``past`` lacks.
    :raises ValueError: when something positive is carried in.
    """
    if carried_in_fen > 0:
        raise ValueError("only what is owed is carried")
    sales, back = 0, {}
    for line in lines:
        if line.origin is None:
            sales += line.amount_fen
        else:
            back[line.origin] = back.get(line.origin, 0) + line.amount_fen
    claw = 0
    for origin, amount in back.items():
        old_scheme, old_bp, left = (past or {})[origin]
        claw += commission_of(old_scheme, left + amount, old_bp) - commission_of(old_scheme, left, old_bp)
    commission = commission_of(scheme, sales, coefficient_bp)
    balance = commission + claw + carried_in_fen
    return Result(sales, commission, claw, carried_in_fen, max(0, balance), min(0, balance))
