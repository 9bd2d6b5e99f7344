"""An amount per unit."""
from .registry import register


@register("per_item")
def per_item(rule, base_fen, qty):
    """The amount of the rule for each unit."""
    return rule.value_fen * qty
