"""Every key a case file may have. A key nobody reads would be as expected for ever, and a misspelt price would be no price."""
from collections.abc import Mapping

# What only people read; allowed everywhere.
PROSE = frozenset((
    "id", "title", "name", "note", "notes", "remark", "remarks", "comment", "about", "description", "label", "source", "arithmetic", "group", "tags",
    "schema", "conventions"))
ANY = None


def _keys(text: str) -> dict:
    return dict.fromkeys(text.split(), ANY)


def _list(schema) -> list:
    return [schema]


_BAND = _keys("from to fixed base per_step step_kg over_kg min_fee")
PRICES = {
    "bands": {**_keys("form min_fee"), "bands": _list(_BAND)},
    "first_continue": {**_keys("form first_kg first_fee"), "continue": _list(_keys("to step_kg fee"))},
    "per_kg": _keys("form per_step step_kg min_fee max_kg"),
    "base_step": _keys("form base per_step step_kg over_kg min_fee max_kg"),
    "per_piece": _keys("form per_piece fee price per_step first_pieces first_fee step_pieces min_fee max_pieces"),
}
_WHEN = _keys(
    "date_from date_to every_year weekdays option divisions zones parcels_over longest_over_cm girth_over_cm weight_over_kg weight_upto_kg")
_SURCHARGE = {**_keys("code order kind scope min max"), "when": _WHEN}
SURCHARGES = {
    "percent": _keys("value base"), "fixed": _keys("value per"), "per_kg": _keys("value step_kg"),
    "floor": _keys("per_floor per_kg step_kg"), "value_percent": _keys("value of value_cap"),
    "value_table": {"of": ANY, "table": _list(_keys("to fixed percent"))},
}


def _price(row):
    return PRICES.get(row.get("form"))


def _surcharge(row):
    kind = SURCHARGES.get(row.get("kind"))
    return kind and {**_SURCHARGE, **kind}


CONTRACT = {
    **_keys(
        "carrier service currency version valid_from valid_to priority origin side company tax_included tax_rate aggregate default_zone"
        " not_served"),
    "weight_rounding": {**_keys("mode tolerance_kg min_kg"), "steps": _list(_keys("to step_kg"))},
    "volumetric": _keys("divisor mode ratio_over share"), "result_rounding": _keys("mode unit_fen"),
    "zones": _list({**_keys("code include exclude transit_days"), "price": _price}), "surcharges": _list(_surcharge),
}
_PARCEL = _keys("weight_kg dims_cm pieces")
_FEE_LINE = _keys("ex_factory qty category retail")
_SENT = _keys("tracking carrier code kg date expected return_tracking child_tracking")
CASES = {
    "quote": {**_keys("contract date options expected"), "to": _keys("code province city district"), "parcels": _list(_PARCEL)},
    "fee": {
        **_keys("rules expected_fen"),
        "event": {**_keys("event date dealer dealer_level reason code freight"), "lines": _list(_FEE_LINE)}},
    "apportion": _keys("total_fen weights expected_fen"),
    "bearer": {**_keys("freight_fen expected_fen"), "rule": _keys("shares event reason code")},
    "free_shipping": {**_keys("goods code kg pieces expected"), "rule": _keys("from from_pieces max_kg include exclude")},
    "rebate": _keys("rule count amount_fen expected_fen"),
    "split": _keys("units_g max_g max_pieces expected"),
    "choice": {
        **_keys("policy context expected"), "candidates": _list(_keys("carrier fen days status code abilities"))},
    # A settlement tells a story; what it does not compute must add up, whatever else it says.
    "settlement": ANY,
    "bill_match": {
        **_keys("contract carrier already_billed"), "policy": _keys("tol_fen alt_codes"), "shipments": _list(_SENT),
        "bill_lines": _list(_keys("row tracking kg fen fee date")),
        "expected": {**_keys("not_billed over_fen under_fen"), "lines": _list(_keys("row result diff_fen"))}},
}
FEE_RULE = {
    **_keys(
        "code event kind value scope priority valid_from valid_to min max order_min order_max min_on_zero base bearer"),
    "tiers": _list(_keys("to percent")), "when": _keys("categories dealer_levels dealers reason order_base_from order_base_upto divisions")}
REBATE_RULE = {**_keys("kind over fee"), "tiers": _list(_keys("to percent"))}


def unknown_keys(row, schema, path: str = "") -> list:
    """Find the keys nobody reads.

    :param row: a part of a file. :param schema: what it may hold: a dict of keys, a list of one schema, a function(row) that gives it,
        None = anything.
    :return: their paths, such as ``zones.price.max_fee``.
    """
    if callable(schema):
        schema = schema(row) if isinstance(row, Mapping) else ANY
    if schema is ANY:
        return []
    if isinstance(schema, list):
        return [found for part in row for found in unknown_keys(part, schema[0], path)] if isinstance(row, list) else []
    out = []
    for key, value in row.items() if isinstance(row, Mapping) else ():
        here = f"{path}.{key}" if path else str(key)
        if key in schema:
            out += unknown_keys(value, schema[key], here)
        elif key not in PROSE:
            out.append(here)
    return out
