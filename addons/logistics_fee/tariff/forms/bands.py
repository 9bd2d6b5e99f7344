"""Ladder: fixed price up to a weight, or base + per_step / step_kg counted from over_kg."""
from ..source import Band
from ..units import grams, micro
from .registry import register, with_minimum


def step_and_rate(row) -> tuple[int, int]:
    """:return: (step in grams, rate in micro); a null step means the exact weight, priced per kg."""
    rate = micro(row["per_step"])
    if row.get("step_kg") is not None:
        return grams(row["step_kg"]), rate
    # Exact kilograms: one gram costs a thousandth; a rate too fine for that is refused by the division.
    if rate % 1000:
        raise ValueError("a price per exact kg may have at most three decimals")
    return 1, rate // 1000


@register("bands")
def compile_bands(source):
    """Rows ``to``, and ``fixed`` or ``base``, ``per_step``, ``step_kg``, ``over_kg``, each with an optional ``min_fee``."""
    out, lower = [], 0
    for row in source["bands"]:
        lower = grams(row["from"]) if row.get("from") is not None else lower
        upper = None if row.get("to") is None else grams(row["to"])
        if row.get("fixed") is not None:
            band = Band(lower, upper, micro(row["fixed"]))
        else:
            step, rate = step_and_rate(row)
            band = Band(lower, upper, micro(row.get("base") or 0), grams(row.get("over_kg") or 0), step, rate)
        out.extend(with_minimum(band, micro(row.get("min_fee") or source.get("min_fee") or 0)))
        lower = upper if upper is not None else lower
    return tuple(out), "g"
