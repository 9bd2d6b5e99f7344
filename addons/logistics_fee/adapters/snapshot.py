"""Records of a tariff version -> the core's source, and back."""
from dataclasses import replace
from decimal import Decimal

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..tariff import Band, TariffSource, Volumetric, WeightRule, Zone, micro
from ..tariff.units import MICRO_PER_FEN, PPM


def band_source(band) -> Band:
    """:param band: logistics.band record. :return: the core's band."""
    return Band(
        band.from_g, band.upto_g or None, to_fen(band.base) * MICRO_PER_FEN, band.over_g, band.step_g,
        micro(Decimal(repr(round(band.rate, 6)))))


def band_values(band: Band) -> dict:
    """:param band: a band of the core with a base of whole fen. :return: values of a logistics.band."""
    return {
        "from_g": band.from_g,
        "upto_g": band.upto_g or 0,
        "over_g": band.over_g,
        "step_g": band.step_g,
        "base": from_fen(band.base_micro // MICRO_PER_FEN),
        "rate": Decimal(band.rate_micro) / PPM,
    }


def with_successors(source: TariffSource, current) -> TariffSource:
    """Let the codes of a stored tariff also mean the divisions that took their place since.

    :param source: stored tariff.
    :param current: function(code) -> live code at the end of the chain of successors.
    :return: the tariff with the live codes added where no zone names them; the stored text and its checksum stay as they are.
    """
    named = {code for zone in source.zones for code in (*zone.include, *zone.exclude)} | set(source.not_served)

    def extended(codes):
        return (*codes, *dict.fromkeys(live for live in map(current, codes) if live not in named))

    return replace(
        source, not_served=extended(source.not_served),
        zones=tuple(replace(zone, include=extended(zone.include), exclude=extended(zone.exclude)) for zone in source.zones))


def _zone_source(zone) -> Zone:
    def codes(kind):
        return tuple(line.division_id.code for line in zone.line_ids if line.kind == kind)

    transit = (zone.transit_min, zone.transit_max) if zone.transit_max else None
    return Zone(
        zone.code, tuple(band_source(band) for band in zone.band_ids), codes("include"), codes("exclude"), zone.is_default,
        "piece" if zone.per == "piece" else "g", transit)


def tariff_source(version) -> TariffSource:
    """Read a draft version into the core.

    A zone that holds "not served" regions only has no price and is no zone of the source.

    :param version: logistics.contract.version record.
    :return: TariffSource.
    """
    zones = version.zone_ids.filtered(
        lambda zone: zone.is_default or zone.band_ids or any(line.kind != "not_served" for line in zone.line_ids)
        or not zone.line_ids)
    not_served = version.zone_ids.line_ids.filtered(lambda line: line.kind == "not_served")
    light = None
    if version.volumetric_divisor:
        light = Volumetric(
            version.volumetric_divisor, version.volumetric_mode, micro(Decimal(repr(round(version.volumetric_ratio, 6)))),
            version.volumetric_share_bp * 100)
    return TariffSource(
        zones=tuple(_zone_source(zone) for zone in zones),
        not_served=tuple(line.division_id.code for line in not_served),
        weight=WeightRule(
            ((None, version.weight_step_g),) if version.weight_step_g else (), version.weight_mode,
            version.weight_tolerance_g, version.weight_min_g),
        volumetric=light,
        aggregate=version.aggregate,
        rounding_unit_fen=version.rounding_unit_fen,
        currency=version.currency_id.name,
    )
