"""A fixed amount, whatever the base."""
from .registry import register


@register("fixed")
def fixed(rule, base_fen, qty):
    """The amount of the rule, whatever the event."""
    return rule.value_fen
