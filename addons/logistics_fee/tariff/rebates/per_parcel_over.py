"""A fixed amount for each parcel above a number."""
from .registry import register


@register("per_parcel_over", counts="parcels")
def per_parcel_over(rule, count, amount_fen):
    """Parcels above the number times the amount."""
    more = max(count - rule.over, 0)
    return more * rule.fee_fen, ((more, rule.fee_fen),)
