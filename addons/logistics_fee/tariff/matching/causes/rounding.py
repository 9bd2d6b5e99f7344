"""The carrier rounded to whole or tenths of a yuan where the contract does not."""
from odoo.addons.dealer_base.money import round_div

from .registry import register


@register(70, "rounding_diff")
def rounding_diff(line, sent, requote, rules, expected_fen):
    """The expected amount, rounded, is the billed amount."""
    for unit in (10, 100):
        if line.fen == round_div(expected_fen, unit) * unit or line.fen == -(-expected_fen // unit) * unit:
            return (("unit_fen", unit),)
    return None
