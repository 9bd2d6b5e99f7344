"""What is wrong or strange in a tariff, before anybody pays by it. Errors block activation, warnings are shown."""
from collections.abc import Iterable
from typing import NamedTuple

from .source import Band, TariffSource, Zone
from .units import PPM
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
    barred = set(source.not_served)
    found.extend(
        Finding("warning", "priced_and_barred", zone.code, (("division", code),))
        for zone in source.zones for code in zone.include if code in barred)
    found.extend(_check_weighing(source))
    found.extend(_check_surcharges(source))
    missing = uncovered(source) if source.zones else ()
    if missing:
        found.append(Finding("warning", "province_without_price", "", (("divisions", tuple(missing)),)))
    return sorted(found, key=lambda f: f.level != "error")


def _check_weighing(source: TariffSource) -> list[Finding]:
    """Steps must ascend with an open range last at the most; a light-cargo rule needs its numbers."""
    out, rule, light = [], source.weight, source.volumetric
    bounds = [upto_g for upto_g, _step in rule.steps]
    closed = [upto_g for upto_g in bounds if upto_g is not None]
    wrong = closed != sorted(set(closed)) or None in bounds[:-1] or any(step_g <= 0 for _upto, step_g in rule.steps)
    if wrong or rule.tolerance_g < 0 or rule.min_g < 0 or any(bound <= 0 for bound in closed):
        out.append(Finding("error", "bad_weight_steps", ""))
    elif any(rule.tolerance_g >= step_g for _upto, step_g in rule.steps):
        out.append(Finding("warning", "tolerance_over_step", "", (("tolerance_g", rule.tolerance_g),)))
    if light and (
            light.divisor <= 0 or light.mode not in ("max", "ratio", "share")
            or light.mode == "ratio" and light.ratio_ppm < PPM or light.mode == "share" and not 0 < light.share_ppm <= PPM):
        out.append(Finding("error", "bad_volumetric", ""))
    return out


def _check_surcharges(source: TariffSource) -> list[Finding]:
    """A rate can only be taken of lines that exist by then; limits and tables must be in order."""
    out: list = []
    known, codes = {"freight"}, [surcharge.code for surcharge in source.surcharges]
    for surcharge in sorted(source.surcharges, key=lambda s: (s.order, s.code)):
        params = dict(surcharge.params)
        named = (("surcharge", surcharge.code),)
        missing = [code for code in params.get("base", ()) if code not in known]
        if missing:
            out.append(Finding("error", "surcharge_base", "", (*named, ("other", "、".join(missing)))))
        low, high = params.get("min_fen"), params.get("max_fen")
        bounds = [row[0] for row in params.get("table", ())]
        closed = [bound for bound in bounds if bound is not None]
        if low is not None and high is not None and low > high or closed != sorted(set(closed)) or None in bounds[:-1]:
            out.append(Finding("error", "surcharge_limits", "", named))
        elif bounds and bounds[-1] is not None:
            out.append(Finding("warning", "surcharge_table_ends", "", named))
        known.add(surcharge.code)
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        out.append(Finding("warning", "duplicate_surcharge", "", (("surcharge", code),)))
    return out


def uncovered(source: TariffSource) -> list[str]:
    """:return: province codes that have neither a price, nor a default zone, nor a "not served"."""
    if any(zone.is_default for zone in source.zones):
        return []
    named = {code[:2] for zone in source.zones for code in zone.include} | {code[:2] for code in source.not_served}
    return [province + "0000" for province in sorted(PROVINCES - named)]
