"""The whole freight at the rate of the tier the number of parcels lies in."""
from .registry import register, rounded_rate, tier_of


@register("whole_percent", counts="parcels")
def whole_percent(rule, count, amount_fen):
    """One rate for the month, by its parcels."""
    rate = tier_of(rule, count).rate_ppm
    return rounded_rate(amount_fen * rate), ((amount_fen, rate),)
