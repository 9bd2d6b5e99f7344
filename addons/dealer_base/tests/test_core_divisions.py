"""Names -> divisions, on the shipped table. No Odoo, no database."""
import csv
import re
from pathlib import Path

from odoo.addons.dealer_base.divisions import Division, DivisionIndex

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

DATA = Path(__file__).resolve().parents[1] / "data"


def _read(name):
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _code(xmlid):
    return xmlid.removeprefix("division_")


DIVISIONS, ALIASES = _read("dealer.division.csv"), _read("dealer.division.alias.csv")
INDEX = DivisionIndex(
    [
        Division(row["code"], row["name"], row["short_name"], row["level"], _code(row["parent_id:id"]), _code(row["replaced_by_id:id"]))
        for row in DIVISIONS
    ],
    [(row["name"], _code(row["division_id:id"]), _code(row["scope_id:id"]), row["kind"]) for row in ALIASES],
)


class TestTable(BaseCase):
    """The csv files are consistent, whatever a yearly update brings."""

    def test_codes(self):
        codes = [row["code"] for row in DIVISIONS]
        self.assertEqual(len(codes), len(set(codes)))
        self.assertTrue(all(re.fullmatch(r"\d{6}", code) for code in codes))
        self.assertTrue(all(row["id"] == f"division_{row['code']}" for row in DIVISIONS))
        levels = {level: sum(row["level"] == level and not row["valid_to"] for row in DIVISIONS) for level in ("province", "city", "district")}
        self.assertEqual(levels["province"], 34)
        self.assertGreater(levels["city"], 300)
        self.assertGreater(levels["district"], 2_800)

    def test_parents(self):
        level = {row["code"]: row["level"] for row in DIVISIONS}
        above = {"province": {""}, "city": {"province"}, "district": {"city", "province"}}
        for row in DIVISIONS:
            parent = _code(row["parent_id:id"])
            self.assertIn(level.get(parent, ""), above[row["level"]], row)

    def test_successors_are_live(self):
        valid = {row["code"] for row in DIVISIONS if not row["valid_to"]}
        for row in DIVISIONS:
            self.assertEqual(bool(row["valid_to"]), bool(row["replaced_by_id:id"]))
            self.assertIn(INDEX.current(row["code"]), valid)
        for row in ALIASES:
            self.assertIn(_code(row["division_id:id"]), valid)
            self.assertIn(_code(row["scope_id:id"]), valid | {""})

    def test_names(self):
        siblings = [(row["parent_id:id"], row["name"]) for row in DIVISIONS if not row["valid_to"]]
        self.assertEqual(len(siblings), len(set(siblings)))
        self.assertTrue(all(len(row["short_name"]) > 1 for row in DIVISIONS))
        shorts = {row["name"]: row["short_name"] for row in DIVISIONS}
        for name, short in (
            ("内蒙古自治区", "内蒙古"), ("广西壮族自治区", "广西"), ("新疆维吾尔自治区", "新疆"), ("香港特别行政区", "香港"), ("大理白族自治州", "大理"),
            ("恩施土家族苗族自治州", "恩施"), ("黔东南苗族侗族自治州", "黔东南"), ("克孜勒苏柯尔克孜自治州", "克孜勒苏"), ("神农架林区", "神农架"),
            ("费县", "费县"), ("东区", "东区"), ("前郭尔罗斯蒙古族自治县", "前郭尔罗斯"), ("浦东新区", "浦东新"),
        ):
            if name in shorts:
                self.assertEqual(shorts[name], short, name)


class TestFind(BaseCase):
    FOUND = (
        (("江苏",), "320000", ""), (("江 苏 省",), "320000", ""), (("内蒙",), "150000", ""), (("黑龙江省\u200b",), "230000", ""), (("苏",), "320000", ""),
        (("山西省",), "140000", ""), (("陕西省",), "610000", ""), (("重庆",), "500000", ""), (("香港",), "810000", ""), (("川",), "510000", ""),
        (("广西省",), "450000", "alias_wrong_suffix"), (("台湾",), "710000", ""),
        (("浙江省", "台州"), "331000", ""), (("广东省", "中山"), "442000", ""), (("广东省", "东莞市", ""), "441900", ""),
        (("四川省", "成都市", "武侯区"), "510107", ""), (("四川", "成都", "武侯"), "510107", ""), (("上海", "上海市", "徐汇区"), "310104", ""),
        (("北京市", "市辖区", "朝阳区"), "110105", ""), (("上海市", "", "浦东新区"), "310115", ""), (("河南省", "济源市"), "419001", ""),
        (("湖北省", "", "神农架林区"), "429021", ""), (("江苏省", "昆山市"), "320583", ""), (("江苏省", "苏州市", "昆山"), "320583", ""),
        (("新疆", "", "石河子"), "659001", ""), (("吉林省", "吉林市"), "220200", ""), (("海南省", "三亚市", "天涯区"), "460204", ""),
        (("山东省", "莱芜市"), "370116", "historic_name"), (("北京市", "北京市", "密云县"), "110118", "historic_name"),
        (("西藏", "林芝地区"), "540400", "historic_name"), (("重庆市", "重庆市", "渝北区"), "500157", "historic_name"),
        (("贵州省", "毕节地区", "毕节市"), "520502", "historic_name"), (("湖北", "襄樊市"), "420600", "historic_name"),
        (("广东省", "深圳市", "龙华新区"), "440309", ""), (("江苏", "苏州", "苏州工业园区"), "320500", ""),
        (("四川省", "成都市", "高新区"), "510100", "development_zone"), (("广东省", "中山市", "火炬开发区"), "442000", ""),
        (("辽宁省", "朝阳市", "双塔区"), "211302", ""), (("甘肃省", "嘉峪关市"), "620200", ""),
    )
    REFUSED = (
        (("Jiangsu",), "unknown_division", "province"), (("不存在省",), "unknown_division", "province"),
        (("江苏、浙江",), "several_divisions_in_one_cell", "province"), (("",), "missing_division", "province"),
        (("辽宁省", "中山"), "city_not_in_province", "city"), (("四川省", "杭州市"), "city_not_in_province", "city"),
        (("江苏省", "", "鼓楼区"), "ambiguous_district", "district"), (("四川省", "成都市", "朝阳区"), "district_not_in_city", "district"),
        (("广东省", "深圳市", "某某区"), "district_not_in_city", "district"), (("四川省", "", "某某开发区"), "district_not_in_city", "district"),
        (("", "成都市"), "missing_division", "province"),
    )

    def test_found(self):
        for names, code, warning in self.FOUND:
            with self.subTest(names):
                match = INDEX.find(*names)
                self.assertEqual((match.code, match.warning, match.refusal), (code, warning, ""))

    def test_refused(self):
        for names, refusal, place in self.REFUSED:
            with self.subTest(names):
                match = INDEX.find(*names)
                self.assertEqual((match.refusal, match.place, match.code), (refusal, place, ""))

    def test_candidates_are_named(self):
        params = INDEX.find("江苏省", "", "鼓楼区").params
        self.assertIn("320106", params["candidates"])
        self.assertIn("320302", params["candidates"])

    def test_every_division_finds_itself(self):
        """Full names from the province down lead to the code, for each of the live ones."""
        rows = {row["code"]: row for row in DIVISIONS}
        for row in DIVISIONS:
            if row["valid_to"]:
                continue
            chain = [rows[code]["name"] for code in reversed(INDEX.ancestors(row["code"]))]
            below = chain[1:-1] if row["level"] == "district" else chain[1:]
            names = (chain[0], *(below or [""]), *(chain[-1:] if row["level"] == "district" else ()))
            self.assertEqual(INDEX.find(*names).code, row["code"], names)

    def test_ancestors(self):
        self.assertEqual(INDEX.ancestors("440305"), ["440305", "440300", "440000"])
        self.assertEqual(INDEX.ancestors("371202"), ["370116", "370100", "370000"], "a closed code answers with its successor")
        self.assertEqual(INDEX.name("440305"), "广东省深圳市南山区")
