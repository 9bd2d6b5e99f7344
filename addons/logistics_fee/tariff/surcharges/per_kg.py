"""An amount per started step of weight, of each parcel concerned or of the whole shipment."""
from ..forms.bands import step_and_rate
from .registry import register


def _parse(row):
    step, rate = step_and_rate({"per_step": row["value"], "step_kg": row.get("step_kg")})
    return {"step_g": step, "rate": rate}


@register("per_kg", _parse)
def per_kg(params, shipment, parcels, scope):
    """Started steps of weight times the price of a step."""
    weights = [shipment.parcel_g(parcel) for parcel in parcels] if scope == "parcel" else [sum(shipment.billable_g)]
    return ((sum(-(-weight // params["step_g"]) for weight in weights), params["rate"]),), 0, 0
