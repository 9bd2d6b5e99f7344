"""What is wrong or strange in a tariff, before anybody pays by it. Errors block activation, warnings are shown."""
from collections.abc import Iterable
from typing import NamedTuple

from .source import Band, TariffSource, Zone
from .zones import PROVINCES

# A price may not jump by more than this from one band to the next without a question (logistics.md 6.3).
JUMP_PERCENT = 50


class Finding(NamedTuple):
    """:ivar level: error | warning. :ivar params: pairs for the sentence."""

    level: str
    code: str
    zone: str
    params: tuple = ()


def check_bands(bands: Iterable[Band]) -> list[tuple]:
    """Check the ladder of one zone.

    :param bands: bands in any order.
    :return: tuples (level, code, band, params); the band is the later one of a pair.
    """
    out, previous, lower = [], None, 0
    ordered = sorted(bands, key=lambda b: (b.from_g, b.upto_g is None, b.upto_g or 0))
    for band in ordered:
        bad = _band_problem(band)
        if bad:
            out.append(("error", bad, band, ()))
            continue
        if previous and (band.from_g, band.upto_g) == (previous.from_g, previous.upto_g):
            out.append(("error", "duplicate_band", band, ()))
            continue
        if lower is None or band.from_g < lower:
            out.append(("error", "overlapping_band", band, (("upto_g", lower),)))
        elif band.from_g > lower:
            out.append(("error", "gap_in_bands", band, (("from_g", lower), ("upto_g", band.from_g))))
        elif previous:
            out.extend(_step_between(previous, band))
        previous, lower = band, band.upto_g
    if previous and lower is not None:
        out.append(("warning", "no_open_band", previous, (("upto_g", lower),)))
    return out


def _band_problem(band: Band) -> str | None:
    if band.from_g < 0 or band.over_g < 0 or band.base_micro < 0 or band.rate_micro < 0 or band.step_g < 0:
        return "negative_value"
    if band.upto_g is not None and band.upto_g <= band.from_g:
        return "band_reversed"
    if band.rate_micro and not band.step_g:
        return "zero_step"
    if not band.base_micro and not band.rate_micro:
        return "zero_price"
    return None


def _step_between(before: Band, after: Band) -> list[tuple]:
    """Compare the last price of a band with the first of the next."""
    last, first = before.price_micro(before.upto_g), after.price_micro(after.from_g + 1)
    params = (("from_micro", last), ("to_micro", first))
    if first < last:
        return [("warning", "non_monotonic", after, params)]
    grown = first - last - after.rate_micro
    if grown * 100 > last * JUMP_PERCENT:
        return [("warning", "price_jump", after, params)]
    return []


def _check_zone(zone: Zone) -> list[Finding]:
    found = []
    if not zone.bands:
        found.append(Finding("error", "zone_without_band", zone.code))
    if not zone.include and not zone.is_default:
        found.append(Finding("error", "zone_without_division", zone.code))
    for level, code, band, params in check_bands(zone.bands):
        found.append(Finding(level, code, zone.code, (("band", (band.from_g, band.upto_g)), *params)))
    return found


def validate(source: TariffSource) -> list[Finding]:
    """Check a whole tariff.

    :param source: the tariff.
    :return: findings, errors first; empty = fine.
    """
    found = [] if source.zones else [Finding("error", "no_zones", "")]
    owner: dict = {}
    for zone in source.zones:
        found.extend(_check_zone(zone))
        for code in zone.include:
            other = owner.setdefault(code, zone.code)
            if other != zone.code:
                found.append(Finding("error", "duplicate_division", zone.code, (("division", code), ("other", other))))
    codes = [zone.code for zone in source.zones]
    found.extend(Finding("error", "duplicate_zone", code) for code in sorted({c for c in codes if codes.count(c) > 1}))
    if sum(zone.is_default for zone in source.zones) > 1:
        found.append(Finding("error", "two_default_zones", ""))
    missing = uncovered(source) if source.zones else ()
    if missing:
        found.append(Finding("warning", "province_without_price", "", (("divisions", tuple(missing)),)))
    return sorted(found, key=lambda f: f.level != "error")


def uncovered(source: TariffSource) -> list[str]:
    """:return: province codes that have neither a price, nor a default zone, nor a "not served"."""
    if any(zone.is_default for zone in source.zones):
        return []
    named = {code[:2] for zone in source.zones for code in zone.include} | {code[:2] for code in source.not_served}
    return [province + "0000" for province in sorted(PROVINCES - named)]
