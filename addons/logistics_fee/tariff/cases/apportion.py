"""An amount over the parts of an order, each the growth of the rounded running total."""
from odoo.addons.dealer_base.money import apportion

from .registry import differs, register


@register("apportion")
def check_apportion(case, file):
    """Split the amount; the parts add up to it."""
    parts = apportion(case["total_fen"], case["weights"])
    return differs("parts", case["expected_fen"], parts) + differs("sum of the parts", case["total_fen"], sum(parts))
