"""Every tariff sample yields what its manifest entry says: rows, errors with row and cell, warnings, accepted rows."""
import base64
import json
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import LogisticsCase

SAMPLES = Path(__file__).parent / "samples"
MANIFEST = json.loads((SAMPLES / "MANIFEST.json").read_text(encoding="utf-8"))["files"]
LAYOUTS = {
    "A": "tariff_band_matrix", "B": "tariff_first_continue", "C": "tariff_weights_down", "D": "tariff_flat", "E": "tariff_surcharges",
    "F": "tariff_remote"}
# Entries of the manifest that are warnings, by their own words.
WARNED = ("alias_wrong_suffix", "historic_name")


@tagged("post_install", "-at_install")
class TestTariffSamples(LogisticsCase):
    def _job(self, name, **values):
        return self.env["dealer.import.job"].with_user(self.accountant).create({
            "layout": "tariff_flat", "file": base64.b64encode((SAMPLES / name).read_bytes()), "filename": name,
            "date_from": "2026-03-01", "tariff_carrier_id": self.carriers["YTO"].id, **values})

    def _checked(self, name, **values):
        job = self._job(name, **values)
        job.action_check()
        return job

    def _entries(self, kind):
        return [entry for entry in MANIFEST if entry["layout"] in LAYOUTS and entry["kind"] == kind]

    def test_good_samples_are_recognised_and_free_of_errors(self):
        self._base_prices()
        for entry in self._entries("good"):
            with self.subTest(entry["file"]):
                job = self._checked(entry["file"])
                expect = entry["expect"]
                self.assertEqual(job.layout, LAYOUTS[entry["layout"]])
                self.assertEqual((job.row_count, job.error_count), (expect["rows"], 0), job.error_ids.mapped("reason"))

    def test_broken_samples_name_the_cell(self):
        for entry in self._entries("broken"):
            with self.subTest(entry["file"]):
                job = self._checked(entry["file"])
                self.assertEqual(job.layout, LAYOUTS[entry["layout"]])
                found = [(error.row, error.code) for error in job.error_ids if not error.is_warning]
                warned = [(error.row, error.code) for error in job.error_ids if error.is_warning]
                errors = entry["expect"].get("errors", [])
                for error in errors:
                    code = error["code"].split(":")[0].split(" ")[0]
                    code = next((word for word in (*WARNED, "city_not_in_province") if word in error["code"]), code)
                    self.assertIn((error["row"], code), warned if code in WARNED else found)
                    self._check_cell(job, error, code)
                expected_rows = {error["row"] for error in errors if not any(word in error["code"] for word in WARNED)}
                self.assertEqual({row for row, _code in found}, expected_rows)
                for warning in entry["expect"].get("warnings", []):
                    self.assertIn(warning["code"], [code for _row, code in warned])
                self._check_accepted(job, entry["expect"].get("accepted", []), expected_rows)

    def _check_cell(self, job, error, code):
        finding = job.error_ids.filtered(lambda e: e.row == error["row"] and e.code == code)[:1]
        if error.get("col"):
            self.assertIn(error["col"], (finding.column, finding.header))
        for value in error.get("values", ()):
            texts = [text for e in job.error_ids for text in (e.value, e.reason, e.header)]
            self.assertTrue(any(part in text for text in texts for part in value.split("-")), value)
        self.assertTrue(finding.reason and finding.reason != code and "%(" not in finding.reason)

    def _check_accepted(self, job, accepted, bad):
        for item in accepted:
            row = item["row"] if isinstance(item, dict) else item
            if isinstance(row, int):
                self.assertNotIn(row, bad)

    def test_unreadable_files_say_why(self):
        for name, word in (("broken_empty.xlsx", "empty"), ("broken_html_as.xls", "no workbook")):
            with self.subTest(name), self.assertRaisesRegex(UserError, word):
                self._checked(name)

    def _base_prices(self):
        """Surcharges and remote areas change a tariff that is there."""
        self._activate(self._version(self._contract("YTO"), valid_from="2026-01-01"))

    def _imported(self, name, **values):
        job = self._checked(name, **values)
        if job.words_to_confirm:
            job.action_confirm_words()
        job.action_import()
        return self.env["logistics.contract.version"].browse(job.result_ids)

    def _prices(self, version, requests):
        self._activate(version)
        answers = self.env["logistics.quoting"]._quote_many(self.company, [
            self._request("YTO", parcels=(grams,), division=self._division(code)) for code, grams in requests])
        return [answer["price_fen"] if answer["ok"] else answer["code"] for answer in answers]

    def test_matrix_in_force(self):
        job = self._checked("A_band_matrix.xlsx")
        codes = job.error_ids.mapped("code")
        self.assertEqual((codes.count("worded_price"), set(codes)), (2, {"worded_price", "price_jump"}))
        self.assertIn("保价费0.3%", job.notes)
        with self.assertRaisesRegex(UserError, "confirm"):
            job.action_import()
        version = self._imported("A_band_matrix.xlsx")
        self.assertEqual(
            (str(version.valid_from), version.volumetric_divisor, version.volumetric_mode, version.volumetric_ratio),
            ("2026-03-01", 8000, "ratio", 1.5))
        # Inner Mongolia 5-10 kg and above, Lhasa and Tibet in words, Hong Kong by the remark.
        self.assertEqual(
            self._prices(version, [("150100", 10_000), ("150100", 10_001), ("540100", 2_500), ("540200", 2_500), ("650100", 1_200), ("810000", 500)]),
            [1_550, 300 + 11 * 190, 300 + 3 * 1_200, 300 + 3 * 1_600, 3_300, "not_served"])

    def test_weights_down_in_force(self):
        version = self._imported("C_weights_down.xlsx")
        self.assertEqual(len(version.zone_ids.line_ids), 31)
        # Jiangsu and Tibet at the edges, then the price of a further kilogram above 3 kg.
        self.assertEqual(
            self._prices(version, [("320100", 500), ("320100", 501), ("320100", 3_000), ("320100", 3_001), ("540000", 5_500)]),
            [220, 253, 374, 374 + 121, 1_530 + 3 * 495])

    def test_surcharges_and_remote_areas_in_force(self):
        self._base_prices()
        draft = self._imported("E_surcharges.xlsx")
        self.assertEqual(draft.surcharge_ids.mapped("code"), ["peak", "fuel", "remote", "insured", "cod", "oversize", "upstairs"])
        self.assertEqual(draft.zone_ids.band_ids.mapped("base"), [22.0, 22.0])
        version = self._imported("F_remote_areas.xls")
        self.assertEqual(version, draft, "the list changes the draft of the same day")
        remote = version.surcharge_ids.filtered(lambda surcharge: surcharge.code.startswith("remote"))
        self.assertEqual(remote.mapped("amount"), [10.0, 12.0, 15.0])
        self.assertEqual(version.not_served_ids.mapped("name"), ["那曲市"])
        self._activate(version)
        quote = self.env["logistics.quoting"]._quote_many
        answers = quote(self.company, [
            self._request("YTO", parcels=(1_000,), division=self._division("513332"), options={"declared_value": 100_000}),
            self._request("YTO", parcels=(1_000,), division=self.chengdu, options={"floors": 2})])
        lines = [{line["code"]: line["fen"] for line in answer.get("lines", ())} for answer in answers]
        self.assertEqual(lines[0], {"freight": 2_200, "fuel": 110, "remote:12.00": 1_200, "insured": 300})
        self.assertEqual(lines[1]["upstairs"], 909)

    def test_zones_keep_their_names(self):
        version = self._version(self._contract("YTO"), codes=("510000", "320000"), valid_from="2026-01-01")
        version.zone_ids.write({"code": "Z01", "name": "近区"})
        self._activate(version)
        for name in ("E_surcharges.xlsx", "F_remote_areas.xls"):
            draft = self._imported(name)
            self.assertEqual(set(draft.zone_ids.mapped("name")), {"近区"}, name)
        draft = self._imported("C_weights_down.xlsx")
        self.assertIn("Z01", draft.zone_ids.mapped("code"))
        self.assertFalse(any(draft.zone_ids.mapped("name")), "a code that means other regions now has no name of the old zone")

    def test_amendment_without_prices(self):
        job = self._checked("F_remote_areas.xls")
        self.assertEqual(job.error_ids.mapped("code"), ["no_tariff_yet"])
        with self.assertRaisesRegex(UserError, "no prices yet"):
            job.action_import()
