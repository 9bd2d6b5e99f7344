"""A margin that must be reached: passed or not, or pro rata, as the scheme says."""
from odoo.addons.dealer_base.money import round_div

from ..registry import register


@register("threshold")
def threshold(figures, all_or_nothing):
    """actual / base against ``target`` (basis points): 1 when reached, else 0 or the share."""
    if figures.base <= 0 or figures.target <= 0:
        return 0
    if figures.actual * 10_000 >= figures.target * figures.base:
        return 10_000
    return 0 if all_or_nothing else round_div(figures.actual * 10_000 * 10_000, figures.base * figures.target)
