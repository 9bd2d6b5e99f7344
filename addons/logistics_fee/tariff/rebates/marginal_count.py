"""Parcels of each tier at its rate of the average freight of a parcel, rounded once."""
from odoo.addons.dealer_base.money import round_div

from ..units import PPM
from .registry import register, slices


@register("marginal_count", counts="parcels")
def marginal_count(rule, count, amount_fen):
    """Rates by parts of the parcels."""
    parts = slices(rule, count)
    return (round_div(amount_fen * sum(part * rate for part, rate in parts), PPM * count) if count else 0), parts
