"""Price sheets in: the story's four carriers, the sample sheets, every kind of bad row, four eyes after the import."""
import base64
import io
from datetime import date
from pathlib import Path

import xlsxwriter
import xlwt

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import J3_FEN, SICHUAN, LogisticsCase

SAMPLES = Path(__file__).parent / "samples"
FLAT = (
    "承运商", "产品", "目的省", "目的市", "目的区县", "起始重量kg", "截止重量kg", "基础价", "续重单位kg", "续重单价", "扣减重量kg",
    "最低收费", "生效日期", "失效日期", "币种")
FIRST = ("承运商", "区域", "目的省份", "首重(kg)", "首重价格(元)", "续重单位(kg)", "续重价格(元)", "参考时效")


def flat_rows(codes=tuple(SICHUAN)):
    """Two ranges per carrier to Sichuan: first weight, then steps."""
    rows = []
    for code in codes:
        first, fee, step, rate = SICHUAN[code]
        dates = ("2026-01-01", "2026-12-31", "CNY")
        rows.append((code, "标快", "四川省", None, None, "0", first, fee, None, None, None, None, *dates))
        rows.append((code, "标快", "四川省", None, None, first, None, fee, step, rate, first, None, *dates))
    return rows


def xlsx(header, rows):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("价目")
    for number, row in enumerate((header, *rows)):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    book.close()
    return out.getvalue()


def xls(header, rows):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("价目")
    for number, row in enumerate((header, *rows)):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@tagged("post_install", "-at_install")
class TestTariffImport(LogisticsCase):
    def _job(self, content, layout="tariff_flat", name="价目.xlsx", **values):
        return self.env["dealer.import.job"].with_user(self.accountant).create({
            "layout": layout, "file": base64.b64encode(content), "filename": name, "date_from": "2026-01-01", **values})

    def _checked(self, content, layout="tariff_flat", **values):
        job = self._job(content, layout, **values)
        job.action_check()
        return job

    def _sample(self, name, layout="tariff_flat", **values):
        return self._checked((SAMPLES / name).read_bytes(), layout, name=name, **values)

    def _found(self, job, warnings=False):
        return [(error.row, error.code) for error in job.error_ids if error.is_warning == warnings]

    def _versions(self, job):
        return self.env["logistics.contract.version"].browse(job.result_ids)

    def test_four_carriers_from_both_formats_and_layouts(self):
        first = [
            (code, "西南", "四川", price[0], price[1], price[2], price[3], "2-3天") for code, price in SICHUAN.items()]
        files = (
            ("flat xlsx", xlsx(FLAT, flat_rows()), "tariff_flat"), ("flat xls", xls(FLAT, flat_rows()), "tariff_flat"),
            ("first xlsx", xlsx(FIRST, first), "tariff_first_continue"), ("first xls", xls(FIRST, first), "tariff_first_continue"))
        for label, content, layout in files:
            with self.subTest(label), self.cr.savepoint() as savepoint:
                job = self._checked(content, layout)
                self.assertFalse([error for error in job.error_ids if not error.is_warning])
                job.action_import()
                versions = self._versions(job)
                self.assertEqual(versions.mapped("state"), ["draft"] * 4)
                self.assertEqual(versions.author_ids, self.accountant)
                with self.assertRaises(AccessError):
                    versions.with_user(self.accountant).action_activate()
                self._activate(versions)
                answers = self.env["logistics.quoting"]._quote_many(
                    self.company, [self._request(code) for code in J3_FEN])
                self.assertEqual([answer["price_fen"] for answer in answers], list(J3_FEN.values()))
                savepoint.rollback()

    def test_second_upload_changes_nothing(self):
        content = xlsx(FLAT, flat_rows())
        self._checked(content).action_import()
        job = self._checked(content)
        self.assertEqual((job.created_count, job.updated_count, job.unchanged_count), (0, 0, 8))
        with self.assertRaisesRegex(UserError, "Exactly this file was imported by"):
            job.action_import()
        self.assertEqual(self.env["logistics.contract.version"].search_count([("carrier_id", "in", [c.id for c in self.carriers.values()])]), 4)

    def test_two_origins_are_two_contracts(self):
        """22.00 from Zhejiang, 18.00 from Guangdong: the file is imported once for each, the second one for its warehouse."""
        south = self.env["stock.warehouse"].create({"name": "South", "code": "SOU", "company_id": self.company.id})
        header = ("始发省", *FLAT)
        rows = [("浙江省", *row) for row in flat_rows(("SF",))]
        rows += [("广东", *row[:7], "18.00", *row[8:]) for row in flat_rows(("SF",))]
        content = xlsx(header, rows)
        job = self._checked(content)
        self.assertEqual(self._found(job), [(4, "several_origins")])
        self.assertIn("浙江省", job.error_ids.filtered(lambda error: error.code == "several_origins").reason)
        jobs = self._checked(content, tariff_origin="浙江") | self._checked(content, tariff_origin="广东省", tariff_warehouse_id=south.id)
        for job in jobs:
            self.assertFalse(self._found(job))
            job.action_import()
        versions = [self._versions(job) for job in jobs]
        self.assertEqual([version.contract_id.warehouse_id for version in versions], [south.browse(), south])
        self.assertEqual([version.zone_ids.band_ids.mapped("base") for version in versions], [[22, 22], [18, 18]])
        with self.assertRaisesRegex(UserError, "No price of the sheet leaves from 上海"):
            self._checked(content, tariff_origin="上海")

    def test_two_products_are_two_carriers(self):
        """22.00 for 标快, 15.00 for 特惠, both under SF: one import each, the second one for the carrier that stands for 特惠."""
        economy = self.carriers["SF"].copy({"name": "SF economy", "dealer_code": "SFE"})
        rows = flat_rows(("SF",))
        rows += [(row[0], "特惠 (陆运)", *row[2:7], "15.00", *row[8:]) for row in rows]
        content = xlsx(FLAT, rows)
        job = self._checked(content)
        self.assertEqual(self._found(job), [(4, "several_products")])
        self.assertIn("标快", job.error_ids.filtered(lambda error: error.code == "several_products").reason)
        jobs = self._checked(content, tariff_product="标快") | self._checked(content, tariff_product="特惠（陆运）", tariff_carrier_id=economy.id)
        for job in jobs:
            self.assertFalse(self._found(job))
            job.action_import()
        versions = [self._versions(job) for job in jobs]
        self.assertEqual([version.carrier_id for version in versions], [self.carriers["SF"], economy])
        self.assertEqual([version.zone_ids.band_ids.mapped("base") for version in versions], [[22, 22], [15, 15]])
        with self.assertRaisesRegex(UserError, "No price of the sheet is for the product 次晨"):
            self._checked(content, tariff_product="次晨")

    def test_bad_row_tears_no_second_finding(self):
        """A price that is no number is one finding: the hole in its ladder is not told beside it; a hole of its own is."""
        rows = [("SF", "标快", place, None, None, str(lower), str(lower + 1), "x" if place == "四川省" and lower == 1 else f"{20 + lower}.00", *[None] * 4,
                 "2026-01-01", "2026-12-31", "CNY") for place in ("四川省", "云南省") for lower in (0, 1, 2) if (place, lower) != ("云南省", 1)]
        job = self._checked(xlsx(FLAT, rows))
        self.assertEqual(self._found(job), [(3, "not_a_number"), (6, "gap_in_bands")])

    def test_corrected_sheet_replaces_the_draft(self):
        self._checked(xlsx(FLAT, flat_rows())).action_import()
        rows = flat_rows()
        rows[1] = rows[1][:9] + ("6.00",) + rows[1][10:]
        job = self._checked(xlsx(FLAT, rows))
        self.assertEqual((job.created_count, job.updated_count, job.unchanged_count), (0, 2, 6))
        job.action_import()
        version = self._versions(job)
        self.assertEqual((version.number, version.zone_ids.band_ids.mapped("rate")), (1, [0.0, 6.0]))

    def test_active_version_is_not_touched(self):
        first = self._checked(xlsx(FLAT, flat_rows(("SF",))))
        first.action_import()
        active = self._activate(self._versions(first))
        rows = flat_rows(("SF",))
        rows[1] = rows[1][:9] + ("6.00",) + rows[1][10:]
        job = self._checked(xlsx(FLAT, rows))
        self.assertEqual(job.created_count, 2)
        job.action_import()
        self.assertNotEqual(self._versions(job), active)
        self.assertEqual(active.zone_ids.band_ids.mapped("rate"), [0.0, 5.0])

    def test_flat_samples(self):
        for name in ("D_flat_template.xls", "D_flat_template.xlsx"):
            with self.subTest(name):
                job = self._sample(name)
                self.assertEqual((job.row_count, job.error_count), (96, 0))
        job.action_import()
        version = self._versions(job)
        self.assertEqual((version.carrier_id, str(version.valid_from)), (self.carriers["STO"], "2026-03-01"))
        self.assertEqual(version.volumetric_divisor, 6_000)
        self.assertFalse([finding for finding in version._findings() if finding.level == "error"])
        kinds = version.zone_ids.line_ids.mapped("kind")
        self.assertEqual((kinds.count("include"), version.not_served_ids.mapped("name")), (32, ["那曲市"]))
        self._activate(version)
        naqu, shenzhen = self.env["dealer.division"]._find("西藏", "那曲"), self.env["dealer.division"]._find("广东", "深圳")
        answers = self.env["logistics.quoting"]._quote_many(self.company, [
            self._request("STO", division=division, on_date=date(2026, 3, 2)) for division in (naqu, shenzhen)])
        self.assertEqual((answers[0]["code"], answers[1]["price_fen"]), ("not_served", 500))

    def test_first_continue_sample(self):
        content = (SAMPLES / "B_first_continue.xls").read_bytes()
        job = self._checked(content, "tariff_first_continue", tariff_carrier_id=self.carriers["YTO"].id)
        self.assertEqual((job.row_count, job.error_count), (5, 0), job.error_ids.mapped("reason"))
        job.action_import()
        version = self._versions(job)
        self.assertEqual((str(version.valid_from), str(version.valid_to)), ("2026-01-01", "2026-12-31"))
        self.assertEqual(version.volumetric_divisor, 6_000)
        self.assertEqual(len(version.zone_ids.line_ids), 31)
        self.assertEqual(version.zone_ids[0].transit_max, 2)
        self.assertFalse([finding for finding in version._findings() if finding.level == "error"])

    def test_sheet_without_carrier(self):
        content = (SAMPLES / "B_first_continue.xls").read_bytes()
        job = self._checked(content, "tariff_first_continue")
        self.assertEqual({code for _row, code in self._found(job)}, {"missing_carrier"})
        job.tariff_carrier_id = self.carriers["YTO"]
        self.assertEqual(job.state, "draft")

    def test_broken_samples(self):
        cases = {
            "broken_currency.xlsx": [(2, "wrong_currency"), (5, "wrong_currency")],
            "broken_negative.xlsx": [
                (2, "negative_value"), (3, "negative_value"), (4, "band_reversed"), (5, "zero_step"), (6, "value_too_large")],
            "broken_formula_injection.xlsx": [(2, "formula_without_value")],
            "broken_missing_columns.xlsx": [(1, "missing_column")],
            "broken_duplicate_headers.xlsx": [(1, "duplicate_column"), (1, "missing_column")],
            "broken_units.xlsx": [(1, "unknown_column")] * 4,
            "broken_division_names.xlsx": [
                (7, "unknown_division"), (8, "several_divisions_in_one_cell"), (14, "unknown_division"), (15, "missing_division"),
                (17, "city_not_in_province"), (21, "ambiguous_district")],
        }
        for name, expected in cases.items():
            with self.subTest(name):
                found = self._found(self._sample(name))
                if name == "broken_duplicate_headers.xlsx":
                    self.assertIn(expected[0], found)
                else:
                    self.assertEqual(sorted(found), expected)

    def test_warnings_keep_the_row(self):
        job = self._sample("broken_currency.xlsx")
        self.assertIn((4, "currency_assumed"), self._found(job, warnings=True))
        job = self._sample("broken_division_names.xlsx")
        warned = self._found(job, warnings=True)
        for expected in ((5, "alias_wrong_suffix"), (19, "historic_name"), (20, "historic_name")):
            self.assertIn(expected, warned)

    def test_text_numbers(self):
        job = self._sample(
            "broken_text_numbers_fullwidth.xls", "tariff_first_continue", tariff_carrier_id=self.carriers["YTO"].id)
        self.assertEqual(self._found(job), [
            (4, "ambiguous_number"), (5, "not_a_number"), (6, "not_a_number"), (7, "not_a_number"), (8, "missing_value"),
            (9, "negative_value")])

    def test_unreadable_files(self):
        for name in ("broken_empty.xlsx", "broken_html_as.xls"):
            with self.subTest(name), self.assertRaises(UserError):
                self._sample(name)

    def test_bad_rows(self):
        base = ("SF", None, "四川省", None, None, "0", None, "22.00", None, None, None, None, "2026-01-01", None, "CNY")

        names = (
            "carrier", "service", "province", "city", "district", "low", "high", "base", "step", "rate", "over", "min", "start", "end",
            "currency")

        def row(**changes):
            return tuple(changes.get(name, value) for name, value in zip(names, base, strict=True))
        cases = (
            ("unknown carrier", [row(carrier="DHL")], "unknown_carrier"),
            ("unknown region", [row(province="梦幻省")], "unknown_division"),
            ("zero", [row(base="0")], "zero_price"),
            ("negative", [row(base="-1")], "negative_value"),
            ("expired", [row(end="2026-02-01")], "expired_tariff"),
            ("dates", [row(end="2025-02-01")], "dates_reversed"),
            ("step without size", [row(rate="5")], "missing_step"),
            ("step without price", [row(step="1")], "missing_rate"),
            ("gap", [row(high="1"), row(low="2")], "gap_in_bands"),
            ("overlap", [row(high="2"), row(low="1")], "overlapping_band"),
            ("double", [row(high="2"), row(high="2", base="21"), row(low="2")], "duplicate_band"),
            ("fraction of a fen", [row(base="1.005")], "fraction_of_fen"),
        )
        for label, rows, code in cases:
            with self.subTest(label):
                job = self._checked(xlsx(FLAT, rows))
                finding = job.error_ids.filtered(lambda error: not error.is_warning)[:1]
                self.assertEqual(finding.code, code)
                self.assertNotEqual(finding.reason, code)
                self.assertNotIn("%(", finding.reason)
                self.assertTrue(finding.sheet and finding.row)
                self.assertTrue(job.result_file)

    def test_city_price_and_default(self):
        start = ("2026-01-01", None, "CNY")
        rows = [
            ("SF", None, "四川省", None, None, "0", None, "22.00", None, None, None, None, *start),
            ("SF", None, "四川省", "成都市", None, "0", None, "20.00", None, None, None, None, *start),
            ("SF", None, "其他", None, None, "0", None, "30.00", None, None, None, None, *start)]
        job = self._checked(xlsx(FLAT, rows))
        job.action_import()
        self._activate(self._versions(job))
        answers = self.env["logistics.quoting"]._quote_many(self.company, [
            self._request(division=self._division(code)) for code in ("510107", "510703", "440106")])
        self.assertEqual([answer["price_fen"] for answer in answers], [2_000, 2_200, 3_000])

    def test_only_the_settlement_accountant_imports(self):
        job = self.env["dealer.import.job"].with_user(self.presale).create({
            "layout": "tariff_flat", "file": base64.b64encode(xlsx(FLAT, flat_rows())), "filename": "x.xlsx"})
        with self.assertRaises(AccessError):
            job.action_check()

    def test_cost_side(self):
        job = self._checked(xlsx(FLAT, flat_rows(("SF",))), tariff_side="cost")
        job.action_import()
        self.assertEqual(self._versions(job).side, "cost")
