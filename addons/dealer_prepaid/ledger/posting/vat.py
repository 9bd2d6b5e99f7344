"""Gross amounts into net and VAT, part by part: the gross stays, net is rounded, VAT is the rest."""
from collections.abc import Mapping

from odoo.addons.dealer_base.money import round_div

from .base import Leg, Terms, credit


def net_of(gross_fen: int, rate_bp: int) -> int:
    """Give the net amount of a gross one: round(gross / (1 + rate))."""
    return round_div(gross_fen * 10_000, 10_000 + rate_bp)


def income(parts: Mapping[str, int], terms: Terms) -> list[Leg]:
    """Credit the income of each part and the VAT of each rate.

    What is booked in parcels is rounded on what they come to together, so that their VAT adds up to that of the whole.

    :param parts: {part: gross fen}.
    :param terms: rates, roles, the VAT account of the moment, and what was booked of each part before.
    :return: legs that add up to the gross.
    """
    legs: list[Leg] = []
    taxes: dict[int, int] = {}
    for part, gross in parts.items():
        rate = terms.rate(part)
        before = terms.before.get(part, 0)
        net = net_of(before + gross, rate) - net_of(before, rate)
        legs.append(credit(terms.role(part), net, part=part, rate_bp=rate))
        taxes[rate] = taxes.get(rate, 0) + gross - net
    legs += [credit(terms.vat, fen, part="vat", rate_bp=rate) for rate, fen in sorted(taxes.items(), reverse=True)]
    return legs


def lowered(parts: Mapping[str, int], less_fen: int) -> dict[str, int]:
    """Take an amount off the parts in their order: gift money is a discount on the goods first.

    :param parts: {part: gross fen}.
    :param less_fen: fen, >= 0.
    :return: {part: gross fen} that is left.
    """
    left = {}
    for part, gross in parts.items():
        taken = min(max(gross, 0), less_fen)
        less_fen -= taken
        left[part] = gross - taken
    return left
