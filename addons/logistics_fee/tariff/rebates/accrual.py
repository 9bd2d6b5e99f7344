"""A month's accrued rebate beside what the carrier credited."""
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Accrual:
    """:ivar result: matched | credited_less | credited_more | not_credited | not_expected. :ivar diff_fen: credited less
    accrued."""

    result: str
    accrued_fen: int
    credited_fen: int
    diff_fen: int


def compare(accrued_fen: int, credited_fen: int | None, tolerance_fen: int = 0) -> Accrual:
    """:param credited_fen: the carrier's credit, None = none came. :return: Accrual."""
    credited = credited_fen or 0
    diff = credited - accrued_fen
    if abs(diff) <= tolerance_fen:
        result = "matched"
    elif not credited:
        result = "not_credited"
    elif not accrued_fen:
        result = "not_expected"
    else:
        result = "credited_less" if diff < 0 else "credited_more"
    return Accrual(result, accrued_fen, credited, diff)
