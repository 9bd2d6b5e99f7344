"""Shops opened and alive, of those to be opened."""
from odoo.addons.dealer_base.money import round_div

from ..registry import register


@register("shop_count")
def shop_count(figures, _all_or_nothing):
    """actual shops / target shops; without a target nothing is reached."""
    return round_div(figures.actual * 10_000, figures.target) if figures.target > 0 else 0
