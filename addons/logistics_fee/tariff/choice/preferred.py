"""The first carrier of a list that is not dearer than the cheapest by more than a premium; else the cheapest."""
from .cheapest import cheapest
from .registry import register


@register("preferred")
def preferred(policy, candidates, context):
    """By the list, within the premium."""
    ranked = cheapest(policy, candidates, context)
    limit = None if policy.premium_fen is None or not ranked else ranked[0].fen + policy.premium_fen
    liked = [
        candidate for carrier in policy.prefer for candidate in ranked
        if candidate.carrier == carrier and (limit is None or candidate.fen <= limit)]
    return [*liked, *(candidate for candidate in ranked if candidate not in liked)]
