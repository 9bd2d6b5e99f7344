"""A rate of a declared amount (insured value, cash on delivery), the amount optionally capped."""
from ..units import fen, ppm
from .registry import register


def _parse(row):
    params = {"rate_ppm": ppm(row["value"]), "of": row["of"]}
    if row.get("value_cap") is not None:
        params["cap_fen"] = fen(row["value_cap"])
    return params


@register("value_percent", _parse)
def value_percent(params, shipment, parcels, scope):
    """The rate of the declared amount, up to its cap."""
    value = shipment.options.get(params["of"])
    if not value:
        return None
    return (), min(value, params.get("cap_fen", value)), params["rate_ppm"]
