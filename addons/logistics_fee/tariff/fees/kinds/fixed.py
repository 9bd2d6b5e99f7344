"""A fixed amount, whatever the base."""
from .registry import register


@register("fixed")
def fixed(rule, base_fen, qty):
    return rule.value_fen
