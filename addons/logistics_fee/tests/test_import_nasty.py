"""Price sheets as people really write them: merged and split headers, full-width signs, hidden rows, formulas, text encodings."""
import io
from datetime import date

import xlsxwriter
import xlwt

from odoo.exceptions import UserError
from odoo.tests import tagged

from . import test_import
from .common import LogisticsCase
from .test_import import FIRST, FLAT, flat_rows, xls, xlsx

DATES = ("2026-01-01", "2026-12-31", "CNY")


def book(write):
    """:param write: called with a worksheet and a format for merged cells. :return: bytes."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    write(made.add_worksheet("报价"), made.add_format())
    made.close()
    return out.getvalue()


@tagged("post_install", "-at_install")
class TestNastySheets(LogisticsCase):
    _job, _checked, _found = (getattr(test_import.TestTariffImport, name) for name in ("_job", "_checked", "_found"))

    def _reads(self, content, layout="tariff_flat", rows=2, **values):
        """The sheet is read without an error. :return: the versions it makes."""
        job = self._checked(content, layout, **values)
        self.assertEqual((job.layout, job.row_count, self._found(job)), (layout, rows, []))
        job.action_import()
        return self.env["logistics.contract.version"].browse(job.result_ids)

    def test_header_of_two_rows(self):
        """首重 and 续重 are merged over two columns each, the other headers downwards; the row below may repeat the group or not."""
        for under in (("首重(kg)", "首重价格(元)", "续重单位(kg)", "续重价格(元)"), ("重量(kg)", "价格(元)", "单位(kg)", "价格(元)")):
            def write(sheet, merged, under=under):
                sheet.merge_range(0, 0, 0, 6, "报价 2026年3月1日起", merged)
                for column, text in ((0, "区域"), (1, "目的省份"), (6, "参考时效")):
                    sheet.merge_range(1, column, 2, column, text, merged)
                sheet.merge_range(1, 2, 1, 3, "首重", merged)
                sheet.merge_range(1, 4, 1, 5, "续重", merged)
                sheet.write_row(2, 2, under)
                sheet.write_row(3, 0, ("一区", "江苏、浙江", 1, 8, 1, 2, "1-2天"))
                sheet.write_row(4, 0, ("二区", "四川", 1, 10, 1, 4, "2-3天"))
            with self.subTest(under), self.cr.savepoint() as savepoint:
                version = self._reads(book(write), "tariff_first_continue", tariff_carrier_id=self.carriers["SF"].id)
                self.assertEqual((version.valid_from, sorted(version.zone_ids.band_ids.mapped("base"))), (date(2026, 3, 1), [8, 8, 10, 10]))
                savepoint.rollback()

    def test_cells_merged_over_rows_are_named(self):
        def write(sheet, merged):
            sheet.write_row(0, 0, ("区域", "目的省份", "首重(kg)", "首重价格(元)", "续重单位(kg)", "续重价格(元)"))
            sheet.write_column(1, 1, ("江苏", "浙江"))
            for column, value in ((0, "一区"), (2, 1), (3, 8), (4, 1), (5, 2)):
                sheet.merge_range(1, column, 2, column, value, merged)
        for asked in (False, True):
            job = self._checked(book(write), "tariff_first_continue", tariff_carrier_id=self.carriers["SF"].id, from_above=asked)
            self.assertEqual([(error.row, error.column, error.code) for error in job.error_ids if not error.is_warning],
                             [(3, column, "missing_value") for column in "CDEF"], "amounts and weights are never taken from above")

    def test_empty_cells_from_the_row_above(self):
        """省 and 产品 are merged over the two ranges of a region: named without the option, read as one ladder with it."""
        first, steps = flat_rows(("SF",))
        rows = [first, (steps[0], None, None, *steps[3:])]
        for content in (xlsx(FLAT, rows), xls(FLAT, rows)):
            with self.subTest(content[:4]), self.cr.savepoint() as savepoint:
                job = self._checked(content)
                self.assertEqual((job.has_from_above, job.from_above, self._found(job)), (True, False, [(3, "missing_division")]))
                job.from_above = True
                self.assertEqual((job.state, job.created_count), ("draft", 0), "another reading needs another check")
                job.action_check()
                told = job.error_ids.filtered(lambda error: error.code == "taken_from_above")
                self.assertEqual((self._found(job), told.row, told.is_warning, "1 rows" in told.reason), ([], 3, True, True))
                job.action_import()
                self.assertEqual(self.env["logistics.contract.version"].browse(job.result_ids).zone_ids.band_ids.mapped("base"), [22, 22])
                with self.assertRaisesRegex(UserError, "is done"):
                    job.from_above = False
                savepoint.rollback()
        self.assertFalse(self.env["dealer.import.job"].new({"layout": "tariff_weights_down"}).has_from_above)

    def test_days_the_wrong_way_round(self):
        header = (*FLAT, "时效最短天", "时效最长天")
        rows = [(*row, "9", "2") for row in flat_rows(("SF",))]
        self.assertEqual(self._found(self._checked(xlsx(header, rows))), [(2, "days_reversed"), (3, "days_reversed")])
        for low, high in (("2", "2"), (None, "2"), ("0", "0")):
            self.assertEqual(self._found(self._checked(xlsx(header, [(*row[:-2], low, high) for row in rows]))), [])
        matrix = ("承运商", "目的地", "时效(天)", "x≤1kg", "1kg以上")
        for words, found in (("9-2天", [(2, "days_reversed")]), ("2-2", []), ("次日-2天", []), ("2天", [])):
            for content, layout in (
                    (xlsx(FIRST, [("SF", "一区", "四川", "1", "8", "1", "2", words)]), "tariff_first_continue"),
                    (xlsx(matrix, [("SF", "四川", words, "8", "9")]), "tariff_band_matrix")):
                with self.subTest((words, layout)):
                    self.assertEqual(self._found(self._checked(content, layout)), found)
        job = self._checked(xlsx(matrix, [("SF", "四川", "9-2", "8", None)]), "tariff_band_matrix")
        self.assertEqual(self._found(job), [(2, "days_reversed"), (2, "missing_value")], "one finding hides no other")

    def test_the_check_says_that_the_sheet_is_imported_as_a_whole(self):
        rows = flat_rows(("SF", "YTO"))
        job = self._checked(xlsx(FLAT, [*rows[:3], (*rows[3][:7], "面议", *rows[3][8:])]))
        with self.assertRaisesRegex(UserError, "1 of 4 rows of 价目.xlsx have errors: this kind of sheet is imported as a whole") as refused:
            job.action_import()
        self.assertEqual((job.mode, job.is_whole, job.summary), ("good_rows", True, str(refused.exception)))
        whole = self._checked(xlsx(FLAT, rows))
        self.assertIn("4 new", whole.summary)

    def test_full_width_and_units(self):
        rows = [("ＳＦ", "标快", "　四川省 ", None, None, "０", "１", "２２．００", None, None, None, None, "２０２６－０１－０１", "2026年12月31日", "ＣＮＹ"),
                ("SF ", "标快", "四川省\u00a0", None, None, "1 kg", None, "￥22.00 元", "０．５公斤", "5.00元/kg", "1", None, "2026/1/1", "20261231", "人民币")]
        version = self._reads(xlsx(FLAT, rows))
        self.assertEqual((version.zone_ids.band_ids.mapped("rate"), version.valid_to), ([0, 5], date(2026, 12, 31)))

    def test_thousands(self):
        row = ("SF", "标快", "四川省", None, None, "0", "1,000", "1,022.50", "1", "1,5", "1000", None, *DATES)
        job = self._checked(xlsx(FLAT, [row]))
        self.assertEqual([(error.row, error.column, error.code, error.value) for error in job.error_ids if not error.is_warning],
                         [(2, "J", "ambiguous_number", "1,5")])

    def test_hidden_rows_are_told_once(self):
        def write(sheet, _merged):
            for number, row in enumerate((FLAT, *flat_rows(("SF", "YTO")))):
                sheet.write_row(number, 0, ["" if value is None else value for value in row])
            sheet.set_row(3, None, None, {"hidden": True})
            sheet.set_row(4, None, None, {"hidden": True})
        job = self._checked(book(write))
        self.assertEqual((job.row_count, self._found(job)), (4, []))
        told = job.error_ids.filtered(lambda error: error.code == "hidden_row")
        self.assertEqual((told.row, "2 hidden rows" in told.reason), (4, True))

    def test_hidden_rows_of_old_books(self):
        """Two rows of an .xls are hidden, by hand and with a height of nothing."""
        made, out = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
        for name in ("价目", "另一张"):
            sheet = made.add_sheet(name)
            for number, row in enumerate((FLAT, *flat_rows(("SF", "YTO")))):
                for column, value in enumerate(row):
                    sheet.write(number, column, "" if value is None else value)
            for number in (3, 4) if name == "价目" else (1, 2, 3):
                sheet.row(number).hidden = True
        made.save(out)
        job = self._checked(out.getvalue())
        self.assertEqual((job.row_count, self._found(job)), (4, []))
        told = job.error_ids.filtered(lambda error: error.code == "hidden_row")
        self.assertEqual((told.row, "2 hidden rows" in told.reason), (4, True))

    def test_prices_without_a_destination_are_told(self):
        """A row of prices that names no region, or no weight, is an error; remarks and rows of words are passed over as before."""
        matrix = ("承运商", "区域", "目的地", "x≤1kg", "1kg以上")
        rows = [("SF", "一区", "四川", "8", "9"), (None, "单位", None, "元", "元"), (None, None, None, None, "5.00元")]
        self.assertEqual(self._found(self._checked(xlsx(matrix, rows), "tariff_band_matrix")), [(4, "missing_value")])
        down = [("0-1", "SF", "2.80"), (None, None, "3.60"), ("备注：不含税", None, None)]
        self.assertEqual(self._found(self._checked(xlsx(("重量段(kg)", "承运商", "其他"), down), "tariff_weights_down")), [(3, "missing_value")])
        first = [("SF", "一区", "四川", "1", "8", "1", "2", "1天"), (None, None, None, None, None, None, 3, None)]
        self.assertLess({(3, "missing_value")}, {*self._found(self._checked(xlsx(FIRST, first), "tariff_first_continue")), None})

    def test_rows_of_a_region_say_the_same(self):
        """Days and unit of all rows of a region count, not those of the first row alone; of two names of its zone the first is kept."""
        header = (*FLAT, "时效最短天", "时效最长天", "计价单位", "区域")
        first, second = flat_rows(("SF",))
        def found(one, two):
            job = self._checked(xlsx(header, [(*first, *one), (*second, *two)]))
            return self._found(job), [error.code for error in job.error_ids if error.is_warning and error.code.startswith("different")], job
        self.assertEqual(found(("2", "3", None, None), ("2", "4", None, None))[0], [(3, "different_days")])
        self.assertIn((3, "different_unit"), found((None, None, "kg", None), (None, None, "件", None))[0])
        self.assertEqual(found((None, None, None, "一区"), (None, None, None, "二区"))[:2], ([], ["different_zone"]))
        self.assertEqual(found(("2", None, None, None), (None, None, None, None))[0], [(2, "missing_longest")])
        errors, warnings, job = found((None, None, None, None), ("2", "4", None, "一区"))
        self.assertEqual((errors, warnings), ([], []))
        job.action_import()
        zone = self.env["logistics.contract.version"].browse(job.result_ids).zone_ids
        self.assertEqual((zone.name, zone.transit_min, zone.transit_max), ("一区", 2, 4), "what a later row says alone counts too")

    def test_formulas(self):
        def write(sheet, _merged):
            for number, row in enumerate((FLAT, *flat_rows(("SF",)))):
                sheet.write_row(number, 0, ["" if value is None else value for value in row])
            sheet.write_formula(1, 7, "=20+2", None, 22)
            sheet.write_formula(2, 7, "=H2", None, "")
        job = self._checked(book(write))
        self.assertEqual([(error.row, error.column, error.code) for error in job.error_ids if not error.is_warning], [(3, "H", "formula_without_value")])

    def test_dates(self):
        for first, last in (("2026年1月1日", "2026.12.31"), ("2026-1-1 00:00:00", 46387), ("20260101", "2026-12-31T00:00:00")):
            with self.subTest(first), self.cr.savepoint() as savepoint:
                version = self._reads(xlsx(FLAT, [(*row[:12], first, last, "CNY") for row in flat_rows(("SF",))]))
                self.assertEqual((version.valid_from, version.valid_to), (date(2026, 1, 1), date(2026, 12, 31)))
                savepoint.rollback()
        for text in ("26/1/1", "1月1日", "2026-02-30"):
            job = self._checked(xlsx(FLAT, [(*row[:12], text, "2026-12-31", "CNY") for row in flat_rows(("SF",))]))
            self.assertEqual(self._found(job), [(2, "not_a_date"), (3, "not_a_date")])

    def test_regions_twice_in_other_words(self):
        same = [(row[0], row[1], "四川", *row[3:]) for row in flat_rows(("SF",))]
        job = self._checked(xlsx(FLAT, [*flat_rows(("SF",)), *same]))
        self.assertEqual(self._found(job), [])
        self.assertLess({(4, "repeated_band"), (5, "repeated_band")}, set(self._found(job, warnings=True)))
        dearer = [(*row[:7], "23.00", *row[8:]) for row in same]
        self.assertEqual(self._found(self._checked(xlsx(FLAT, [*flat_rows(("SF",)), *dearer]))), [(4, "duplicate_band"), (5, "duplicate_band")])
        job = self._checked(xlsx(FIRST, [("SF", "一区", "江苏、浙江", "1", "8", "1", "2", "1天"), ("SF", "二区", "浙江省、四川", "1", "9", "1", "2", "1天")]),
                            "tariff_first_continue")
        self.assertIn((3, "duplicate_division"), self._found(job))

    def test_header_with_spaces_and_units(self):
        header = [f"{name} " for name in FLAT]
        header[2], header[5], header[7], header[9] = "目的\n省", "起始重量（KG）", "基础价\u200b（元）", "续重单价(元)"
        self.assertEqual(self._reads(xlsx(header, flat_rows(("SF",)))).zone_ids.band_ids.mapped("base"), [22, 22])
        header[5] = "起始重量(g)"
        job = self._checked(xlsx(header, flat_rows(("SF",))))
        self.assertEqual(self._found(job), [(1, "unknown_column")], "another unit is another column")

    def test_old_books_and_text_files(self):
        rows = flat_rows(("SF",))
        lines = [",".join("" if value is None else f'"{value}"' for value in row) for row in (FLAT, *rows)]
        text = "\r\n".join(lines)
        for content in (xls(FLAT, rows), text.encode("gbk"), text.replace(",", ";").encode("utf-8-sig"), text.replace(",", "\t").encode("utf-16"),
                        text.replace("四川省", "四川\r\n省").encode("gb18030")):
            with self.subTest(content[:12]), self.cr.savepoint() as savepoint:
                self.assertEqual(self._reads(content, name="价目.csv").zone_ids.band_ids.mapped("base"), [22, 22])
                savepoint.rollback()

    def test_notes_and_blank_rows(self):
        rows = flat_rows(("SF",))
        blank = (None,) * len(FLAT)
        self._reads(xlsx(FLAT, [rows[0], blank, rows[1], ("备注：以上价格含税，港澳台不发", *blank[1:])]))

    def test_sums_and_sentences_below_the_table_are_no_rows(self):
        matrix = ("目的地", "0-1kg", "1kg以上")
        rows = [("江浙沪", "2.30", "3.40"), ("合计", "2.30", "3.40"), ("备注:偏远另议", None, None), ("体积重=长*宽*高/6000", None, None)]
        job = self._checked(xlsx(matrix, rows), "tariff_band_matrix", tariff_carrier_id=self.carriers["YTO"].id)
        self.assertEqual((job.row_count, self._found(job)), (1, []))
        job.action_import()
        version = self.env["logistics.contract.version"].browse(job.result_ids)
        self.assertEqual((sorted(version.zone_ids.line_ids.division_id.mapped("code")), version.volumetric_divisor), (["310000", "320000", "330000"], 6000))
        long_list = ("江苏、浙江、上海、安徽、江西、湖北、湖南、河南、山东", None, None)
        carrier = {"tariff_carrier_id": self.carriers["YTO"].id}
        self.assertEqual(set(self._found(self._checked(xlsx(matrix, [rows[0], long_list]), "tariff_band_matrix", **carrier))), {(3, "missing_value")})
        down = [("0-1", "2.80"), ("1以上", "3.60"), ("总计", "6.40")]
        self.assertEqual(self._found(self._checked(xlsx(("重量段(kg)", "其余省份"), down), "tariff_weights_down", **carrier)), [])
        first = [("SF", "一区", "四川", "1", "8", "1", "2", "1天"), ("合计", None, None, None, "8", None, "2", None)]
        self.assertEqual(self._found(self._checked(xlsx(FIRST, first), "tariff_first_continue")), [])

    def test_a_column_of_prices_is_never_left_out(self):
        """What nobody reads and speaks of money or weight stops the import; any other column is told."""
        row = ("SF", "一区", "四川", "1", "8", "1", "2", "1天")
        for name, code in (
                ("燃油附加费(元)", (1, "unknown_column")), ("首重(g)", (1, "unknown_column")), ("计费方式", (1, "unknown_column")),
                ("价格单位", (1, "unknown_column")), ("优惠说明", (1, "unknown_column")), ("联系人", None), ("付费方式", None), ("价格 说明", None),
                ("报价日期", None)):
            job = self._checked(xlsx((*FIRST, name), [(*row, "5")]), "tariff_first_continue")
            with self.subTest(name):
                self.assertEqual(self._found(job), [code] if code else [])
                self.assertIn("unknown_column", job.error_ids.mapped("code"))
        for name in ("3kg以上每公斤", "3KG", "10kg以上 0.8元/kg"):
            job = self._checked(xlsx(("承运商", "目的地", "0-1kg", "1-3kg", name), [("SF", "四川", 2, 3, 1)]), "tariff_band_matrix")
            self.assertEqual(self._found(job), [(1, "unknown_column")], name)

    def test_ranges_of_one_row_are_named_by_their_column(self):
        for ranges, column, code in ((("0-1kg", "0.8-2kg"), "D", "overlapping_band"), (("0-1kg", "1.5-2kg"), "D", "gap_in_bands")):
            job = self._checked(xlsx(("承运商", "目的地", *ranges), [("SF", "四川", "2", "3")]), "tariff_band_matrix")
            self.assertEqual([(e.row, e.column, e.code) for e in job.error_ids if not e.is_warning], [(2, column, code)])

    def test_bounds_as_the_signs_say(self):
        down = [("0<x<1", "2.80"), ("1≤x<2", "3.60"), ("≥2", "4.00")]
        job = self._checked(xlsx(("重量段(kg)", "其他"), down), "tariff_weights_down", tariff_carrier_id=self.carriers["YTO"].id)
        self.assertEqual(self._found(job), [])
        job.action_import()
        bands = self.env["logistics.contract.version"].browse(job.result_ids).zone_ids.band_ids
        self.assertEqual([(band.from_g, band.upto_g) for band in bands], [(0, 999), (999, 1_999), (1_999, 0)])

    def test_further_sheets_are_told(self):
        out = io.BytesIO()
        made = xlsxwriter.Workbook(out, {"in_memory": True})
        for name, carrier in (("说明", None), ("华东", "SF"), ("华南", "YTO"), ("旧价", "STO")):
            sheet = made.add_worksheet(name)
            for number, row in enumerate((FLAT, *flat_rows((carrier,))) if carrier else [("价目表说明",)]):
                sheet.write_row(number, 0, ["" if value is None else value for value in row])
            if name == "旧价":
                sheet.hide()
        made.close()
        job = self._checked(out.getvalue())
        told = job.error_ids.filtered(lambda error: error.code == "sheet_not_read")
        self.assertEqual((job.row_count, told.value, told.is_warning), (2, "华南", True))
