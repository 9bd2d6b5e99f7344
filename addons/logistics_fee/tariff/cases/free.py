"""Goods, destination, weight, and whether freight is free."""
from ..free import free_shipping, read_free
from ..units import fen, grams
from ..zones import chain_of
from .registry import differs, register


@register("free_shipping")
def check_free(case, file):
    """Ask the rule of the case."""
    found = free_shipping(
        read_free(case["rule"]), fen(case["goods"]), chain_of(case["code"]), grams(case["kg"]), int(case.get("pieces") or 0))
    return differs("free", case["expected"], found.free)
