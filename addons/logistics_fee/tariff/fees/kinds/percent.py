"""A rate of the base."""
from odoo.addons.dealer_base.money import round_div

from ...units import PPM
from .registry import register


@register("percent")
def percent(rule, base_fen, qty):
    """The rate of the base, rounded once."""
    return round_div(base_fen * rule.rate_ppm, PPM)
