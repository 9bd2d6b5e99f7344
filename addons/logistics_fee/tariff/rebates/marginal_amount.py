"""Each part of the freight at the rate of its own tier, rounded once."""
from .registry import register, rounded_rate, slices


@register("marginal_amount")
def marginal_amount(rule, count, amount_fen):
    """Rates by parts of the freight."""
    parts = slices(rule, amount_fen)
    return rounded_rate(sum(part * rate for part, rate in parts)), parts
