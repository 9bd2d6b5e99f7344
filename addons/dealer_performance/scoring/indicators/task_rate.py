"""Task rate: what was sold, of what was to be sold."""
from odoo.addons.dealer_base.money import round_div

from ..registry import register


@register("task_rate")
def task_rate(figures, _all_or_nothing):
    """actual / target; without a target nothing is reached."""
    return round_div(figures.actual * 10_000, figures.target) if figures.target > 0 else 0
