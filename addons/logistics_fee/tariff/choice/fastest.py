"""The fewest promised days; of equal days the cheaper, then the preferred one."""
from .registry import days_of, liking, register


@register("fastest")
def fastest(policy, candidates, context):
    """By promised days."""
    return sorted(candidates, key=lambda c: (days_of(c), c.fen, *liking(policy, c)))
