"""Contracts written as JSON with decimal texts (the format of case files and of exports) read into the core."""
from collections.abc import Mapping
from datetime import date

from .compile import compile_tariff
from .forms import compile_form
from .source import TariffSource, Volumetric, WeightRule, Zone
from .surcharges import parse_surcharge
from .units import grams, ppm, scaled
from .version import Contract, Version

MODES = {
    "weight_rounding": ("up", "half_up", "down"), "result_rounding": ("half_up", "up", "down"), "volumetric": ("max", "ratio", "share"),
    "aggregate": ("per_parcel", "total_raw", "total_billable"),
}


def _known(name: str, value: str) -> str:
    """A word nobody knows would be priced as if it were another one."""
    if value not in MODES[name]:
        raise ValueError(f"{name} is {' or '.join(MODES[name])}, not {value}")
    return value


def _optional_grams(value):
    return None if value is None else grams(value)


def read_zone(row: Mapping, default_zone: str | None) -> Zone:
    """:param row: zone with ``code``, ``include``, ``price``. :return: canonical zone."""
    bands, per = compile_form(row["price"])
    transit = row.get("transit_days")
    return Zone(
        row["code"], bands, tuple(row.get("include") or ()), tuple(row.get("exclude") or ()),
        row["code"] == default_zone, per, tuple(transit) if transit else None)


def read_tariff(row: Mapping) -> TariffSource:
    """Read the prices of one contract version.

    :param row: mapping with ``zones`` and optionally ``weight_rounding``, ``volumetric``, ``aggregate``,
        ``result_rounding``, ``surcharges``, ``not_served``, ``default_zone``, ``currency``.
    :return: TariffSource.
    :raises KeyError, ValueError: if a form, kind or condition is unknown or a number is not exact.
    """
    weight = row.get("weight_rounding") or {}
    light = row.get("volumetric")
    result = row.get("result_rounding") or {}
    return TariffSource(
        zones=tuple(read_zone(zone, row.get("default_zone")) for zone in row["zones"]),
        not_served=tuple(row.get("not_served") or ()),
        weight=WeightRule(
            tuple((_optional_grams(step.get("to")), grams(step["step_kg"])) for step in weight.get("steps") or ()),
            _known("weight_rounding", weight.get("mode") or "up"), grams(weight.get("tolerance_kg") or 0), grams(weight.get("min_kg") or 0)),
        volumetric=light and Volumetric(
            scaled(light["divisor"], 1), _known("volumetric", light.get("mode") or "max"),
            scaled(light.get("ratio_over") or 1, 1_000_000), ppm(light["share"]) * 100 if light.get("share") else 0),
        aggregate=_known("aggregate", row.get("aggregate") or "per_parcel"),
        rounding_mode=_known("result_rounding", result.get("mode") or "half_up"),
        rounding_unit_fen=int(result.get("unit_fen") or 1),
        surcharges=tuple(parse_surcharge(surcharge) for surcharge in row.get("surcharges") or ()),
        currency=row.get("currency") or "CNY",
    )


def read_contracts(rows) -> dict[str, Contract]:
    """Read a list of contract versions; entries with the same ``id`` are versions of one contract.

    :param rows: mappings with ``id``, ``version``, ``valid_from``, ``valid_to``, optionally ``priority``, and a tariff.
    :return: id -> Contract.
    """
    versions: dict[str, list] = {}
    for row in rows:
        valid_to = row.get("valid_to")
        versions.setdefault(row["id"], []).append(Version(
            int(row.get("version") or 1), date.fromisoformat(row["valid_from"]),
            date.fromisoformat(valid_to) if valid_to else None, int(row.get("priority") or 0),
            compile_tariff(read_tariff(row))))
    return {key: Contract(key, tuple(found)) for key, found in versions.items()}
