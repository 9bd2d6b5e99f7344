"""Cells merged over rows: what is taken from the row above on request, and where it stops. No Odoo, no database."""
import io

import xlsxwriter
import xlwt

from odoo.addons.dealer_base.sheet import Column, Layout, load
from odoo.addons.dealer_base.tests.sheets import xlsx

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

HEAD = ("区域", "省", "市", "区县", "重量", "价格", "备注")
LAYOUT = Layout("above", (
    Column("zone", "区域", from_above=""), Column("province", "省", required=True, from_above=""), Column("city", "市", from_above="province"),
    Column("district", "区县", from_above="city"), Column("weight", "重量", "weight"), Column("price", "价格", "money", required=True),
    Column("note", "备注"),
), skip_row=lambda values: str(values["zone"] or "").startswith("注"))
FIRST = ("一区", "四川", "成都", "武侯区", "1", "8", "快")
BARE = (None, None, None, None, "2", "9", None)


def xls(rows):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("价目")
    for number, row in enumerate(rows):
        for index, value in enumerate(row):
            if value is not None:
                sheet.write(number, index, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(rows):
    return "\r\n".join(",".join(value or "" for value in row) for row in rows).encode("gb18030")


class TestFromAbove(BaseCase):
    def _read(self, *rows, content=None, layout=LAYOUT, from_above=True):
        """:return: (places of the good rows, findings)."""
        parsed = load(content or xlsx([HEAD, *rows]), layout, from_above=from_above)
        places = [tuple(row.record.get(name) for name in ("zone", "province", "city", "district")) for row in parsed.rows]
        return places, [(error.row, error.column, error.code) for error in parsed.errors]

    def test_every_format(self):
        rows = [HEAD, FIRST, BARE, (None, None, "绵阳", None, "1", "9", None), ("二区", "西藏", None, None, "1", "18", None)]
        good = [("一区", "四川", "成都", "武侯区"), ("一区", "四川", "成都", "武侯区"), ("一区", "四川", "绵阳", None), ("二区", "西藏", None, None)]
        for content in (xlsx(rows), xls(rows), text(rows)):
            with self.subTest(content[:4]):
                self.assertEqual(self._read(content=content), (good, [(3, "", "taken_from_above")]))
                self.assertEqual(self._read(content=content, from_above=False), ([good[0], good[3]], [(3, "B", "missing_value"), (4, "B", "missing_value")]))

    def test_merged_cells_of_a_workbook(self):
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        sheet, merged = book.add_worksheet(), book.add_format()
        sheet.write_row(0, 0, HEAD)
        sheet.merge_range(1, 0, 3, 0, "一区", merged)
        sheet.merge_range(1, 1, 2, 1, "四川", merged)
        sheet.write_row(3, 1, ("重庆",))
        for row in (1, 2, 3):
            sheet.write_row(row, 4, (row, 8))
        book.close()
        self.assertEqual(self._read(content=out.getvalue())[0], [("一区", "四川", None, None), ("一区", "四川", None, None), ("一区", "重庆", None, None)])

    def test_amounts_weights_and_notes_stay_empty(self):
        parsed = load(xlsx([HEAD, FIRST, (None, None, None, None, None, "9", None), (None, None, None, None, "3", None, None)]), LAYOUT, from_above=True)
        self.assertEqual([(error.row, error.column, error.code) for error in parsed.errors], [(3, "", "taken_from_above"), (4, "F", "missing_value")])
        self.assertEqual([(row.record["weight"], row.record["note"]) for row in parsed.rows], [(1000, "快"), (None, None)])
        for kind in ("money", "weight", "unit_price", "price_or_words", "code", "date", "integer"):
            with self.assertRaises(ValueError):
                Column("x", "x", kind, from_above="")

    def test_the_header_is_no_row_above(self):
        self.assertEqual(self._read((None, None, None, None, "1", "8", None), FIRST), ([FIRST[:4]], [(2, "B", "missing_value")]))

    def test_a_part_goes_with_its_whole(self):
        """A province that is written begins anew, even the same; so does a city under the province from above."""
        rows = (FIRST, (None, "四川", None, None, "2", "9", None), (None, None, None, "涪城区", "2", "9", None), (None, None, "绵阳", None, "2", "9", None))
        self.assertEqual(self._read(*rows)[0], [FIRST[:4], ("一区", "四川", None, None), ("一区", "四川", None, "涪城区"), ("一区", "四川", "绵阳", None)])
        without = Layout("city", (Column("province", "省", from_above=""), Column("city", "市", from_above="province"), Column("price", "价格", "money")),
                         min_known=2)
        content = xlsx([("市", "价格"), ("成都", "8"), (None, "9")])
        self.assertEqual(self._read(content=content, layout=without)[0], [(None, None, "成都", None)] * 2)

    def test_blank_rows_and_notes_part(self):
        blank, note = (None,) * 7, ("注：不含税", *(None,) * 6)
        for between in (blank, note, (None,) * 7 + ("beside the table",)):
            with self.subTest(between):
                self.assertEqual(self._read(FIRST, between, BARE), ([FIRST[:4]], [(4, "B", "missing_value")]))
        self.assertEqual(self._read(content=text([HEAD, FIRST, blank, BARE])), ([FIRST[:4]], [(4, "B", "missing_value")]))

    def test_text_with_line_breaks_in_cells(self):
        content = text([HEAD, (*FIRST[:6], '"快\r\n件"'), BARE])
        self.assertEqual(self._read(content=content), ([FIRST[:4]] * 2, [(4, "", "taken_from_above")]))

    def test_blanks_are_empty_and_bad_rows_are_rows_above(self):
        self.assertEqual(
            self._read(FIRST, ("\u200b", " ", None, None, "x", "9", None), BARE),
            ([FIRST[:4]] * 2, [(3, "", "taken_from_above"), (3, "E", "not_a_number")]))

    def test_told_once(self):
        parsed = load(xlsx([HEAD, FIRST, *[BARE] * 25]), LAYOUT, from_above=True)
        (told,) = parsed.errors
        self.assertEqual((told.row, told.warning, told.params), (3, True, {"count": 25, "rows": "、".join(map(str, range(3, 23))) + "…"}))
