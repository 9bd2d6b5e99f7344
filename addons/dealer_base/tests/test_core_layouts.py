"""The layouts of this addon: what a row becomes and what is wrong within a file. No Odoo, no database."""
from datetime import date

from odoo.addons.dealer_base.layouts.dealers import DEALERS, DealerRow
from odoo.addons.dealer_base.layouts.goods import GOODS
from odoo.addons.dealer_base.sheet import get_layout, layout_codes, load, register_layout
from odoo.addons.dealer_base.tests.sheets import xlsx

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

DEALER_HEAD = ["级别", "编码", "名称", "上级编码", "电话", "省", "市", "区县", "详细地址", "业务员", "联系人", "合作日期", "备注"]
GOODS_HEAD = ["商品编码", "商品名称", "颜色", "尺码", "品类", "出厂价", "零售价", "成本价", "重量kg", "条码"]


def _codes(parsed):
    return sorted((error.row, error.column, error.code) for error in parsed.errors)


class TestDealers(BaseCase):
    def _load(self, *rows):
        return load(xlsx([DEALER_HEAD, *rows]), DEALERS)

    def test_registered_once(self):
        self.assertIs(get_layout("dealers"), DEALERS)
        self.assertLessEqual({"dealers", "goods"}, set(layout_codes()))
        self.assertIs(register_layout(DEALERS), DEALERS)
        with self.assertRaises(ValueError):
            register_layout(type(DEALERS)("dealers", DEALERS.columns[:3]))

    def test_row(self):
        parsed = self._load(["经销商", "d1", "一号", "sc1", 13800138000, "四川", "成都", "武侯", "路1号", "rep", "张三", "2026年3月1日", None])
        self.assertEqual(parsed.errors, [])
        self.assertEqual(parsed.rows[0].record, DealerRow(
            "dealer", "D1", "一号", "SC1", "13800138000", "四川", "成都", "武侯", "路1号", "rep", "张三", date(2026, 3, 1), ""))

    def test_findings(self):
        parsed = self._load(
            ["经销商", "D1", "a", None, None, "四川", None, None, None, None],
            ["销售公司", "S1", "b", "X", None, "四川"],
            ["商场", "S2", "c", None, None, "四川"],
            ["门店", "M1", "d", "D1", "1380013800", "四川", None, None, None, "r"],
            ["门店", "M2", "e", "D1", "13800138000", "四川", None, None, None, "r"],
            ["门店", "M3", "f", "D1", "13800138000", "四川", None, None, None, "r"],
            ["门店", "M4", "g", "D1", None, "四川", None, None, None, "r", None, "明天"],
        )
        self.assertEqual(_codes(parsed), [
            (2, "D", "missing_parent"), (2, "J", "missing_salesperson"), (3, "D", "parent_not_allowed"), (4, "A", "unknown_choice"),
            (5, "E", "bad_phone"), (6, "E", "duplicate_in_file"), (7, "E", "duplicate_in_file"), (8, "L", "not_a_date"),
        ])
        self.assertEqual(parsed.rows, [])


class TestGoods(BaseCase):
    def _load(self, *rows):
        return load(xlsx([GOODS_HEAD, *rows]), GOODS)

    def test_row(self):
        parsed = self._load(["a", "衣", "黑", "M", "羽绒服", "300.00", 599, 180, 0.8, 6901234567892])
        self.assertEqual(parsed.errors, [])
        record = parsed.rows[0].record
        self.assertEqual((record.ex_factory_fen, record.retail_fen, record.cost_fen, record.weight_g), (30_000, 59_900, 18_000, 800))
        self.assertEqual((record.variant, record.barcode, record.brand), (("A", "黑", "M"), "6901234567892", ""))

    def test_findings(self):
        parsed = self._load(
            ["a", "衣", "黑", "M", "羽绒服", 0, 599, None, 0.8, None],
            ["a", "衣", "黑", "L", "羽绒服", 300, 0, None, 0.8, None],
            ["b", "裤", None, None, "裤", 300, 599, None, 0, None],
            ["c", "帽", "黑", "M", "帽", 30, 59, None, 0.1, "X1"],
            ["c", "帽", "黑", "M", "帽", 30, 59, None, 0.1, None],
            ["d", "袜", "黑", None, "袜", 30, 59, None, 0.1, "X1"],
            ["e", "包", None, None, "包", 30, 59, None, 0.1, None],
            ["e", "包二", "黑", None, "包", 30, 69, None, 0.1, None],
        )
        self.assertEqual(_codes(parsed), [
            (2, "F", "zero_value"), (3, "G", "zero_value"), (4, "I", "zero_value"),
            (5, "A", "duplicate_in_file"), (5, "J", "duplicate_in_file"), (6, "A", "duplicate_in_file"), (7, "J", "duplicate_in_file"),
            (9, "B", "different_in_file"), (9, "C", "variant_mix"), (9, "G", "different_in_file"),
        ])
        self.assertEqual([row.number for row in parsed.rows], [8])
