"""The whole freight at the rate of the tier it lies in."""
from .registry import register, rounded_rate, tier_of


@register("whole_amount")
def whole_amount(rule, count, amount_fen):
    """One rate for the month, by its freight."""
    rate = tier_of(rule, amount_fen).rate_ppm
    return rounded_rate(amount_fen * rate), ((amount_fen, rate),)
