"""Amounts with and without tax; a contract says which of the two it means, a bill may mean the other."""
from odoo.addons.dealer_base.money import round_div

from .units import PPM


def net_of(gross_fen: int, tax_ppm: int) -> int:
    """:return: the amount without tax, rounded once."""
    return round_div(gross_fen * PPM, PPM + tax_ppm)


def gross_of(net_fen: int, tax_ppm: int) -> int:
    """:return: the amount with tax, rounded once."""
    return round_div(net_fen * (PPM + tax_ppm), PPM)


def on_basis(amount_fen: int, is_gross: bool, wanted_gross: bool, tax_ppm: int) -> int:
    """Bring an amount to the basis it is compared on.

    :param is_gross: what the amount is. :param wanted_gross: what it shall be. :return: fen.
    """
    if is_gross == wanted_gross:
        return amount_fen
    return gross_of(amount_fen, tax_ppm) if wanted_gross else net_of(amount_fen, tax_ppm)
