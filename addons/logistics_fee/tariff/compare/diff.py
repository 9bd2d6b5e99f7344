"""What differs between two tariffs, by region and not by zone code, because a new sheet cuts its zones anew."""
from dataclasses import asdict
from typing import NamedTuple

from ..source import TariffSource

SETTINGS = ("weight", "volumetric", "aggregate", "rounding_mode", "rounding_unit_fen", "currency")
DEFAULT = ""


class Change(NamedTuple):
    """One difference.

    :ivar kind: price | priced | unpriced | transit | served | not_served | setting | surcharge | surcharge_added |
        surcharge_removed.
    :ivar divisions: codes it is about, ``""`` = all other regions (the default zone). :ivar name: setting or surcharge.
    :ivar before, after: (per, bands) of a price, else the values.
    """

    kind: str
    divisions: tuple
    name: str
    before: object
    after: object


def _prices(source: TariffSource) -> dict:
    """:return: division code -> ((per, bands), transit days) of the zone that prices it."""
    out: dict = {}
    for zone in source.zones:
        bands = tuple(sorted(zone.bands, key=lambda band: (band.from_g, band.upto_g is None, band.upto_g or 0)))
        price = (zone.per, bands), zone.transit_days and (*zone.transit_days, *(("working",) if zone.working else ()))
        for code in (*zone.include, *((DEFAULT,) if zone.is_default else ())):
            out.setdefault(code, price)
        for code in zone.exclude:
            out.setdefault(f"!{code}", (("not", zone.code), None))
    return out


def _price_changes(old: dict, new: dict) -> list[Change]:
    groups: dict = {}
    for code in sorted(set(old) | set(new)):
        before, after = old.get(code), new.get(code)
        if (before and before[0]) != (after and after[0]):
            kind = "priced" if before is None else "unpriced" if after is None else "price"
            groups.setdefault((kind, before and before[0], after and after[0]), []).append(code)
        elif before[1] != after[1]:
            groups.setdefault(("transit", before[1], after[1]), []).append(code)
    return [Change(kind, tuple(codes), "", before, after) for (kind, before, after), codes in groups.items()]


def diff(old: TariffSource, new: TariffSource) -> list[Change]:
    """Compare two tariffs.

    :param old, new: sources. An exclusion from a zone shows as a region ``!code``.
    :return: changes; empty = both price everything alike.
    """
    out = _price_changes(_prices(old), _prices(new))
    barred = set(old.not_served), set(new.not_served)
    for kind, codes in (("not_served", barred[1] - barred[0]), ("served", barred[0] - barred[1])):
        if codes:
            out.append(Change(kind, tuple(sorted(codes)), "", None, None))
    for name in SETTINGS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            out.append(Change("setting", (), name, _plain(before), _plain(after)))
    extras = [{surcharge.code: surcharge for surcharge in source.surcharges} for source in (old, new)]
    for code in sorted(set(extras[0]) | set(extras[1])):
        before, after = extras[0].get(code), extras[1].get(code)
        if before != after:
            kind = "surcharge_added" if before is None else "surcharge_removed" if after is None else "surcharge"
            out.append(Change(kind, (), code, before and _plain(before), after and _plain(after)))
    return out


def _plain(value):
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value
