"""The bill is without tax, or with a tax our contract includes."""
from odoo.addons.dealer_base.money import round_div

from ...units import PPM
from .registry import near, register


@register(60, "tax_diff")
def tax_diff(line, sent, requote, rules, expected_fen):
    """The expected amount without or with the tax is the billed amount."""
    if not rules.tax_ppm:
        return None
    net = round_div(expected_fen * PPM, PPM + rules.tax_ppm)
    gross = round_div(expected_fen * (PPM + rules.tax_ppm), PPM)
    if near(net, line, rules) or near(gross, line, rules):
        return (("tax_ppm", rules.tax_ppm), ("billed", "net" if near(net, line, rules) else "gross"))
    return None
