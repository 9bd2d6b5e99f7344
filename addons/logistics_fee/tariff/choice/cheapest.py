"""The lowest price; of equal prices the faster, then the preferred one."""
from .registry import days_of, liking, register


@register("cheapest")
def cheapest(policy, candidates, context):
    """By price."""
    return sorted(candidates, key=lambda c: (c.fen, days_of(c), *liking(policy, c)))
