"""The price of parcels that travel together, line by line on each of them."""
from collections.abc import Mapping, Sequence
from datetime import date

from odoo.addons.dealer_base.money import allocate

from .compile import Tariff
from .parcel import Parcel
from .quote import NO_OPTIONS, Quote, quote_tariff


def shares(
    tariff: Tariff, quote: Quote, parcels: Sequence[Parcel], chain: tuple, on_date: date, options: Sequence[Mapping] = (),
) -> list[dict]:
    """Split a price over its parcels: each line in proportion to what the parcel would pay of it alone, else by weight.

    What is priced per parcel so lies with the parcel it comes from, to the fen; what is charged once a shipment is divided.

    :param tariff: the tariff that gave the price. :param quote: the price of all parcels. :param parcels: the parcels, as quoted.
    :param chain: division codes of the destination. :param on_date: shipping date.
    :param options: what each parcel alone asks for, same order; empty = nothing.
    :return: one dict code -> fen per parcel; each line adds up over the parcels.
    """
    if len(parcels) == 1:
        return [_lines(quote)]
    alone = [
        _lines(quote_tariff(tariff, [parcel], chain, on_date, own)) for parcel, own in zip(parcels, options or [NO_OPTIONS] * len(parcels), strict=True)]
    weights = [parcel.weight_g for parcel in parcels]
    out: list[dict] = [{} for _parcel in parcels]
    for code, fen in _lines(quote).items():
        wanted = [abs(lines.get(code, 0)) for lines in alone]
        for own, part in zip(out, allocate(fen, wanted if any(wanted) else weights), strict=True):
            own[code] = part
    return out


def _lines(quote) -> dict:
    """:return: code -> fen; nothing of a refusal."""
    lines: dict = {}
    for code, fen in quote.lines if quote.ok else ():
        lines[code] = lines.get(code, 0) + fen
    return lines
