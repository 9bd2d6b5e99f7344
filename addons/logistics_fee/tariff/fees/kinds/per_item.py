"""An amount per unit."""
from .registry import register


@register("per_item")
def per_item(rule, base_fen, qty):
    return rule.value_fen * qty
