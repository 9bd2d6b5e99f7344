"""Every bill among the samples yields what its manifest entry says."""
import io
import json
from datetime import date
from pathlib import Path

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import tagged

from .bill_common import BillCase

SAMPLES = Path(__file__).parent / "samples"
MANIFEST = json.loads((SAMPLES / "MANIFEST.json").read_text(encoding="utf-8"))["files"]
# Not kept as a file: a text in the old Chinese encoding.
GBK = "运单号码,计费重量,应付金额\r\nSF1000000000001,1.5,8.00\r\nSF1000000000002,２．５,９．００\r\n".encode("gb18030")
MARCH = {"date_from": date(2026, 3, 1), "date_to": date(2026, 3, 31)}


@tagged("post_install", "-at_install")
class TestBillSamples(BillCase):
    def _sample(self, name):
        return self._bill(GBK if name.endswith("gbk.csv") else (SAMPLES / name).read_bytes(), filename=name, **MARCH)

    def _imported(self, name):
        bill = self._sample(name)
        bill.action_check()
        bill.mapping_id.action_confirm()
        bill.action_import()
        return bill

    def test_good_bills(self):
        entries = [entry for entry in MANIFEST if entry["layout"].startswith("bill-")]
        self.assertEqual(len(entries), 4)
        for entry in entries:
            with self.subTest(entry["file"]):
                bill, expect = self._imported(entry["file"]), entry["expect"]
                lines = bill.line_ids
                self.assertEqual((bill.line_count, len(lines), bill.finding_count), (expect["lines"], expect["lines"], 0), bill.finding_ids.mapped("reason"))
                self.assertEqual(len(set(lines.mapped("number"))), expect.get("waybills", expect["lines"]))
                self.assertTrue(all(line.on_date and line.weight_g and line.amount and line.destination for line in lines))
                self.assertTrue(all(date(2026, 3, 1) <= line.on_date <= date(2026, 3, 31) for line in lines))
                bill.action_cancel()
                bill.mapping_id.active = False

    def test_what_the_notes_say(self):
        sf = self._imported("bill_SF_text_numbers.xls").line_ids
        self.assertEqual((sf[0].amount, sf[0].on_date, sf[1].fee, sf[1].number), (7.0, date(2026, 3, 1), "insured", sf[0].number))
        self.assertEqual(sf[0].product, "顺丰标快(陆运)")
        yunda = self._imported("bill_YUNDA_header_row2.xlsx").line_ids[0]
        self.assertEqual((yunda.number, yunda.row, yunda.on_date, yunda.amount, yunda.weight_g), ("4310000000000", 3, date(2026, 3, 1), 2.98, 2_780))
        self.assertEqual(self._imported("bill_BEST_10col.xls").line_ids[0].destination, "北京北京市")
        zto = self._imported("bill_ZTOFREIGHT_title_total.xlsx")
        self.assertEqual((zto.line_ids[0].row, zto.line_ids[1].parts, zto.line_ids[1].amount), (4, {"upstairs": 936}, 69.76))

    def test_personal_columns_are_not_stored(self):
        bill = self._imported("bill_BEST_10col.xls")
        self.assertNotIn("仓库", str(bill.line_ids.mapped("cells")))
        self.assertFalse(bill.file)
        kept = self._sample("bill_SF_text_numbers.xls")
        kept.action_check()
        kept.mapping_id.keep_personal = True
        kept.mapping_id.action_confirm()
        kept.action_import()
        self.assertIn("不详", str(kept.line_ids.mapped("cells")))
        self.assertTrue(kept.file)

    def test_broken_bills(self):
        with self.assertRaisesRegex(UserError, "no workbook.*html"):
            self._sample("broken_html_as.xls").action_check()
        entry = next(entry for entry in MANIFEST if entry["file"] == "broken_gbk.csv")
        lines = self._imported("broken_gbk.csv").line_ids
        self.assertEqual(lines.mapped("row"), entry["expect"]["accepted"])
        self.assertEqual((lines[1].weight_g, lines[1].amount), (2_500, 9.0))

    def test_files_as_other_carriers_write_them(self):
        """Units in the cells, the header once more, sums, a sentence below, several fees beside their sum, a second sheet with lines."""
        header = ("快递单号", "寄件日期", "目的地", "计费重量", "运费", "保价费", "合计")
        rows = [("SF1000000000001", "03-05", "成都", "1.5kg", "6.00元", "2元", "￥8.00"), ("小计", None, None, 1.5, 6, 2, 8), header,
                ("SF1000000000002", "3月6日", "成都", "２．５公斤", 9, None, "9"), ("合计", None, None, 4, 15, 2, 17), ("备注：以上含税",)]
        book, out = openpyxl.Workbook(), io.BytesIO()
        for name, lines in (("三月", [("顺丰三月账单",), (), header, *rows]), ("补充", [header, rows[0]])):
            sheet = book.active if name == "三月" else book.create_sheet()
            sheet.title = name
            for line in lines:
                sheet.append(line)
        book.save(out)
        bill = self._bill(out.getvalue(), filename="other.xlsx", **MARCH)
        bill.action_check()
        self.assertEqual((bill.finding_count, bill.stated_total), (0, 17.0), bill.finding_ids.mapped("reason"))
        told = bill.finding_ids.filtered(lambda finding: finding.code == "sheet_not_read")
        self.assertEqual((told.value, told.is_warning), ("补充", True))
        bill.mapping_id.action_confirm()
        bill.action_import()
        self.assertEqual(
            [(line.row, line.weight_g, line.amount, line.parts or {}) for line in bill.line_ids], [(4, 1_500, 8.0, {"insured": 200}), (7, 2_500, 9.0, {})])

    def test_other_units_are_refused(self):
        text = "运单号码,计费重量,应付金额\r\nSF1000000000001,1500g,8.00\r\nSF1000000000002,3斤,$8\r\nSF1000000000003,1,\"8,5\"\r\n"
        bill = self._bill(text.encode(), filename="units.csv", **MARCH)
        bill.action_check()
        found = [(finding.row, finding.column, finding.code, finding.is_warning) for finding in bill.finding_ids if finding.row > 1]
        self.assertEqual(sorted(found), [(2, "B", "not_a_number", True), (3, "B", "not_a_number", True), (3, "C", "not_a_number", False),
                                         (4, "C", "ambiguous_number", False)])
