"""A month's parcels and freight, and what the carrier gives back."""
from ..rebates import read_rebate, rebate
from .registry import differs, register


@register("rebate")
def check_rebate(case, file):
    """Compute the month."""
    rule = read_rebate(file.table("rebate_rules", case["rule"]))
    return differs("rebate", case["expected_fen"], rebate(rule, case["count"], case["amount_fen"]).fen)
