"""Everything a tariff can say has a place in the records: source -> draft -> source, and the same price for every public case."""
import json
from datetime import date
from pathlib import Path

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.sql import column_exists

from odoo.addons.logistics_fee.adapters.snapshot import plain, tariff_source, version_values
from odoo.addons.logistics_fee.adapters.surcharge import CONDITIONS, KIND_PARAMS, PARAMS
from odoo.addons.logistics_fee.sql import upgrade
from odoo.addons.logistics_fee.tariff import Band, TariffSource, Zone, dumps, read_tariff
from odoo.addons.logistics_fee.tariff.cases import load
from odoo.addons.logistics_fee.tariff.cases.inputs import read_options, read_parcels
from odoo.addons.logistics_fee.tariff.surcharges import KINDS
from odoo.addons.logistics_fee.tariff.surcharges.conditions import FOR_PARCEL, FOR_SHIPMENT

from .common import LogisticsCase

CASES = load((Path(__file__).parent / "cases" / "tariff-cases.json").read_text(encoding="utf-8"))
MORE = load((Path(__file__).parent / "cases" / "more-cases.json").read_text(encoding="utf-8"))


@tagged("post_install", "-at_install")
class TestContractModel(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ids = cls.env["dealer.division"]._ids_by_code()

    def _draft(self, contract, row):
        return self.env["logistics.contract.version"].with_user(self.accountant).create({
            "contract_id": contract.id, "valid_from": row["valid_from"], "valid_to": row.get("valid_to") or False,
            "priority": int(row.get("priority") or 0), **version_values(read_tariff(row), self._known(row))})

    def _known(self, row):
        """Codes of the cases that are no division today stand for themselves: they are entered for the test."""
        source = read_tariff(row)
        codes = {code for zone in source.zones for code in (*zone.include, *zone.exclude)} | set(source.not_served)
        codes |= {code for surcharge in source.surcharges for code in dict(surcharge.when).get("divisions", ())}
        for code in sorted(codes - self.ids.keys()):
            self.env["dealer.division"].create({
                "code": code, "name": code, "short_name": code, "level": "district" if code[4:] != "00" else "city",
                "parent_id": self.ids[f"{code[:2]}0000"]})
        self.ids = self.env["dealer.division"]._ids_by_code()
        return self.ids

    def _contract_of(self, key):
        carrier = self.carriers["SF"].copy({"dealer_code": key[:20], "name": key})
        return self.env["logistics.contract"].with_user(self.accountant).create({"name": key, "carrier_id": carrier.id})

    def test_every_public_quote_through_the_records(self):
        contracts, versions = {}, {}
        for row in CASES["contracts"]:
            contract = contracts.get(row["id"]) or self._contract_of(row["id"])
            contracts[row["id"]] = contract
            version = self._draft(contract, row)
            with self.subTest(row["id"], version=row["version"]):
                self.assertEqual(dumps(tariff_source(version)), dumps(plain(read_tariff(row))))
            versions[row["id"], row["version"]] = version
        today = self.company._dealer_today()
        for version in versions.values():
            if version.valid_to and version.valid_to < today:
                # What is over cannot be put in force by a button; the case wants the price of a past day.
                version._write_life({"state": "active", "source": version._canonical_text(), "checksum": "case"})
            else:
                self._activate(version)
        tried = 0
        for case in CASES["quote_cases"]:
            if case["contract"] not in contracts:
                continue
            with self.subTest(case["id"]):
                self._check(case, contracts[case["contract"]])
                tried += 1
        self.assertGreater(tried, 70)

    def _check(self, case, contract):
        code = (case.get("to") or {}).get("code")
        found = self.env["logistics.quoting"]._quote_many(self.company, [{
            "carrier_id": contract.carrier_id.id, "division_id": self.ids.get(code), "on_date": date.fromisoformat(case["date"]),
            "parcels": [{"weight_g": parcel.weight_g, "dims_mm": parcel.dims_mm, "pieces": parcel.pieces} for parcel in read_parcels(case)],
            "options": read_options(case.get("options"))}])[0]
        expected = case["expected"]
        if expected["status"] != "ok":
            self.assertEqual((found["ok"], found.get("code")), (False, expected["code"]))
            return
        self.assertTrue(found["ok"], found.get("message"))
        self.assertEqual(found["price_fen"], expected["total_fen"])
        for name, value in (
                ("zone", found["zone"]), ("billable_g", found["billable_g"]), ("transit_days", found["transit_days"]),
                ("lines_fen", {line["code"]: line["fen"] for line in found["lines"]})):
            if name in expected:
                self.assertEqual(value, expected[name], name)

    def test_our_own_cases_keep_their_text(self):
        for row in MORE.get("contracts", ()):
            with self.subTest(row["id"], version=row.get("version")):
                version = self._draft(self._contract_of(f"M-{row['id']}-{row.get('version')}"), row)
                self.assertEqual(dumps(tariff_source(version)), dumps(plain(read_tariff(row))))

    def test_every_kind_and_condition_has_its_fields(self):
        self.assertEqual(set(KIND_PARAMS), set(KINDS))
        selection = dict(self.env["logistics.surcharge"]._fields["kind"].selection)
        self.assertEqual(set(selection), set(KINDS))
        self.assertEqual(set(CONDITIONS), set(FOR_SHIPMENT) | set(FOR_PARCEL))
        fields = self.env["logistics.surcharge"]._fields
        self.assertFalse({row[0] for row in (*PARAMS.values(), *CONDITIONS.values())} - set(fields))

    def test_all_conditions_go_both_ways(self):
        row = {
            "zones": [{"code": "Z", "include": ["510000"], "exclude": ["513200"], "transit_days": [0, 0], "price": {
                "form": "per_piece", "per_piece": "3", "first_pieces": 2, "first_fee": "8"}}],
            "weight_rounding": {"steps": [{"to": "10", "step_kg": "0.1"}, {"to": None, "step_kg": "1"}], "mode": "half_up", "min_kg": "1"},
            "volumetric": {"divisor": 8000, "mode": "ratio", "ratio_over": "1.333333"},
            "result_rounding": {"mode": "up", "unit_fen": 10}, "aggregate": "total_billable", "not_served": ["540000", "513200"],
            "surcharges": [
                {"code": "peak", "order": 5, "kind": "percent", "value": "-12.3456", "base": ["freight"], "min": "-5.00", "max": "0", "when": {
                    "every_year": [["12-20", "01-05"], ["11-01", "11-15"]], "weekdays": [6, 7], "zones": ["Z"], "parcels_over": 2,
                    "date_from": "2026-01-01", "date_to": "2026-12-31"}},
                {"code": "heavy", "order": 6, "kind": "per_kg", "value": "0.0001", "step_kg": "0.001", "scope": "parcel", "when": {
                    "weight_over_kg": "30", "weight_upto_kg": "50", "longest_over_cm": "150", "girth_over_cm": "300", "divisions": ["510100"]}},
                {"code": "insured", "order": 7, "kind": "value_percent", "of": "declared_value", "value": "0.3", "value_cap": "20000",
                 "when": {"option": "declared_value"}},
                {"code": "upstairs", "order": 8, "kind": "floor", "per_floor": "4.50", "per_kg": "0.09", "when": {"option": "floors"}},
            ]}
        version = self._draft(self._contract(), {**row, "valid_from": "2026-01-01"})
        self.assertEqual(dumps(tariff_source(version)), dumps(plain(read_tariff(row))))
        self.assertEqual(version.zone_ids.is_promised, True)
        texts = version.surcharge_ids.mapped("price_text")
        self.assertEqual(texts[0], "-12.3456 % of Freight, at least -5.00, at most 0.00")
        self.assertEqual(texts[3], "4.50 per floor + 0.00009 per started 0.001 kg")
        self.assertIn("11-01~11-15", version.surcharge_ids[0].condition_text)
        again = version.copy({"valid_from": "2026-02-01"})
        self.assertEqual(dumps(tariff_source(again)), dumps(plain(read_tariff(row))))
        again.write(version_values(TariffSource(zones=(Zone("A", (Band(0, None, 1_234_567),), ("510000",)),)), self.ids))
        self.assertEqual(tariff_source(again), TariffSource(zones=(Zone("A", (Band(0, None, 1_234_567),), ("510000",)),)))

    def test_odd_conditions_are_refused(self):
        version = self._version(self._contract())
        for vals in ({"periods": "11-31~12-01"}, {"periods": "November"}, {"weekdays": "18"}):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                version.write({"surcharge_ids": [Command.create({"code": "x", "amount": 1, **vals})]})

    def test_surcharges_and_steps_are_frozen_too(self):
        version = self._version(
            self._contract(), weight_step_ids=[Command.create({"step_g": 500})], not_served_ids=[Command.link(self._division("540000").id)],
            surcharge_ids=[Command.create({"code": "insured", "kind": "value_table", "tier_ids": [Command.create({"is_open": True, "amount": 1})]})])
        self._activate(version)
        for position, change in enumerate((
                lambda: version.surcharge_ids.write({"amount": 2}), lambda: version.surcharge_ids.tier_ids.write({"amount": 2}),
                version.surcharge_ids.tier_ids.unlink, version.weight_step_ids.unlink, lambda: version.write({"not_served_ids": [Command.clear()]}),
                lambda: version.write({"tax_rate_bp": 900}))):
            with self.subTest(position), self.assertRaises(UserError):
                change()

    def test_a_surcharge_before_its_base_blocks(self):
        version = self._version(self._contract(), surcharge_ids=[
            Command.create({"code": "fuel", "sequence": 1, "kind": "percent", "percent": 8, "base_codes": "freight, peak"}),
            Command.create({"code": "peak", "sequence": 2, "kind": "percent", "percent": 10})])
        with self.assertRaisesRegex(UserError, "peak"):
            self._activate(version)

    def test_upgrade_of_the_first_release(self):
        """Rows in the shape of 19.0.1.0: one step per version, regions not delivered as lines of a zone, days without a promise."""
        version = self._version(self._contract())
        zone, tibet = version.zone_ids, self._division("540000")
        other = self.env["logistics.zone"].create({
            "version_id": version.id, "code": "NS", "line_ids": [Command.create({"division_id": tibet.id})]})
        zone.write({"transit_min": 1, "transit_max": 2, "line_ids": [Command.create({"division_id": self._division("513200").id})]})
        self._activate(self._version(self._contract("EMS"), weight_step_ids=[Command.create({"step_g": 250})]))
        self.env.flush_all()
        cr, added = self.env.cr, not column_exists(self.env.cr, "logistics_contract_version", "weight_step_g")
        if added:
            cr.execute("ALTER TABLE logistics_contract_version ADD COLUMN weight_step_g int4")
        cr.execute("UPDATE logistics_contract_version SET weight_step_g = 500")
        cr.execute("UPDATE logistics_zone_line SET kind = 'not_served' WHERE zone_id = %s OR division_id = %s", (other.id, self._division("513200").id))
        cr.execute("UPDATE logistics_zone SET is_promised = NULL")
        cr.execute("UPDATE logistics_band SET from_g = NULL WHERE from_g = 0")
        for _again in range(2):
            upgrade.weight_steps(cr)
            upgrade.not_served(cr)
            upgrade.promises(cr)
            upgrade.lower_bounds(cr)
        self.env.invalidate_all()
        self.assertEqual(version.weight_step_ids.mapped(lambda step: (step.upto_g, step.step_g, step.is_open, step.side)), [(0, 500, True, "charge")])
        self.assertEqual(version.not_served_ids.mapped("code"), ["513200", "540000"])
        self.assertEqual(version.zone_ids, zone)
        self.assertTrue(zone.is_promised)
        self.assertEqual(zone.band_ids.mapped("from_g"), [0, 1_000])
        self.assertEqual(json.loads(version._canonical_text())["tax_rate_bp"], 600)
