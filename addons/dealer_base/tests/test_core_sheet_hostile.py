"""Files that want to hurt: each is refused with a code, fast and without eating memory. No Odoo, no database."""
import io
import random
import time
import tracemalloc
import zipfile

from odoo.addons.dealer_base.sheet import Column, Layout, Limits, load
from odoo.addons.dealer_base.tests.sheets import raw_xlsx, sample, xlsx

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

LAYOUT = Layout("h", (Column("a", "甲", required=True), Column("b", "乙"), Column("c", "丙")), min_known=2)
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1" t="inlineStr"><is><t>乙</t></is></c></row>'


def _sheet(rows):
    return f"<sheetData>{HEAD}{rows}</sheetData>"


class TestHostile(BaseCase):
    def _refused(self, content, code, limits=None):
        start = time.monotonic()
        tracemalloc.start()
        try:
            parsed = load(content, LAYOUT, limits)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        self.assertIsNotNone(parsed.refusal, f"accepted {len(parsed.rows)} rows")
        self.assertEqual(parsed.refusal.code, code)
        self.assertLess(time.monotonic() - start, 10, "refused fast")
        self.assertLess(peak, 100_000_000, "refused without eating memory")

    def test_wrong_kind(self):
        for content, code in (
            (b"", "empty_file"), (b"   ", "empty_file"), (b"<html><body><table>", "not_a_workbook"), (b"\xef\xbb\xbf<!DOCTYPE html>", "not_a_workbook"),
            (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "not_a_workbook"),
            (b"%PDF-1.7\n", "not_a_workbook"), (b"\x89PNG\r\n", "not_a_workbook"), (b"abc\x00def", "not_a_workbook"), (b"MZ\x90", "not_a_workbook"),
            (b"\xff\xfe\x00", "not_a_workbook"), (bytes(range(128, 256)), "not_a_workbook"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "not_a_workbook"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
            (b"PK\x05\x06" + b"\x00" * 18, "damaged_file"), (b"PK\x03\x04garbage", "damaged_file"),
        ):
            with self.subTest(content[:20]):
                self._refused(content, code)

    def test_truncated_and_flipped(self):
        """S09: 600 damaged files. Any damage of a good file ends in a refusal, findings or rows; never in an exception."""
        rng = random.Random(7)
        for name in ("D_flat_template.xlsx", "D_flat_template.xls"):
            good = sample(name)
            for _ in range(150):
                cut = good[: rng.randrange(len(good))]
                load(cut, LAYOUT)
                broken = bytearray(good)
                for _flip in range(rng.randrange(1, 30)):
                    broken[rng.randrange(len(broken))] = rng.randrange(256)
                load(bytes(broken), LAYOUT, Limits(seconds=5))

    def test_ratio_bomb(self):
        self._refused(raw_xlsx(_sheet("<row/>" * 10) + " " * 30_000_000), "zip_bomb")

    def test_total_bomb(self):
        self._refused(raw_xlsx(_sheet(""), extra=[("xl/media/a.bin", b"\x00" * 3_000_000)]), "zip_bomb", Limits(expanded_bytes=2_000_000))

    def test_big_shared_texts(self):
        content = raw_xlsx(_sheet(""), shared="<si><t>x</t></si>" * 50_000)
        self._refused(content, "zip_bomb", Limits(part_bytes=500_000, ratio=10_000))

    def test_one_endless_row(self):
        """92 KB that cost openpyxl's read-only mode 1.3 GB."""
        content = raw_xlsx(_sheet('<row r="2">' + "<c><v>1</v></c>" * 2_000_000 + "</row>"))
        self._refused(content, "too_many_cells", Limits(ratio=10_000))

    def test_nested_rows_and_depth(self):
        loose = Limits(ratio=10_000)
        self._refused(raw_xlsx(_sheet("<row>" * 200_000 + "</row>" * 200_000)), "unsafe_xml", loose)
        self._refused(raw_xlsx(_sheet("<a>" * 200_000 + "</a>" * 200_000)), "unsafe_xml", loose)

    def test_endless_token(self):
        self._refused(raw_xlsx(_sheet('<row r="2" x="' + "y" * 20_000_000 + '"/>')), "unsafe_xml", Limits(ratio=10_000))

    def test_entities(self):
        body = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData/></worksheet>'
        external = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c><v>&e;</v></c></row></sheetData></worksheet>'
        for text in (body, external, '<?xml version="1.0" encoding="utf-7"?><worksheet/>', '<?xml version="1.0" encoding="cp037"?><worksheet/>'):
            with self.subTest(text[:40]):
                self._refused(raw_xlsx(text.encode()), "unsafe_xml")
        self._refused(raw_xlsx(body.encode("utf-16")), "unsafe_xml")
        late = b"<worksheet><sheetData/>" + b" " * 65_520 + b'<!DOCTYPE x [<!ENTITY a "a">]></worksheet>'
        self._refused(raw_xlsx(late), "unsafe_xml", Limits(ratio=10_000))

    def test_not_ours(self):
        self._refused(raw_xlsx(_sheet(""), extra=[("xl/vbaProject.bin", b"x")]), "has_macros")
        self._refused(raw_xlsx(_sheet(""), extra=[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")]), "unsupported_format")
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("readme.txt", "no workbook")
        self._refused(stream.getvalue(), "not_a_workbook")
        hidden = '<workbook xmlns:r="r"><sheets><sheet name="S" state="veryHidden" r:id="rId1"/></sheets></workbook>'
        self._refused(raw_xlsx(_sheet(""), workbook=hidden), "no_visible_sheet")
        self._refused(raw_xlsx(b"<worksheet><sheetData><row>"), "damaged_file")

    def test_huge_used_range(self):
        """A value in XFD1048576 costs nothing; rows past a long gap are not data."""
        rows = '<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c><c r="XFD2"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
        parsed = load(raw_xlsx(_sheet(rows)), LAYOUT)
        self.assertEqual((parsed.refusal, [row.number for row in parsed.rows]), (None, [2]))

    def test_bad_references(self):
        rows = '<row r="2"><c t="s"><v>999999999999</v></c><c r="zz" t="s"><v>-1</v></c><c r="C2"><v>NaN</v></c></row>'
        parsed = load(raw_xlsx(_sheet(rows)), LAYOUT)
        self.assertEqual({error.code for error in parsed.errors}, {"error_value"})

    def test_csv_tricks(self):
        parsed = load(('甲,乙,丙\n"一行\n两行",=1+1,3\nx,"' + "y" * 200_000).encode(), LAYOUT)
        self.assertTrue(parsed.refusal or parsed.total)
        parsed = load("甲\t乙\n1\t2\n".encode("utf-8-sig"), LAYOUT)
        self.assertEqual(len(parsed.rows), 1)

    def test_many_good_rows(self):
        parsed = load(xlsx([["甲", "乙"], *([f"n{number}", number] for number in range(10_000))]), LAYOUT)
        self.assertEqual((len(parsed.rows), parsed.errors), (10_000, []))
