"""A fixed amount per shipment, per parcel or per piece."""
from ..units import micro
from .registry import register

# Options that are an amount, or a number of something else than pieces.
NO_PIECES = ("declared_value", "cod_amount", "floors")


def _parse(row):
    per = row.get("per") or "shipment"
    if per not in ("shipment", "parcel", "piece"):
        raise ValueError(f"a fixed amount is per shipment, parcel or piece, not per {per}")
    return {"value": micro(row["value"]), "per": per}


def _asked(shipment, option):
    """How many an option asks for (four cartons) where the surcharge hangs on it; None = it only says yes."""
    value = shipment.options.get(option) if option not in NO_PIECES else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


@register("fixed", _parse)
def fixed(params, shipment, parcels, scope):
    """Amount times shipment, parcels or pieces."""
    if params["per"] == "piece":
        pieces = shipment.options.get("pieces") or _asked(shipment, params.get("option"))
        count = pieces or sum(parcel.pieces for parcel in parcels)
    else:
        count = len(parcels) if params["per"] == "parcel" or scope == "parcel" else 1
    return ((count, params["value"]),), 0, 0
