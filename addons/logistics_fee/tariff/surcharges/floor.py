"""Carrying upstairs: an amount per floor and one per kilogram; the option ``floors`` says how many."""
from ..forms.bands import step_and_rate
from ..units import micro
from .registry import register


def _parse(row):
    step, rate = step_and_rate({"per_step": row.get("per_kg") or "0", "step_kg": row.get("step_kg")})
    return {"per_floor": micro(row["per_floor"]), "step_g": step, "rate": rate}


@register("floor", _parse)
def floor(params, shipment, parcels, scope):
    """Floors and started steps of weight; nothing without floors."""
    floors = shipment.options.get("floors")
    if not floors:
        return None
    steps = -(-sum(shipment.billable_g) // params["step_g"])
    return ((int(floors), params["per_floor"]), (steps, params["rate"])), 0, 0
