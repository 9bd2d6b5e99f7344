"""First and continued weight: a price up to the first weight, then one or more tiers of started steps."""
from ..source import Band
from ..units import grams, micro
from .bands import step_and_rate
from .registry import register


@register("first_continue")
def compile_first_continue(source):
    """``first_kg``, ``first_fee`` and tiers ``continue`` of ``to``, ``step_kg``, ``fee``."""
    lower, base = grams(source["first_kg"]), micro(source["first_fee"])
    out = [Band(0, lower, base)]
    for tier in source.get("continue") or ():
        upper = None if tier.get("to") is None else grams(tier["to"])
        step, rate = step_and_rate({"per_step": tier["fee"], "step_kg": tier.get("step_kg")})
        band = Band(lower, upper, base, lower, step, rate)
        out.append(band)
        if upper is not None:
            # The next tier goes on from what this tier costs at its end.
            lower, base = upper, band.price_micro(upper)
    return tuple(out), "g"
