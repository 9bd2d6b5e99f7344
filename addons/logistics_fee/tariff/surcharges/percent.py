"""A rate of earlier lines, named by their codes: fuel, peak, discount (a negative rate)."""
from ..units import ppm
from .registry import register


def _parse(row):
    return {"rate_ppm": ppm(row["value"]), "base": tuple(row.get("base") or ("freight",))}


@register("percent", _parse)
def percent(params, shipment, parcels, scope):
    """The rate of the lines named in ``base`` that exist so far."""
    return (), sum(shipment.lines.get(code, 0) for code in params["base"]), params["rate_ppm"]
