"""A KPI sheet: weighted results make a coefficient."""
from dataclasses import dataclass

from odoo.addons.dealer_base.money import round_div


@dataclass(frozen=True, slots=True)
class Weighted:
    """The result of an indicator and its weight, both in basis points."""

    result_bp: int
    weight_bp: int


def check_weights(weights_bp) -> bool:
    """Say whether weights are positive and sum to exactly 100 %."""
    weights = list(weights_bp)
    return bool(weights) and all(weight > 0 for weight in weights) and sum(weights) == 10_000


def coefficient_bp(lines) -> int:
    """Give the coefficient of a sheet: the weighted sum, rounded once.

    :raises ValueError: when the weights do not sum to 100 %.
    """
    lines = list(lines)
    if not check_weights(line.weight_bp for line in lines):
        raise ValueError("weights must sum to 100 %")
    return round_div(sum(line.result_bp * line.weight_bp for line in lines), 10_000)


def low_streak(coefficients_bp, limit_bp: int = 6_000) -> int:
    """Give the number of months in a row, up to the last, below a limit. It is shown, nothing follows by itself: people decide.

    :param coefficients_bp: by month, the last one last.
    """
    streak = 0
    for value in reversed(list(coefficients_bp)):
        if value >= limit_bp:
            break
        streak += 1
    return streak
