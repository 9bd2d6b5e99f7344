"""Two differences at once: the carrier's weight in another region or by another price list."""
from .registry import register
from .version import version_found
from .zone import zone_found


@register(50, "weight_and_price")
def weight_and_price(line, sent, requote, rules, expected_fen):
    """Another region's or version's price at the billed weight is the billed amount."""
    if not line.weight_g or line.weight_g == sent.weight_g:
        return None
    found = zone_found(line, sent, requote, rules, line.weight_g) or version_found(line, sent, requote, rules, line.weight_g)
    return found and (("ours_g", sent.weight_g), ("billed_g", line.weight_g), *found)
