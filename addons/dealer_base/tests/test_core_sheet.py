"""Reading sheets by a layout: formats, headers, cell types, findings. No Odoo, no database."""
from datetime import date, datetime
from decimal import Decimal

from odoo.addons.dealer_base.sheet import (
    CellError,
    Column,
    Fault,
    Layout,
    Limits,
    RowError,
    clean,
    column_letter,
    load,
    open_book,
    parse_cell,
)
from odoo.addons.dealer_base.tests.sheets import sample, xlsx

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

TARIFF = Layout("t", (
    Column("carrier", "承运商", required=True), Column("product", "产品"), Column("from_province", "始发省"),
    Column("from_city", "始发市"), Column("province", "目的省", required=True), Column("city", "目的市"), Column("district", "目的区县"),
    Column("over_g", "起始重量kg", "weight", required=True), Column("upto_g", "截止重量kg", "weight"),
    Column("base_fen", "基础价", "money", column_required=True), Column("step_g", "续重单位kg", "weight", minimum=1),
    Column("rate_fen", "续重单价", "money"), Column("less_g", "扣减重量kg", "weight"), Column("floor_fen", "最低收费", "money"),
    Column("divisor", "体积系数", "integer"), Column("days", "时效最短天", "integer"), Column("days_max", "时效最长天", "integer"),
    Column("since", "生效日期", "date"), Column("until", "失效日期", "date"), Column("currency", "币种"), Column("note", "备注"),
), unknown="error")
BILL = Layout("b", (
    Column("number", "运单号", "code", aliases=("运单号码", "运单编号"), required=True),
    Column("weight_g", "计费重量", "weight", aliases=("结算重量", "新结算重量")),
    Column("fee_fen", "应付金额", "money", aliases=("应收", "运费", "费用"), required=True, minimum=-10**9),
    Column("on", "日期", aliases=("寄件日期", "入网日期", "原费用发生日")),
    Column("province", "省", aliases=("目的地/省", "对方地区", "目的地")),
), skip_row=lambda values: str(values.get("number") or "").strip() in ("合计", "总计"))

GBK = "运单号码,计费重量,应付金额\nSF1000000000001,1.5,8.00\nSF1000000000002,２．５,９．００\n"


def _codes(parsed):
    return [(error.row, error.column, error.code) for error in parsed.errors]


class TestSamples(BaseCase):
    """The files of the sample set: what each must yield."""

    def test_tariff_good(self):
        for name in ("D_flat_template.xlsx", "D_flat_template.xls"):
            with self.subTest(name):
                parsed = load(sample(name), TARIFF)
                self.assertFalse(parsed.refusal)
                self.assertEqual((parsed.total, parsed.errors), (96, []))
                first = parsed.rows[0].record
                self.assertEqual((parsed.rows[0].number, first["base_fen"], first["upto_g"], first["since"]), (2, 320, 1000, date(2026, 3, 1)))

    def test_both_formats_agree(self):
        new, old = (load(sample(f"D_flat_template.{kind}"), TARIFF) for kind in ("xlsx", "xls"))
        self.assertEqual([row.record for row in new.rows], [row.record for row in old.rows])

    def test_bills(self):
        for name, lines, first in (
            ("bill_SF_text_numbers.xls", 48, ("SF9000000000000", 600, 700)),
            ("bill_YUNDA_header_row2.xlsx", 30, ("4310000000000", 2780, 298)),
            ("bill_BEST_10col.xls", 25, ("550000000000000", 2000, 210)),
            ("bill_ZTOFREIGHT_title_total.xlsx", 20, ("730000000000", 12_000, 2300)),
            ("", 2, ("SF1000000000001", 1500, 800)),
        ):
            with self.subTest(name):
                parsed = load(sample(name) if name else GBK.encode("gb18030"), BILL)
                self.assertEqual((parsed.refusal, parsed.errors, len(parsed.rows)), (None, [], lines))
                record = parsed.rows[0].record
                self.assertEqual((record["number"], record["weight_g"], record["fee_fen"]), first)
        self.assertEqual(parsed.rows[1].record["weight_g"], 2500, "full-width digits")

    def test_broken(self):
        for name, expected in (
            ("broken_negative.xlsx", [
                (2, "J", "negative_value"), (3, "H", "negative_value"), (5, "K", "zero_value"), (6, "J", "value_too_large")]),
            ("broken_currency.xlsx", [(5, "J", "wrong_currency")]),
            ("broken_formula_injection.xlsx", [(2, "J", "formula_without_value")]),
            ("broken_duplicate_headers.xlsx", [(1, "", "missing_column"), (1, "K", "duplicate_column")][1:]),
            ("broken_missing_columns.xlsx", [(1, "", "missing_column")]),
            ("broken_units.xlsx", [
                (1, "", "missing_column"), (1, "H", "unknown_column"), (1, "I", "unknown_column"),
                (1, "K", "unknown_column"), (1, "M", "unknown_column")]),
            ("broken_division_names.xlsx", [(15, "E", "missing_value")]),
        ):
            with self.subTest(name):
                self.assertEqual(sorted(_codes(load(sample(name), TARIFF))), sorted(expected))

    def test_broken_numbers(self):
        layout = Layout("n", (
            Column("zone", "区域"), Column("where", "目的省份"), Column("first_g", "首重(kg)", "weight"),
            Column("first_fen", "首重价格(元)", "money", required=True), Column("unit", "续重单位(kg)", "weight"),
            Column("next_fen", "续重价格(元)", "money", required=True),
        ))
        parsed = load(sample("broken_text_numbers_fullwidth.xls"), layout)
        self.assertEqual([(row.number, row.record["first_fen"], row.record["next_fen"]) for row in parsed.rows], [(2, 320, 80), (3, 400, 160)])
        self.assertEqual(_codes(parsed), [
            (4, "F", "ambiguous_number"), (5, "D", "not_a_number"), (6, "F", "not_a_number"),
            (7, "D", "not_a_number"), (8, "F", "missing_value"), (9, "D", "negative_value"),
        ])
        self.assertEqual(parsed.errors[1].value, "面议")

    def test_refused(self):
        for name, code in (("broken_html_as.xls", "not_a_workbook"), ("broken_empty.xlsx", "empty_file")):
            with self.subTest(name):
                self.assertEqual(load(sample(name), TARIFF).refusal.code, code)


class TestCells(BaseCase):
    GOOD = (
        ("money", "￥1,234.50", 123_450), ("money", "１２．５元", 1250), ("money", "8元/公斤", 800), ("money", 3.2, 320), ("money", 4.35, 435),
        ("money", 0.1 + 0.2, 30), ("money", 5, 500), ("money", "RMB 3", 300), ("money", " 3 ", 300),
        ("weight", "0.8", 800), ("weight", "1.5公斤", 1500), ("weight", "2KG", 2000), ("weight", 0.3, 300), ("weight", 12, 12_000),
        ("percent", "8%", 800), ("percent", 0.08, 800), ("percent", "0.3％", 30), ("percent", "0.05", 500),
        ("integer", "3", 3), ("integer", 3.0, 3), ("integer", "1,000", 1000),
        ("decimal", "1.25", Decimal("1.25")),
        ("date", "2026-03-01", date(2026, 3, 1)), ("date", "2026/3/1", date(2026, 3, 1)), ("date", "20260301", date(2026, 3, 1)),
        ("date", 20260301, date(2026, 3, 1)), ("date", "2026年3月1日", date(2026, 3, 1)), ("date", 46082, date(2026, 3, 1)),
        ("date", datetime(2026, 3, 1, 8), date(2026, 3, 1)), ("date", "2026-03-01 08:30:00", date(2026, 3, 1)),
        ("phone", "138 0013 8000", "13800138000"), ("phone", "+86-138-0013-8000", "13800138000"), ("phone", 13800138000, "13800138000"),
        ("phone", "028-85551234", "028-85551234"), ("phone", "400-800-1234", "400-800-1234"), ("phone", "（028）85551234", "02885551234"),
        ("code", 12345, "12345"), ("code", "a-01", "A-01"), ("code", "123.0", "123"), ("code", "Ａ１", "A1"),
        ("text", "江\u200b苏  省 ", "江苏 省"), ("text", 3, "3"), ("text", True, "TRUE"), ("text", datetime(2026, 3, 1), "2026-03-01"),
        ("choice", " 门店", "store"), ("boolean", "是", True), ("boolean", "否", False),
    )
    BAD = (
        ("money", "2,4", "ambiguous_number"), ("money", "1O.5", "not_a_number"), ("money", "免费", "not_a_number"), ("money", "-", "not_a_number"),
        ("money", "(4.00)", "negative_value"), ("money", -1, "negative_value"), ("money", "-3.20", "negative_value"),
        ("money", "3.205", "fraction_of_fen"), ("money", "$3", "wrong_currency"), ("money", "1e5", "not_a_number"), ("money", True, "not_a_number"),
        ("money", datetime(2026, 1, 1), "not_a_number"), ("money", 10**10, "value_too_large"), ("money", "9" * 40, "value_too_large"),
        ("money", "٣", "not_a_number"), ("money", Fault("error_value", "#DIV/0!"), "error_value"),
        ("weight", "500g", "wrong_unit"), ("weight", "3斤", "wrong_unit"), ("weight", "0.0005", "fraction_of_gram"), ("weight", 200_000, "value_too_large"),
        ("percent", 8, "percent_sign_missing"), ("percent", "8", "percent_sign_missing"), ("percent", "-1%", "negative_value"),
        ("integer", "1.5", "not_whole"), ("date", "2026-02-31", "not_a_date"), ("date", "明天", "not_a_date"), ("date", "03-01", "not_a_date"),
        ("date", 0, "not_a_date"), ("date", "1900-01-01", "not_a_date"), ("date", True, "not_a_date"),
        ("phone", "1380013800", "bad_phone"), ("phone", "23800138000", "bad_phone"), ("phone", "abc", "bad_phone"),
        ("code", 1.5e16, "digits_lost"), ("code", "4.31E+12", "digits_lost"), ("code", "A 1", "space_in_code"),
        ("code", datetime(2026, 1, 1), "not_a_code"), ("text", "x" * 300, "text_too_long"),
        ("choice", "商场", "unknown_choice"), ("boolean", "也许", "unknown_choice"),
    )

    def _column(self, kind):
        return Column("x", "列", kind, choices=(("门店", "store"), ("经销商", "dealer")))

    def test_good(self):
        for kind, value, expected in self.GOOD:
            with self.subTest(kind=kind, value=value):
                found = parse_cell(value, self._column(kind))
                self.assertEqual((found, type(found)), (expected, type(expected)))

    def test_bad(self):
        for kind, value, code in self.BAD:
            with self.subTest(kind=kind, value=value), self.assertRaises(CellError) as caught:
                parse_cell(value, self._column(kind))
            self.assertEqual(caught.exception.code, code)

    def test_empty(self):
        self.assertEqual(parse_cell(" \u3000", Column("x", "列", default="-")), "-")
        with self.assertRaises(CellError):
            parse_cell(None, Column("x", "列", required=True))

    def test_bounds(self):
        price = Column("x", "列", "money", minimum=1, maximum=500)
        for value, code in ((0, "zero_value"), ("5.01", "value_too_large")):
            with self.assertRaises(CellError) as caught:
                parse_cell(value, price)
            self.assertEqual(caught.exception.code, code)
        self.assertEqual(parse_cell("5", price), 500)
        self.assertEqual(parse_cell("-7.00", Column("x", "列", "money", minimum=-10**6)), -700)

    def test_guard_apostrophe_comes_off(self):
        self.assertEqual(clean("'=1+1"), "=1+1")
        self.assertEqual(clean("'hello"), "'hello")

    def test_letters(self):
        self.assertEqual([column_letter(index) for index in (0, 25, 26, 59, 701, 702)], ["A", "Z", "AA", "BH", "ZZ", "AAA"])


GOODS = Layout("g", (
    Column("code", "编码", "code", required=True), Column("name", "名称", required=True), Column("price", "价格", "money", aliases=("单价",)),
    Column("note", "备注"),
), key=("code",))
HEAD = ["编码", "名称", "价格", "备注"]


class TestLoading(BaseCase):
    def test_rows_keep_their_numbers(self):
        parsed = load(xlsx([["标题"], [], HEAD, ["a", "甲", 1], [], [None, None, "x"], ["b", "乙", 2]]), GOODS)
        self.assertEqual([row.number for row in parsed.rows], [4, 7])
        self.assertEqual(parsed.header_row, 3)
        self.assertEqual({(error.row, error.column, error.code) for error in parsed.errors}, {
            (6, "A", "missing_value"), (6, "B", "missing_value"), (6, "C", "not_a_number")})
        self.assertEqual((parsed.total, parsed.bad_rows()), (3, {6}))

    def test_hidden_sheet_is_not_read(self):
        parsed = load(xlsx([HEAD, ["a", "甲", 1]], hidden=[("旧", [HEAD, ["z", "旧", 9], ["y", "旧", 9]])]), GOODS)
        self.assertEqual([row.record["code"] for row in parsed.rows], ["A"])

    def test_header_written_loosely(self):
        parsed = load(xlsx([[" 编 码*", "名称：", "单　价", "别的"], ["a", "甲", "１"]]), GOODS)
        self.assertEqual((parsed.errors, parsed.rows[0].record["price"]), ([], 100))

    def test_header_not_found(self):
        far = [["x"]] * 25 + [HEAD]
        for rows in (far, [["甲", "乙"]], [["编码"], ["a"]]):
            self.assertEqual(load(xlsx(rows), GOODS).refusal.code, "header_not_found")
        self.assertEqual(load(xlsx([HEAD]), GOODS).refusal.code, "no_rows")

    def test_doubles_name_each_other(self):
        parsed = load(xlsx([HEAD, ["a", "甲"], ["b", "乙"], ["A", "丙"]]), GOODS)
        self.assertEqual([(error.row, error.code, error.params["other"]) for error in parsed.errors], [
            (2, "duplicate_in_file", 4), (4, "duplicate_in_file", 2)])
        self.assertEqual([row.number for row in parsed.rows], [3])

    def test_error_column_is_ignored(self):
        parsed = load(xlsx([[*HEAD, "错误"], ["a", "甲", 1, None, "价格不对"]]), GOODS)
        self.assertEqual((parsed.errors, len(parsed.rows)), ([], 1))

    def test_dynamic_columns_and_row_results(self):
        def column_for(text):
            return Column(f"p_{text}", text, "money") if text in ("江苏", "浙江") else None

        def parse(row):
            if row.get("band") == "skip":
                return []
            return row.error("band", "odd", limit=3) if row.get("band") == "bad" else (row.get("band"), row.get("p_浙江"))

        layout = Layout("m", (Column("band", "重量段", required=True),), parse_row=parse, column_for=column_for, min_known=1)
        parsed = load(xlsx([["重量段", "江苏", "浙江", "?"], ["0-1", 1, 2], ["skip"], ["bad"]]), layout)
        self.assertEqual([row.record for row in parsed.rows], [("0-1", 200)])
        self.assertEqual(parsed.errors, [RowError("Sheet1", 4, "A", "重量段", "bad", "odd", {"limit": 3})])

    def test_late_findings_take_rows_out(self):
        parsed = load(xlsx([HEAD, ["a", "甲"], ["b", "乙"]]), GOODS)
        parsed.add([parsed.rows[0].source.error("code", "x"), parsed.rows[1].source.error("name", "y", warning=True)])
        self.assertEqual(([row.number for row in parsed.rows], parsed.bad_rows()), ([3], {2}))

    def test_limits(self):
        rows = [HEAD, *([f"c{number}", "甲"] for number in range(30))]
        self.assertEqual(load(xlsx(rows), GOODS, Limits(rows=29)).refusal.code, "too_many_rows")
        self.assertEqual(load(xlsx(rows), GOODS, Limits(seconds=-1)).refusal.code, "too_slow")
        self.assertEqual(load(xlsx(rows), GOODS, Limits(file_bytes=100)).refusal.code, "file_too_large")
        long = load(xlsx([HEAD, ["a", "x" * 50]]), GOODS, Limits(cell_chars=40))
        self.assertEqual(_codes(long), [(2, "B", "cell_too_long")])

    def test_layout_mistakes(self):
        with self.assertRaises(ValueError):
            Layout("x", (Column("a", "甲"), Column("b", "乙", aliases=("甲",))))
        with self.assertRaises(ValueError):
            Layout("x", (Column("a", "甲"), Column("a", "乙")))

    def test_same_values_as_openpyxl(self):
        """Our own reader against Odoo's library on every good sample."""
        import io

        import openpyxl
        for name in ("D_flat_template.xlsx", "bill_YUNDA_header_row2.xlsx", "bill_ZTOFREIGHT_title_total.xlsx", "broken_division_names.xlsx"):
            page = openpyxl.load_workbook(io.BytesIO(sample(name)), data_only=True).worksheets[0]
            theirs = {row[0].row: [cell.value for cell in row] for row in page.iter_rows()}
            for row in open_book(sample(name)).sheets[0].rows():
                ours = [None if isinstance(value, Fault) else value for value in row.values]
                width = len(ours)
                self.assertEqual(ours, theirs[row.number][:width], (name, row.number))
                self.assertFalse(any(theirs[row.number][width:]))

    def test_dates_and_kinds_of_cells(self):
        moment = datetime(2026, 3, 1, 12, 30)
        import io

        import xlsxwriter
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream)
        page = book.add_worksheet()
        page.write_datetime(0, 0, moment, book.add_format({"num_format": 'yyyy"年"m"月"d"日" h:mm'}))
        page.write_number(0, 1, 12.5, book.add_format({"num_format": '"days" 0.00 [Red]'}))
        page.write_boolean(0, 2, True)
        page.write_formula(0, 3, "=1/0", None, "#DIV/0!")
        page.write_formula(0, 4, '="a"&"b"', None, "ab")
        page.write_rich_string(0, 5, "one", book.add_format({"bold": True}), "two", "three")
        page.write_number(0, 70, 1)
        book.close()
        values = next(iter(open_book(stream.getvalue()).sheets[0].rows())).values
        self.assertEqual(values, (moment, 12.5, True, Fault("error_value", "#DIV/0!"), "ab", "onetwothree"))
