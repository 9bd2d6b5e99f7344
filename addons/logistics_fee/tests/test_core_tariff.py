"""Tariffs written, read, hashed and checked; the cases of the case file are in test_core_cases.py. No Odoo, no database."""
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from odoo.addons.logistics_fee.tariff import (
    Band,
    Parcel,
    TariffSource,
    Volumetric,
    WeightRule,
    Zone,
    chain_of,
    checksum,
    compile_tariff,
    dumps,
    from_json,
    loads,
    quote_tariff,
    read_contracts,
    replay,
    validate,
)
from odoo.addons.logistics_fee.tariff.compare import diff
from odoo.addons.logistics_fee.tariff.surcharges import parse_surcharge

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

CASES = json.loads((Path(__file__).parent / "cases" / "tariff-cases.json").read_text(encoding="utf-8"))


class TestTariffCases(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contracts = read_contracts(CASES["contracts"])

    def test_canonical_round_trip(self):
        for contract in self.contracts.values():
            for version in contract.versions:
                text = dumps(version.tariff.source)
                self.assertEqual(dumps(loads(text)), text)
                self.assertEqual(len(checksum(text)), 64)
                compile_tariff(loads(text))

    def test_working_days_of_a_zone(self):
        """Kept in the text where they count, and absent where they do not, so that checksums of before stay."""
        plain = TariffSource(zones=(Zone("A", (Band(0, None, 1),), ("510000",), transit_days=(2, 3)),))
        counted = replace(plain, zones=(replace(plain.zones[0], working=True),))
        self.assertNotIn("working", dumps(plain))
        self.assertEqual((loads(dumps(plain)), loads(dumps(counted))), (plain, counted))
        answers = [quote_tariff(compile_tariff(source), [Parcel(5)], ("510000",), date(2026, 3, 2), {}) for source in (plain, counted)]
        self.assertEqual([answer.working for answer in answers], [False, True])
        self.assertEqual([change.kind for change in diff(plain, counted)], ["transit"])

    def test_a_trace_of_before_replays(self):
        """Stored steps that do not name their rounding yet: half up, or what the caller knows."""
        old = {"kind": "freight", "unit": 1, "weight_g": 4_800, "per": "g", "from_g": 3_000, "upto_g": None, "base_micro": 10_000_000, "over_g": 3_000,
               "step_g": 100, "steps": 18, "rate_micro": 300_000, "round_fen": 100, "fen": 1_500}
        self.assertEqual(replay(from_json([old])), 1_500)
        self.assertEqual(replay(from_json([{**old, "fen": 1_600}]), "up"), 1_600)
        for wrong in ({"fen": 1_501}, {"steps": 17, "fen": 1_500}):
            with self.assertRaises(ValueError):
                replay(from_json([{**old, **wrong}]))

    def test_real_contracts_have_no_errors(self):
        warned = {}
        for key, contract in self.contracts.items():
            for version in contract.versions:
                found = validate(version.tariff.source)
                self.assertFalse([finding for finding in found if finding.level == "error"], key)
                warned.setdefault(key, set()).update(finding.code for finding in found)
        # The real sheet charges 4.00 up to 3 kg and 3.95 above.
        self.assertIn("non_monotonic", warned["YTO-REAL"])
        self.assertIn("price_jump", warned["REBILL-TF"])


class TestChecks(BaseCase):
    source = TariffSource(zones=(Zone("A", (Band(0, None, 5_000_000),), ("510000",)),))

    def codes(self, **changes):
        return {finding.code for finding in validate(replace(self.source, **changes))} - {"province_without_price"}

    def test_weighing(self):
        for rule, found in (
                (WeightRule(((None, 100),)), set()), (WeightRule(((None, 0),)), {"bad_weight_steps"}), (WeightRule(((10, 1), (5, 2))), {"bad_weight_steps"}),
                (WeightRule(((None, 1), (5, 2))), {"bad_weight_steps"}), (WeightRule(((None, 100),), tolerance_g=100), {"tolerance_over_step"}),
                (WeightRule(min_g=-1), {"bad_weight_steps"})):
            self.assertEqual(self.codes(weight=rule), found)
        for light, found in (
                (Volumetric(6_000), set()), (Volumetric(0), {"bad_volumetric"}), (Volumetric(6_000, "ratio", 999_999), {"bad_volumetric"}),
                (Volumetric(6_000, "share", 0, 0), {"bad_volumetric"}), (Volumetric(6_000, "other"), {"bad_volumetric"})):
            self.assertEqual(self.codes(volumetric=light), found)

    def test_surcharges(self):
        def rate(code, order, *base):
            return {"code": code, "kind": "percent", "order": order, "value": "8", "base": list(base)}
        table = {"code": "insured", "kind": "value_table", "of": "declared_value"}
        for rows, found in (
                ([rate("peak", 1, "freight"), rate("fuel", 2, "freight", "peak")], set()),
                ([rate("fuel", 1, "peak"), rate("peak", 2, "freight")], {"surcharge_base"}),
                ([rate("fuel", 1, "freight"), rate("fuel", 2, "freight")], {"duplicate_surcharge"}),
                ([{**rate("fuel", 1, "freight"), "min": "2", "max": "1"}], {"surcharge_limits"}),
                ([{**table, "table": [{"to": "5", "fixed": "1"}]}], {"surcharge_table_ends"}),
                ([{**table, "table": [{"to": None, "fixed": "1"}, {"to": "5", "fixed": "1"}]}], {"surcharge_limits"})):
            self.assertEqual(self.codes(surcharges=tuple(map(parse_surcharge, rows))), found)
        self.assertEqual(self.codes(not_served=("510000",)), {"priced_and_barred"})

    def test_conditions(self):
        """Peaks of every year over the new year, weekdays, zones, girth, weights, several parcels."""
        for when, hit, miss in (
                ({"every_year": [["12-20", "01-05"]]}, {"day": date(2027, 1, 5)}, {"day": date(2027, 1, 6)}),
                ({"every_year": [["11-01", "11-15"], ["06-01", "06-18"]]}, {"day": date(2026, 6, 18)}, {"day": date(2026, 10, 31)}),
                ({"weekdays": [6, 7]}, {"day": date(2026, 3, 7)}, {"day": date(2026, 3, 6)}),
                ({"zones": ["A"]}, {}, {"code": "110105"}),
                ({"parcels_over": 1}, {"parcels": (Parcel(1), Parcel(1))}, {}),
                ({"girth_over_cm": "100"}, {"parcels": (Parcel(1, (400, 200, 101)),)}, {"parcels": (Parcel(1, (400, 200, 100)),)}),
                ({"weight_upto_kg": "1"}, {"parcels": (Parcel(1_000),)}, {"parcels": (Parcel(1_001),)})):
            row = {"code": "extra", "kind": "fixed", "value": "1.00", "scope": "parcel", "when": when}
            source = replace(
                self.source, zones=(*self.source.zones, Zone("B", (Band(0, None, 5_000_000),), ("110000",))), surcharges=(parse_surcharge(row),))
            tariff = compile_tariff(loads(dumps(source)))
            for given, applies in ((hit, True), (miss, False)):
                found = quote_tariff(
                    tariff, given.get("parcels", (Parcel(1),)), chain_of(given.get("code", "510107")), given.get("day", date(2026, 3, 2)))
                with self.subTest(when=when, given=given):
                    self.assertEqual("extra" in dict(found.lines), applies)
