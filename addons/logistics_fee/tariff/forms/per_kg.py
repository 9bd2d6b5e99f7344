"""Per kilogram (started steps or exact), with an optional minimum fee and maximum weight."""
from .base_step import compile_base_step
from .registry import register


@register("per_kg")
def compile_per_kg(source):
    """``per_step``, ``step_kg`` (null = exact), ``min_fee``, ``max_kg``."""
    return compile_base_step({**source, "base": None, "over_kg": None})
