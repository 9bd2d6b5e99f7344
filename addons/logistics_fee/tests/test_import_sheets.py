"""Sheets out and in again: export without a difference, templates that read, notes on wrong cells, differences in words, four eyes."""
import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_base.sheet import get_layout, layout_codes, load
from odoo.addons.logistics_fee.adapters.snapshot import band_values
from odoo.addons.logistics_fee.tariff import Band

from .common import LogisticsCase, first_continue
from .test_import import FLAT, flat_rows, xlsx
from .test_import_samples import SAMPLES


@tagged("post_install", "-at_install")
class TestTariffSheets(LogisticsCase):
    def _job(self, content, layout="tariff_flat", name="价目.xlsx", **values):
        job = self.env["dealer.import.job"].with_user(self.accountant).create({
            "layout": layout, "file": base64.b64encode(content), "filename": name, "date_from": "2026-01-01", **values})
        job.action_check()
        return job

    def _rich_version(self):
        """Two zones, an exclusion, a default, a barred city, steps, a promise, pieces, volume."""
        version = self._version(self._contract("SF"), codes=("510000", "320000"), valid_from="2026-02-01", volumetric_divisor=6_000)
        version.zone_ids.write({"transit_min": 2, "transit_max": 3, "is_promised": True, "name": "一区"})
        version.zone_ids.line_ids = [Command.create({"division_id": self._division("510700").id, "kind": "exclude"})]
        version.write({
            "weight_step_ids": [Command.create({"upto_g": 0, "step_g": 500})],
            "surcharge_ids": [Command.create({"code": "fuel", "kind": "percent", "percent": 5, "sequence": 20})],
            "not_served_ids": [Command.set(self._division("540600").ids)],
            "zone_ids": [
                Command.create({"code": "Z2", "is_default": True, "band_ids": [
                    Command.create(band_values(band)) for band in first_continue("1", "30.00", "1", "0.123456")]}),
                Command.create({"code": "Z3", "per": "piece", "line_ids": [Command.create({"division_id": self._division("110000").id})],
                                "band_ids": [
                                    Command.create(band_values(band)) for band in (Band(0, 5, 2_000_000), Band(5, None, 2_000_000, 5, 1, 300_000))]})]})
        return version

    def test_export_and_import_again_is_no_difference(self):
        version = self._activate(self._rich_version())
        job = self._job(version.with_user(self.accountant)._flat_workbook())
        self.assertFalse([error for error in job.error_ids if not error.is_warning], job.error_ids.mapped("reason"))
        self.assertEqual((job.created_count, job.updated_count, job.unchanged_count), (0, 0, job.row_count))
        self.assertIn("says the same already", job.notes)
        attachments = self.env["ir.attachment"].search_count([])
        action = version.with_user(self.presale).action_export_sheet()
        self.assertIn(f"/web/content/{version._name}/{version.id}/sheet_file/", action["url"])
        self.assertEqual(self.env["ir.attachment"].search_count([]), attachments, "nothing is left on a version that is in force")
        cells = [list(openpyxl.load_workbook(io.BytesIO(content)).active.values) for content in (
            version._flat_workbook(), base64.b64decode(version.with_user(self.presale).sheet_file))]
        self.assertEqual(*cells)
        aftersale = self._user("aftersale", "dealer_base.group_cs_aftersale")
        with self.assertRaises(AccessError):
            version.with_user(aftersale).action_export_sheet()
        with self.assertRaises(AccessError):
            self.env(user=aftersale)["ir.binary"]._find_record(res_model=version._name, res_id=version.id, field="sheet_file")

    def test_prices_finer_than_a_fen_have_no_sheet(self):
        version = self._version(self._contract("SF"), first_continue("1", "30.001234", "1", "1.00"))
        with self.assertRaisesRegex(UserError, "finer than a fen"):
            version.with_user(self.presale).action_export_sheet()
        self.assertFalse(version.sheet_file)

    def test_differences_are_said_price_by_price(self):
        version = self._activate(self._rich_version())
        book = openpyxl.load_workbook(io.BytesIO(version._flat_workbook()))
        sheet = book.active
        header = [cell.value for cell in sheet[1]]
        row = next(row for row in sheet.iter_rows(min_row=2) if row[header.index("目的省")].value == "江苏省" and not row[header.index("截止重量kg")].value)
        row[header.index("续重单价")].value = "6.00"
        out = io.BytesIO()
        book.save(out)
        job = self._job(out.getvalue(), date_from="2026-02-01")
        self.assertIn("江苏省, above 1 kg: 22.00 + 5.00 per started 0.5 kg above 1 kg → 22.00 + 6.00 per started 0.5 kg above 1 kg", job.notes)
        job.action_import()
        draft = self.env["logistics.contract.version"].browse(job.result_ids)
        # What the sheet does not say stays: surcharges, weight steps.
        self.assertEqual((draft.surcharge_ids.mapped("percent"), draft.weight_step_ids.mapped("step_g")), ([5.0], [500]))
        self.assertEqual(draft.state, "draft")
        self.assertEqual(version.state, "active")

    def test_every_template_reads_with_its_example(self):
        for code in layout_codes():
            if not code.startswith("tariff_"):
                continue
            with self.subTest(code):
                job = self.env["dealer.import.job"].with_user(self.accountant).create({"layout": code})
                self.assertIn(f"{job.template_name}", job.action_download_template()["url"])
                parsed = load(base64.b64decode(job.template_file), get_layout(code))
                self.assertFalse(parsed.refusal)
                self.assertFalse([error for error in parsed.errors if not error.warning])
                self.assertTrue(parsed.rows)

    def test_the_example_of_the_template_is_a_whole_tariff(self):
        """Uploaded as it is: only the provinces that it does not name are told, and it does not expire."""
        for code in ("tariff_flat", "tariff_first_continue"):
            template = self.env["dealer.import.job"].with_user(self.accountant).new({"layout": code}).template_file
            job = self._job(base64.b64decode(template), code)
            with self.subTest(code):
                self.assertEqual(job.error_ids.mapped("code"), ["province_without_price"])
                job.action_import()
                self.assertFalse(self.env["logistics.contract.version"].browse(job.result_ids).valid_to)

    def test_the_own_file_comes_back_with_notes_on_the_wrong_cells(self):
        job = self._job((SAMPLES / "broken_text_numbers_fullwidth.xls").read_bytes(), "tariff_first_continue", tariff_carrier_id=self.carriers["YTO"].id)
        sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(job.result_file))).active
        self.assertEqual(sheet["D5"].value, "面议")
        self.assertTrue(sheet["D5"].comment and "面议" in sheet["D5"].comment.text)
        self.assertEqual(sheet.cell(1, 7).value, "错误")
        self.assertTrue(sheet.cell(5, 7).value)
        again = self._job(base64.b64decode(job.result_file), "tariff_first_continue", tariff_carrier_id=self.carriers["YTO"].id)
        self.assertEqual(sorted(again.error_ids.mapped("code")), sorted(job.error_ids.mapped("code")))

    def test_a_doubled_request_has_one_effect(self):
        job = self._job(xlsx(FLAT, flat_rows(("SF",))))
        job.action_import()
        job.action_import()
        twin = self._job(xlsx(FLAT, flat_rows(("SF",))), name="copy.xlsx")
        self.assertEqual(twin.unchanged_count, 2)
        versions = self.env["logistics.contract.version"].search([("carrier_id", "=", self.carriers["SF"].id)])
        self.assertEqual(len(versions), 1)

    def test_the_same_file_again_names_the_earlier_import(self):
        content = xlsx(FLAT, flat_rows(("SF",)))
        job = self._job(content)
        job.action_import()
        again = self._job(content, name="again.xlsx")
        self.assertEqual(again.previous_id, job)
        with self.assertRaisesRegex(UserError, rf"import {job.id}, 价目.xlsx"):
            again.action_import()
        self.env["logistics.contract.version"].browse(job.result_ids).unlink()
        again.action_check()
        again.action_import()
        self.assertEqual(again.state, "done")

    def test_words_are_confirmed_by_who_may_import(self):
        job = self._job((SAMPLES / "A_band_matrix.xlsx").read_bytes(), tariff_carrier_id=self.carriers["YTO"].id)
        with self.assertRaises(AccessError):
            job.with_user(self.presale).action_confirm_words()
        job.action_confirm_words()
        self.assertEqual(job.words_confirmed_by_id, self.accountant)
        job.tariff_side = "cost"
        self.assertFalse(job.words_confirmed_by_id, "what was confirmed was another import")
        self.assertFalse(job.error_ids, "nor are its findings those of this one")
        with self.assertRaises(UserError):
            job.action_confirm_words()

    def test_nobody_writes_a_confirmation_or_a_fingerprint(self):
        job = self._job((SAMPLES / "A_band_matrix.xlsx").read_bytes(), tariff_carrier_id=self.carriers["YTO"].id)
        digest = job.sha256
        for vals in (
                {"words_confirmed_by_id": self.manager.id}, {"words_confirmed_at": "2026-01-01 08:00:00"}, {"sha256": "x"}, {"state": "done"},
                {"previous_id": False}, {"result_ids": [1]}, {"error_count": 0}):
            with self.subTest(vals), self.assertRaises(AccessError):
                job.write(vals)
        with self.assertRaises(AccessError):
            self.env["dealer.import.job"].with_user(self.accountant).create({"layout": "tariff_flat", "words_confirmed_by_id": self.manager.id})
        with self.assertRaisesRegex(UserError, "prices in words"):
            job.action_import()
        self.assertEqual((job.sha256, job.words_confirmed_by_id.id), (digest, False))
        job.action_confirm_words()
        file = self.env["ir.attachment"].search([("res_model", "=", job._name), ("res_id", "=", job.id), ("res_field", "=", "file")])
        book, out = openpyxl.load_workbook(SAMPLES / "A_band_matrix.xlsx"), io.BytesIO()
        book.properties.title = "exchanged"
        book.save(out)
        file.with_user(self.accountant).raw = out.getvalue()
        job.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "not the one that was checked"):
            job.action_import()

    def test_prices_in_words_with_cities(self):
        header = ("目的地", "x≤1kg", "1kg以上")
        rows = [("内蒙古", "8元/kg+3元(包头、赤峰、呼市5元/kg+3元)", None), ("四川", 5, 6), ("海南", "不派送", None), ("西藏", "看情况 5元起", None)]
        job = self._job(xlsx(header, rows), "tariff_band_matrix", tariff_carrier_id=self.carriers["YTO"].id)
        self.assertEqual([(error.row, error.column, error.code) for error in job.error_ids if not error.is_warning], [(5, "B", "unread_words")])
        job = self._job(xlsx(header, rows[:3]), "tariff_band_matrix", tariff_carrier_id=self.carriers["YTO"].id)
        job.action_confirm_words()
        job.action_import()
        version = self._activate(self.env["logistics.contract.version"].browse(job.result_ids))
        answers = self.env["logistics.quoting"]._quote_many(self.company, [
            self._request("YTO", parcels=(1_500,), division=self._division(code)) for code in ("150200", "150400", "150100", "150700", "460100", "510100")])
        self.assertEqual([answer.get("price_fen") or answer["code"] for answer in answers], [1_300, 1_300, 1_300, 1_900, "not_served", 600])
        self.assertEqual(version.source_file, "价目.xlsx")

    def test_a_town_is_left_out_and_told(self):
        """Layout F: prices reach down to the district, so a row about one town is for a person and does not stop the others."""
        self._activate(self._version(self._contract("YTO"), codes=("510000",), valid_from="2025-01-01"))
        header = ("省", "市", "区县", "乡镇", "附加费(元/票)", "是否派送")
        rows = [("四川省", "甘孜藏族自治州", "石渠县", "", 12, "是"), ("四川省", "甘孜藏族自治州", "石渠县", "尼呷镇", 30, "是"),
                ("四川省", "甘孜藏族自治州", "德格县", "更庆镇", 9, "是")]
        job = self._job(xlsx(header, rows), "tariff_remote", tariff_carrier_id=self.carriers["YTO"].id)
        self.assertEqual([(error.row, error.code, error.is_warning) for error in job.error_ids], [(3, "town_unknown", True), (4, "town_unknown", True)])
        self.assertIn("尼呷镇", job.error_ids[0].reason)
        job.action_import()
        version = self.env["logistics.contract.version"].browse(job.result_ids)
        self.assertEqual(version.surcharge_ids.mapped("amount"), [12.0])

    def test_no_kind_of_finding_hides_another(self):
        base = ("SF", None, "四川省", "城市", None, "0", None, "22.00", None, None, None, None, "2026-01-01", None, "CNY")
        rows = [(*base[:3], f"城市{number:03d}", *base[4:]) for number in range(600)]
        rows.append((*base[:7], "x", *base[8:]))
        job = self._job(xlsx(FLAT, rows))
        self.assertEqual(job.error_count, 601)
        self.assertEqual(len(job.error_ids), 500)
        self.assertEqual(job.error_ids.filtered(lambda error: error.code == "not_a_number").row, 602)
