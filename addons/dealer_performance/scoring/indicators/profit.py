"""Profit: gross profit for each yuan of expense, of the ratio that was asked for."""
from odoo.addons.dealer_base.money import round_div

from ..registry import register


@register("profit")
def profit(figures, _all_or_nothing):
    """(gross profit / expense) / target ratio; ``actual`` gross profit, ``base`` expense, ``target`` the ratio in basis points."""
    if figures.base <= 0 or figures.target <= 0:
        return 0
    return round_div(figures.actual * 10_000 * 10_000, figures.base * figures.target)
