"""A table over a declared amount: fixed up to a value (included), or a rate of the value."""
from ..units import fen, micro, ppm
from .registry import register


def _parse(row):
    table = tuple(
        (None if tier.get("to") is None else fen(tier["to"]), micro(tier.get("fixed") or 0), ppm(tier.get("percent") or 0))
        for tier in row["table"]
    )
    return {"table": table, "of": row["of"]}


@register("value_table", _parse)
def value_table(params, shipment, parcels, scope):
    """The tier the declared amount lies in, its upper bound included."""
    value = shipment.options.get(params["of"])
    if not value:
        return None
    for upto_fen, fixed, rate_ppm in params["table"]:
        if upto_fen is None or value <= upto_fen:
            return (((1, fixed),) if fixed else ()), (value if rate_ppm else 0), rate_ppm
    return None
