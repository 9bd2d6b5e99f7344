"""Records of surcharges -> the core's surcharges, and back. Which fields a kind uses is said here, nowhere else."""
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..tariff import Surcharge
from .exact import micro_of, percent_of, ppm_of, yuan_of
from .lists import read_periods, split_list


def _same(value):
    return value


def _codes(text):
    return tuple(split_list(text)) or ("freight",)


def _joined(codes):
    return ", ".join(codes)


def _table(tiers):
    return tuple((None if tier.is_open else to_fen(tier.upto), micro_of(tier.amount), ppm_of(tier.percent)) for tier in tiers)


def _tiers(table):
    return [Command.create({
        "is_open": upto_fen is None, "upto": from_fen(upto_fen or 0), "amount": yuan_of(fixed), "percent": percent_of(rate_ppm),
    }) for upto_fen, fixed, rate_ppm in table]


# Parameter of the core -> (field, function to the core, function to the field).
PARAMS = {
    "value": ("amount", micro_of, yuan_of),
    "per_floor": ("amount", micro_of, yuan_of),
    "rate": ("rate", micro_of, yuan_of),
    "rate_ppm": ("percent", ppm_of, percent_of),
    "per": ("per", _same, _same),
    "base": ("base_codes", _codes, _joined),
    "step_g": ("step_g", _same, _same),
    "of": ("of", _same, _same),
    "cap_fen": ("value_cap", to_fen, from_fen),
    "table": ("tier_ids", _table, _tiers),
}
KIND_PARAMS = {
    "fixed": ("value", "per"),
    "percent": ("rate_ppm", "base"),
    "per_kg": ("step_g", "rate"),
    "floor": ("per_floor", "step_g", "rate"),
    "value_percent": ("rate_ppm", "of", "cap_fen"),
    "value_table": ("table", "of"),
}
# Left out while they are zero.
OPTIONAL = frozenset(("cap_fen",))


def _dates(day):
    return day.isoformat()


def _days(text):
    return tuple(sorted({int(day) for day in text}))


# Condition of the core -> (field, function to the core, function(value, ids by code) to the field).
CONDITIONS = {
    "date_from": ("date_from", _dates, lambda value, ids: value),
    "date_to": ("date_to", _dates, lambda value, ids: value),
    "every_year": (
        "periods", lambda text: tuple(sorted(read_periods(text))), lambda value, ids: ", ".join(f"{first}~{last}" for first, last in value)),
    "weekdays": ("weekdays", _days, lambda value, ids: "".join(map(str, value))),
    "option": ("option", str.strip, lambda value, ids: value),
    "divisions": (
        "division_ids", lambda records: tuple(sorted(records.mapped("code"))),
        lambda value, ids: [Command.set([ids[code] for code in value])]),
    "zones": ("zone_codes", lambda text: tuple(sorted(split_list(text))), lambda value, ids: _joined(value)),
    **{name: (name, _same, lambda value, ids: value) for name in (
        "parcels_over", "longest_over_mm", "girth_over_mm", "weight_over_g", "weight_upto_g")},
}


def surcharge_source(record) -> Surcharge:
    """:param record: logistics.surcharge. :return: the core's surcharge."""
    params = {}
    for name in KIND_PARAMS[record.kind]:
        field, to_core, _to_field = PARAMS[name]
        if record[field] or name not in OPTIONAL:
            params[name] = to_core(record[field])
    for name in ("min", "max"):
        if record[f"has_{name}"]:
            params[f"{name}_fen"] = to_fen(record[f"{name}_amount"])
    when = [(name, to_core(record[field])) for name, (field, to_core, _to_field) in CONDITIONS.items() if record[field]]
    return Surcharge(
        record.code, record.kind, record.sequence, record.scope, tuple(sorted(params.items())), tuple(sorted(when)))


def surcharge_values(surcharge: Surcharge, ids, name="") -> dict:
    """Write a surcharge of the core as a record.

    :param surcharge: the surcharge. :param ids: dict division code -> id. :param name: how the sheet calls it.
    :return: values of a logistics.surcharge.
    """
    values = {
        "code": surcharge.code, "name": name, "kind": surcharge.kind, "sequence": surcharge.order, "scope": surcharge.scope}
    for param, value in surcharge.params:
        if param in ("min_fen", "max_fen"):
            values[f"has_{param[:3]}"], values[f"{param[:3]}_amount"] = True, from_fen(value)
        else:
            field, _to_core, to_field = PARAMS[param]
            values[field] = to_field(value)
    for condition, value in surcharge.when:
        field, _to_core, to_field = CONDITIONS[condition]
        values[field] = to_field(value, ids)
    return values
