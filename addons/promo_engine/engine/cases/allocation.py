"""An amount split over weights, with or without limits."""
from odoo.addons.dealer_base.money import allocate

from ..spread import spread
from .registry import differs, register


@register("allocation")
def check_allocation(case, expected):
    """Whole units in, whole units out."""
    row = case["allocation"]
    total, weights, caps = int(row["total"]), [int(weight) for weight in row["weights"]], row.get("caps")
    if caps is None:
        found = spread(total, weights) if total >= 0 or not any(weights) else allocate(total, weights)
    else:
        found = spread(total, weights, [weights[k] if cap is None else int(cap) for k, cap in enumerate(caps)])
    return differs("shares", [int(share) for share in expected["shares"]], found)
