"""A fixed amount per shipment, per parcel or per piece."""
from ..units import micro
from .registry import register


def _parse(row):
    return {"value": micro(row["value"]), "per": row.get("per") or "shipment"}


@register("fixed", _parse)
def fixed(params, shipment, parcels, scope):
    """Amount times shipment, parcels or pieces."""
    if params["per"] == "piece":
        count = shipment.options.get("pieces") or sum(parcel.pieces for parcel in parcels)
    else:
        count = len(parcels) if params["per"] == "parcel" or scope == "parcel" else 1
    return ((count, params["value"]),), 0, 0
