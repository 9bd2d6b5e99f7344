"""Rates by size of the base: the whole base at the rate of its tier, or each part at its own."""
from odoo.addons.dealer_base.money import round_div

from ...units import PPM
from .registry import register


@register("tier_whole")
def tier_whole(rule, base_fen, qty):
    """The whole base at the rate of the tier it lies in."""
    for tier in rule.tiers:
        if tier.upto_fen is None or base_fen <= tier.upto_fen:
            return round_div(base_fen * tier.rate_ppm, PPM)
    return round_div(base_fen * rule.tiers[-1].rate_ppm, PPM)


@register("tier_marginal")
def tier_marginal(rule, base_fen, qty):
    """Each part of the base at the rate of its own tier, rounded once."""
    top, lower = 0, 0
    for tier in rule.tiers:
        upper = base_fen if tier.upto_fen is None else min(base_fen, tier.upto_fen)
        top += max(upper - lower, 0) * tier.rate_ppm
        lower = max(upper, lower)
    return round_div(top, PPM)
