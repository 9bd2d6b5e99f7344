"""Base and step: one formula for every weight, ``base + ceil((w - over) / step) * per_step``, with an optional minimum."""
from ..source import Band
from ..units import grams, micro
from .bands import step_and_rate
from .registry import register, with_minimum


@register("base_step")
def compile_base_step(source):
    """``base``, ``per_step``, ``step_kg``, ``over_kg``, ``min_fee``, ``max_kg``."""
    step, rate = step_and_rate(source)
    upper = None if source.get("max_kg") is None else grams(source["max_kg"])
    band = Band(0, upper, micro(source.get("base") or 0), grams(source.get("over_kg") or 0), step, rate)
    return with_minimum(band, micro(source.get("min_fee") or 0)), "g"
