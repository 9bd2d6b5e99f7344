"""A shipment and its price: zone, billed weights, every line, the total, and a trace that replays to the same fen."""
import json

from ..quote import quote
from ..refusal import Refusal
from ..trace import from_json, replay, to_json
from ..zones import chain_of
from .inputs import read_options, read_parcels
from .keys import PROSE
from .registry import day, differs, register

KEYS = frozenset(("status", "code", "zone", "billable_g", "lines_fen", "total_fen", "transit_days"))


@register("quote")
def check_quote(case, file):
    """Quote the case; an expected refusal must come with its code."""
    found = Refusal("no_contract")
    if file.has_contract(case["contract"]):
        found = quote(
            file.contract(case["contract"]), read_parcels(case), chain_of((case.get("to") or {}).get("code")), day(case["date"]),
            read_options(case.get("options")))
    expected = case["expected"]
    if unknown := sorted(expected.keys() - KEYS - PROSE):
        return [f"expected has the unknown key {name}" for name in unknown]
    if not found.ok:
        return differs("refusal", expected.get("code") or expected["status"], found.code)
    if expected["status"] != "ok":
        return differs("refusal", expected["code"], f"a price of {found.total_fen} fen")
    lines = dict(found.lines)
    out = []
    for name, value in (
            ("zone", found.zone), ("billable_g", list(found.billable_g)), ("lines_fen", lines), ("total_fen", found.total_fen),
            ("transit_days", found.transit_days and list(found.transit_days))):
        if name in expected:
            out += differs(name, expected[name], value)
    out += differs("sum of the lines", found.total_fen, sum(lines.values()))
    return out + differs("replayed trace", found.total_fen, replay(from_json(json.loads(json.dumps(to_json(found.trace))))))
