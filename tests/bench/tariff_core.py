"""Speed of the tariff core, processor time only: python -m tests.bench.pure tariff_core, without Odoo and without a database.

Beside each figure stands its goal and what the same prices cost when they are worked out with fractions of kilograms and yuan,
without an explanation. Status 1 when a goal is missed.
"""
import json
import sys
import time
from datetime import date
from fractions import Fraction
from pathlib import Path

from odoo.addons.logistics_fee.tariff import (
    Contract,
    Parcel,
    Version,
    chain_of,
    compile_tariff,
    dumps,
    loads,
    quote_many,
    quote_tariff,
    read_contracts,
    read_tariff,
)
from odoo.addons.logistics_fee.tariff.cases import load
from odoo.addons.logistics_fee.tariff.cases.inputs import read_options, read_parcel
from odoo.addons.logistics_fee.tariff.choice import Policy, candidate_of, choose

from tests.bench.registry import Row, bench

CASES = Path(__file__).resolve().parents[2] / "addons" / "logistics_fee" / "tests" / "cases" / "tariff-cases.json"
DAY = date(2026, 3, 2)
DISTRICTS, CARRIERS, ORDERS = 3_000, 6, 1_000
PER_SECOND, COMPILE_MS = 100_000, 100


def best(function, times=5):
    """The fastest of some runs, in seconds of processor time: what else runs on the machine only makes it slower."""
    spent = []
    for _ in range(times):
        begin = time.process_time()
        function()
        spent.append(time.process_time() - begin)
    return min(spent)


def case_requests():
    """The quotes of the public case file, repeated to some thousands."""
    data = load(CASES.read_text(encoding="utf-8"))
    contracts = read_contracts(data["contracts"])
    found = [
        (contracts[case["contract"]], tuple(map(read_parcel, case["parcels"])), chain_of(case["to"].get("code")),
         date.fromisoformat(case["date"]), read_options(case.get("options")))
        for case in data["quote_cases"] if case["expected"]["status"] == "ok"]
    return found * (10_000 // len(found) + 1)


def contract_rows(districts=DISTRICTS):
    """A contract whose every district has a zone of its own with three bands."""
    return {"zones": [
        {"code": f"Z{i}", "include": [str(110_000 + i)], "price": {"form": "bands", "bands": [
            {"to": "1", "fixed": f"{5 + i % 7}.{i % 10}0"}, {"to": "3", "fixed": f"{12 + i % 5}.50"},
            {"to": None, "base": f"{13 + i % 5}.50", "per_step": f"1.{i % 90 + 10}", "step_kg": "1", "over_kg": "3"}]}}
        for i in range(districts)]}


def one_parcel_requests(tariff):
    """An order's usual parcel: one weight, no size, any district."""
    contract = Contract("C", (Version(1, date(2026, 1, 1), tariff=tariff),))
    return [(contract, (Parcel(200 + 37 * i % 9_000),), (str(110_000 + i % DISTRICTS),), DAY) for i in range(10_000)]


def with_fractions(source, requests):
    """The same prices in fractions of kilograms and yuan."""
    zones = {zone.include[0]: zone for zone in source.zones}
    for _contract, parcels, chain, _day in requests:
        kilos = Fraction(parcels[0].weight_g, 1_000)
        band = next(b for b in zones[chain[0]].bands if b.upto_g is None or kilos <= Fraction(b.upto_g, 1_000))
        over = kilos - Fraction(band.over_g, 1_000)
        steps = -(-over // Fraction(band.step_g, 1_000)) if band.step_g and over > 0 else 0
        round((Fraction(band.base_micro, 10**6) + steps * Fraction(band.rate_micro, 10**6)) * 100)


def choose_many(tariff):
    """1,000 orders by six carriers, the cheapest of each."""
    for i in range(ORDERS):
        chain, parcels = (str(110_000 + i % DISTRICTS),), (Parcel(500 + i),)
        choose([candidate_of(name, quote_tariff(tariff, parcels, chain, DAY)) for name in range(CARRIERS)], Policy())


@bench
def tariff_core(database=None, options=None):
    """Quotes in a second and the time to compile a contract, each with its goal."""
    rows = contract_rows()
    source = read_tariff(rows)
    tariff, text = compile_tariff(source), dumps(source)
    mixed, usual = case_requests(), one_parcel_requests(tariff)
    fractions = len(usual) / best(lambda: with_fractions(source, usual), 2)
    for name, count, work in (
            ("quotes of the case file (surcharges, sizes, several parcels)", len(mixed), lambda: quote_many(mixed)),
            ("quotes of one parcel, 3,000-district contract", len(usual), lambda: quote_many(usual)),
            ("1,000 orders x 6 carriers, the cheapest chosen", ORDERS * CARRIERS, lambda: choose_many(tariff))):
        rate = count / best(work)
        yield Row(name, round(rate), "/s", round(fractions), f">= {PER_SECOND:,}/s", rate >= PER_SECOND)
    for name, work in (
            ("compile a 3,000-district contract", lambda: compile_tariff(source)),
            ("the same from its stored text", lambda: compile_tariff(loads(text))),
            ("the same from decimal texts", lambda: compile_tariff(read_tariff(rows)))):
        taken = best(work) * 1_000
        yield Row(name, round(taken, 1), "ms", None, f"<= {COMPILE_MS} ms", taken <= COMPILE_MS)


def main():
    """Print the figures as a table and as JSON; return the status."""
    rows = list(tariff_core())
    head = ["figure", "measured", "with fractions", "ratio", "goal", "reached"]
    lines = [head, ["---"] * len(head), *(row.cells() for row in rows)]
    sys.stdout.write("\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n")
    sys.stdout.write(json.dumps({row.figure: row.measured for row in rows}) + "\n")
    return 0 if all(row.reached for row in rows) else 1
