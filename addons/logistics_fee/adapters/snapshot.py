"""Records of a tariff version -> the core's source, and back. Both ways, so that a sheet read into a source and a version
entered by hand become the same text."""
from dataclasses import replace

from odoo.fields import Command

from ..tariff import Band, TariffSource, Volumetric, WeightRule, Zone
from ..tariff.units import PPM
from .exact import micro_of, yuan_of
from .surcharge import surcharge_source, surcharge_values

SHARE_PPM = 100  # parts per million in a basis point


def band_source(band) -> Band:
    """:param band: logistics.band record. :return: the core's band."""
    return Band(band.from_g, band.upto_g or None, micro_of(band.base), band.over_g, band.step_g, micro_of(band.rate))


def band_values(band: Band) -> dict:
    """:param band: a band of the core. :return: values of a logistics.band."""
    return {
        "from_g": band.from_g,
        "upto_g": band.upto_g or 0,
        "over_g": band.over_g,
        "step_g": band.step_g,
        "base": yuan_of(band.base_micro),
        "rate": yuan_of(band.rate_micro),
    }


def with_successors(source: TariffSource, current) -> TariffSource:
    """Let the codes of a stored tariff also mean the divisions that took their place since.

    :param source: stored tariff.
    :param current: function(code) -> live code at the end of the chain of successors.
    :return: the tariff with the live codes added where no zone names them; the stored text and its checksum stay as they are.
    """
    named = {code for zone in source.zones for code in (*zone.include, *zone.exclude)} | set(source.not_served)

    def extended(codes, apart=named):
        return (*codes, *dict.fromkeys(live for live in map(current, codes) if live not in apart))

    def where(when):
        return tuple((name, extended(value, set(value)) if name == "divisions" else value) for name, value in when)

    return replace(
        source, not_served=extended(source.not_served),
        surcharges=tuple(replace(surcharge, when=where(surcharge.when)) for surcharge in source.surcharges),
        zones=tuple(replace(zone, include=extended(zone.include), exclude=extended(zone.exclude)) for zone in source.zones))


def _zone_source(zone) -> Zone:
    def codes(kind):
        return tuple(line.division_id.code for line in zone.line_ids if line.kind == kind)

    transit = (zone.transit_min, zone.transit_max) if zone.is_promised else None
    return Zone(
        zone.code, tuple(band_source(band) for band in zone.band_ids), codes("include"), codes("exclude"), zone.is_default,
        "piece" if zone.per == "piece" else "g", transit, bool(transit and zone.working_days))


def tariff_source(version) -> TariffSource:
    """Read a version into the core.

    :param version: logistics.contract.version record.
    :return: TariffSource.
    """
    return TariffSource(
        zones=tuple(_zone_source(zone) for zone in version.zone_ids),
        not_served=tuple(version.not_served_ids.mapped("code")),
        weight=WeightRule(
            tuple((step.upto_g or None, step.step_g) for step in version.weight_step_ids.sorted(lambda step: (not step.upto_g, step.upto_g))),
            version.weight_mode, version.weight_tolerance_g, version.weight_min_g),
        volumetric=_light_source(version),
        aggregate=version.aggregate,
        rounding_mode=version.rounding_mode,
        rounding_unit_fen=version.rounding_unit_fen,
        surcharges=tuple(map(surcharge_source, version.surcharge_ids)),
        currency=version.currency_id.name,
    )


def _light_source(version):
    """The numbers of a mode that is not chosen say nothing, so they are left out of the text."""
    if not version.volumetric_divisor:
        return None
    mode = version.volumetric_mode
    return Volumetric(
        version.volumetric_divisor, mode, micro_of(version.volumetric_ratio) if mode == "ratio" else 0,
        version.volumetric_share_bp * SHARE_PPM if mode == "share" else 0)


def plain(source: TariffSource) -> TariffSource:
    """:return: the tariff without numbers that say nothing: a ratio or a share of another mode of light cargo."""
    light = source.volumetric
    if light is None:
        return source
    return replace(source, volumetric=replace(
        light, ratio_ppm=light.ratio_ppm if light.mode == "ratio" else 0, share_ppm=light.share_ppm if light.mode == "share" else 0))


def zone_values(zone: Zone, ids, name="") -> dict:
    """:param zone: a zone of the core. :param ids: dict division code -> id. :param name: its name. :return: values of a logistics.zone."""
    days = zone.transit_days or (0, 0)
    return {
        "code": zone.code,
        "name": name,
        "is_default": zone.is_default,
        "per": "piece" if zone.per == "piece" else "weight",
        "is_promised": zone.transit_days is not None,
        "transit_min": days[0],
        "transit_max": days[1],
        "working_days": zone.working,
        "line_ids": [
            Command.create({"division_id": ids[code], "kind": kind})
            for kind, codes in (("include", zone.include), ("exclude", zone.exclude)) for code in dict.fromkeys(codes)],
        "band_ids": [Command.create(band_values(band)) for band in zone.bands],
    }


def table_values(source: TariffSource, ids, names=None) -> dict:
    """Values of a version for its zones and the regions that are not served; what it had of them is replaced.

    :param source: the tariff. :param ids: dict division code -> id. :param names: dict zone code -> name.
    :return: ``zone_ids`` and ``not_served_ids``.
    """
    return {
        "zone_ids": [
            Command.clear(), *(Command.create(zone_values(zone, ids, (names or {}).get(zone.code, ""))) for zone in source.zones)],
        "not_served_ids": [Command.set([ids[code] for code in dict.fromkeys(source.not_served)])],
    }


def kept_names(version, source: TariffSource) -> dict:
    """Names of a version that stay when a new text replaces its prices.

    :param version: the version before, maybe empty. :param source: the new text.
    :return: dict code of a surcharge or zone -> name; a zone code that means other regions now has none.
    """
    regions = {zone.code: (zone.is_default, set(zone.include)) for zone in source.zones}
    return {surcharge.code: surcharge.name for surcharge in version.surcharge_ids} | {
        zone.code: zone.name for zone in version.zone_ids if zone.name and regions.get(zone.code) == (
            zone.is_default, set(zone.line_ids.filtered(lambda line: line.kind == "include").division_id.mapped("code")))}


def term_values(source: TariffSource) -> dict:
    """:param source: the tariff. :return: values of a version for weighing, light cargo, priced unit and rounding."""
    weight, light = source.weight, source.volumetric
    values = {
        "weight_step_ids": [Command.clear(), *(
            Command.create({"upto_g": upto_g or 0, "step_g": step_g}) for upto_g, step_g in weight.steps)],
        "weight_mode": weight.mode,
        "weight_tolerance_g": weight.tolerance_g,
        "weight_min_g": weight.min_g,
        "volumetric_divisor": light.divisor if light else 0,
        "volumetric_mode": light.mode if light else "max",
        "aggregate": source.aggregate,
        "rounding_mode": source.rounding_mode,
        "rounding_unit_fen": source.rounding_unit_fen,
    }
    if light and light.mode == "ratio":
        values["volumetric_ratio"] = yuan_of(light.ratio_ppm or PPM)
    if light and light.mode == "share":
        values["volumetric_share_bp"] = light.share_ppm // SHARE_PPM
    return values


def version_values(source: TariffSource, ids, names=None) -> dict:
    """Write a whole tariff as a version; the inverse of :func:`tariff_source`.

    :param source: the tariff. :param ids: dict division code -> id. :param names: dict code of a zone or surcharge -> name.
    :return: values of a logistics.contract.version, to create one or to replace what a draft has; its dates are the caller's.
    """
    return {
        **table_values(source, ids, names),
        **term_values(source),
        "surcharge_ids": [Command.clear(), *(
            Command.create(surcharge_values(surcharge, ids, (names or {}).get(surcharge.code, ""))) for surcharge in source.surcharges)],
    }
