"""Free-text addresses -> division, on the shipped table. No Odoo, no database."""
import json
import random
from pathlib import Path
from time import perf_counter

from odoo.addons.dealer_base.address import AddressBook, parse, parse_many
from odoo.addons.dealer_base.address.cases import check_file, difference
from odoo.addons.dealer_base.address.shipped import Row, shipped_book
from odoo.addons.dealer_base.address.text import MAX_LENGTH, tidy

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

CASES = Path(__file__).resolve().parent / "cases" / "address-cases.json"
BOOK = shipped_book()


class TestCaseFile(BaseCase):
    def test_public_cases(self):
        outcomes = check_file(json.loads(CASES.read_text(encoding="utf-8")), BOOK)
        self.assertEqual(len(outcomes), 19)
        self.assertEqual([outcome for outcome in outcomes if outcome.difference], [])

    def test_own_cases(self):
        outcomes = check_file(json.loads(CASES.with_name("more-address-cases.json").read_text(encoding="utf-8")), BOOK)
        self.assertGreater(len(outcomes), 400)
        self.assertEqual([outcome for outcome in outcomes if outcome.difference], [])

    def test_a_level_the_table_does_not_have_is_not_compared(self):
        """Taiwan is read to the province, so the name of its city is neither right nor wrong; another province is wrong."""
        found = parse(BOOK, "台湾省台北市大安区")
        for expected, same in (
                ({"province": "台湾省", "city": "台北市", "district": "大安区"}, True), ({"province": "台湾省", "city": "", "district": ""}, True),
                ({"province": "福建省", "city": "台北市"}, False)):
            self.assertEqual(not difference(found, expected, BOOK), same, expected)
        self.assertTrue(difference(parse(BOOK, "广东省东莞市"), {"province": "广东省", "city": "东莞市", "district": "南城区"}, BOOK))

    def test_differences_are_found(self):
        shenzhen = {"province": "广东省", "city": "深圳市", "district": "南山区"}
        for label, text, expected, same in (
            ("equal", "广东深圳南山区", shenzhen, True), ("other district", "广东深圳福田区", shenzhen, False),
            ("district missing", "广东深圳", shenzhen, False), ("district too many", "广东深圳南山区", {**shenzhen, "district": ""}, False),
            ("ambiguous", "朝阳区", {"ambiguous": True}, True), ("not ambiguous", "北京朝阳区", {"ambiguous": True}, False),
            ("unknown is not ambiguous", "火星", {"ambiguous": True}, False), ("ambiguous, one expected", "朝阳区", shenzhen, False),
            ("candidates", "朝阳区", {"ambiguous": True, "candidates": ["110105", "吉林省长春市朝阳区"]}, True),
            ("candidate missing", "朝阳区", {"ambiguous": True, "candidates": ["440305"]}, False),
            ("old name", "重庆市渝北区", {"province": "重庆市", "city": "重庆市", "district": "渝北区"}, True),
            ("old name of another", "重庆市南岸区", {"province": "重庆市", "city": "重庆市", "district": "渝北区"}, False),
            ("empty city", "北京市朝阳区", {"province": "北京市", "city": "", "district": "朝阳区"}, True),
            ("nothing found", "火星", {"province": "", "city": "", "district": ""}, True), ("nothing expected", "火星", {}, False),
            ("unknown key", "北京市", {"provnice": "北京市"}, False),
        ):
            with self.subTest(label):
                self.assertEqual(not difference(parse(BOOK, text), expected, BOOK), same)

    def test_broken_case(self):
        outcomes = check_file({"cases": [{"id": "x"}, {"id": "y", "text": 1, "expected": {}}, "z"]}, BOOK)
        self.assertTrue(all(outcome.difference for outcome in outcomes))


class TestFound(BaseCase):
    FOUND = (
        # names
        ("江苏昆山市玉山镇", "320583"), ("江苏张家港", "320582"), ("海南三亚", "460200"), ("湖南道县", "431124"), ("辽宁朝阳", "211300"),
        ("重庆忠县忠州镇", "500233"), ("重庆市重庆郊县忠县", "500233"), ("北京市市辖区朝阳区", "110105"), ("河南省省直辖县级行政区划济源市", "419001"),
        ("湖北神农架太阳村10组", "429021"), ("吉林吉林昌邑区", "220202"), ("吉林省吉林市", "220200"), ("云南大理大理市下关", "532901"),
        ("云南大理", "532900"),
        ("云南 大理 大理", "532901"), ("河北承德承德", "130800"),
        ("江苏镇江", "321100"), ("石家庄市 河北省", "130100"), ("恩施州恩施市", "422801"), ("石柱县南宾镇", "500240"),
        ("青岛市南区香港中路", "370202"), ("乐山市中区", "511102"),
        ("新疆伊宁市上海城", "654002"), ("粤深圳市南山区", "440305"), ("川成都", "510100"), ("广西省南宁市", "450100"), ("浙江萧山市", "330109"),
        ("东莞市长安镇", "441900"), ("海南省儋州市那大镇", "460400"), ("中山市古镇", "442000"), ("广东中山", "442000"), ("辽宁大连中山区", "210202"),
        ("台湾省台北市大安区", "710000"), ("高雄市前金区", "710000"), ("香港九龙旺角", "810000"), ("澳门氹仔", "820000"),
        # old names and zones
        ("浙江省杭州市下城区青云街40号", "330105"), ("上海市南汇区", "310115"), ("天津市塘沽区", "120116"), ("山东省莱芜市莱城区", "370116"),
        ("山东莱芜钢城区", "370117"), ("贵州省毕节地区毕节市", "520502"), ("贵州毕节毕节市大方县", "520521"), ("西藏日喀则地区日喀则市", "540202"),
        ("河北省雄安新区容城县奥威路", "130629"), ("河北雄安新区", "130600"), ("江苏苏州工业园区", "320500"), ("四川省成都市高新区", "510100"),
        ("深圳龙华新区", "440309"), ("咸阳市西咸新区", "610400"),
        # streets that are called like divisions
        ("上海陕西南路666弄", "310000"), ("辽宁省沈阳市台州路", "210100"), ("四川省成都市武侯祠大街231号", "510100"), ("杭州西湖文化广场", "330100"),
        ("湖南省长沙市雨花区韶山中路489号", "430111"), ("杭州西湖文三路", "330106"), ("河北路南区", "130202"), ("台州路桥", "331004"),
        ("四川成都高新区天府大道530号北京万商律所", "510100"),
        # order and surroundings
        ("朝阳区建国路88号 北京", "110105"), ("南山区 深圳市 广东省", "440305"), ("广东省,深圳市;南山区", "440305"), ("上海 上海市 徐汇区", "310104"),
        ("张三湖南长沙雨花区", "430111"), ("四川 13800138000 广东省深圳市南山区", "440305"), ("高明 13900001111 广东省佛山市顺德区", "440606"),
        ("廣東省深圳市南山區", "440305"), ("中国广东省广州市天河区", "440106"), ("新疆生产建设兵团第八师石河子市", "659001"),
        ("收货地址:浙江省杭州市余杭区文一西路", "330110"), ("广东省\u200b深圳市\u3000南山区", "440305"),
    )
    AMBIGUOUS = (
        ("朝阳区建国路88号", {"110105", "220104"}), ("江苏省鼓楼区", {"320106", "320302"}), ("新疆伊宁", {"654002", "654021"}),
        ("河北省桥东区", {"130702", "130102", "130502"}), ("甘肃 临夏 临夏", {"622901", "622921"}),
        ("江北区", {"330205", "500157"}), ("通州", {"110112", "320612"}), ("四川省杭州市西湖区", {"510000", "330106"}),
        ("四川省成都市朝阳区", {"510100", "110105", "220104"}), ("市中区", {"370103", "370402", "370811", "511002", "511102"}),
        ("上海市政工程公司 浙江省杭州市西湖区", {"310000", "330106"}),
    )
    UNKNOWN = ("", " ", "火星", "abc 123", "南京西路1266号", "北京东路100号", "云南路88号", "湖南道路12号", "京东大厦", "新区", "13800138000")

    def test_found(self):
        for text, code in self.FOUND:
            with self.subTest(text):
                found = parse(BOOK, text)
                self.assertEqual((found.status, found.code, found.refusal), ("found", code, ""), found)

    def test_ambiguous(self):
        for text, codes in self.AMBIGUOUS:
            with self.subTest(text):
                found = parse(BOOK, text)
                self.assertEqual((found.status, {place.code for place in found.candidates}), ("ambiguous", codes))
                self.assertFalse(found.place or found.code or found.is_sure)

    def test_unknown(self):
        for text in self.UNKNOWN:
            with self.subTest(text):
                self.assertEqual((parse(BOOK, text).status, parse(BOOK, text).refusal), ("unknown", "unknown_address"))

    def test_sure(self):
        for text, sure in (
            ("广东省深圳市南山区", True), ("深圳南山", True), ("重庆市渝北区", True), ("深圳", True), ("朝阳建国路88号", False), ("萧山市", False),
        ):
            with self.subTest(text):
                self.assertEqual(parse(BOOK, text).is_sure, sure)
        self.assertEqual(parse(BOOK, "广东省深圳市南山区").confidence, 100)

    def test_warnings(self):
        for text, warnings in (
            ("北京市密云县", ("historic_name",)), ("广西省南宁市", ("alias_wrong_suffix",)), ("成都市高新区", ("development_zone",)),
            ("江苏省南京市中山北路鼓楼区", ("part_between",)), ("深圳", ("short_name_only",)), ("北京市朝阳区", ()),
        ):
            with self.subTest(text):
                self.assertEqual(parse(BOOK, text).warnings, warnings)


class TestRest(BaseCase):
    """What stands beside the division."""

    CASES = (
        ("收货人：王小明，电话：138-0013-8000，地址：浙江省杭州市余杭区文一西路969号", "文一西路969号", "王小明", "13800138000"),
        ("浙江省杭州市余杭区文一西路969号 王小明 +86 13800138000", "文一西路969号", "王小明", "13800138000"),
        ("李白 四川绵阳江油市太白路1号 010-12345678", "太白路1号", "李白", "010-12345678"),
        ("广东省深圳市南山区科技园1栋502室 518000", "科技园1栋502室", "", ""),
        ("深圳南山南山大道1号", "南山大道1号", "", ""), ("东莞市东莞市长安镇", "长安镇", "", ""),
        ("火星路1号", "火星路1号", "", ""),
    )

    def test_rest(self):
        for text, *expected in self.CASES:
            with self.subTest(text):
                found = parse(BOOK, text)
                self.assertEqual([found.street, found.contact, found.phone], expected)

    def test_tidy(self):
        self.assertEqual(tidy("广东省\u200b深圳市１号"), ("广东省深圳市1号", ""))
        self.assertEqual(len(tidy("长" * 10_000)[0]), MAX_LENGTH)


class TestLaws(BaseCase):
    LIVE = [code for code in BOOK.current if BOOK.current[code] == code]

    def test_every_division_finds_itself(self):
        """Full names from the province down lead to the code, with a street behind them and in one or several pieces."""
        for code in self.LIVE:
            place = BOOK.candidate(code)
            parts = [name for name in (place.province, place.city, place.district) if name]
            for text in ("".join(parts) + "人民路1号", " ".join(parts)):
                self.assertEqual(parse(BOOK, text).code, code, text)

    def test_every_old_name_leads_on(self):
        for code, live in BOOK.current.items():
            if code != live:
                text = "".join(BOOK.written(code))
                found = parse(BOOK, text)
                self.assertEqual((found.code, "historic_name" in found.warnings), (live, True), text)

    def test_result_is_consistent(self):
        """Texts of random pieces: no error, one place or at least two candidates, and always a reason."""
        pieces = [*BOOK.names, "路", "街道", "12号", " ", "市场", "大学", "13800138000", "高新区", "\n", "張", "٣"]
        chance = random.Random(7)
        for _round in range(5_000):
            text = "".join(chance.choices(pieces, k=chance.randint(1, 6)))
            found = parse(BOOK, text)
            self.assertEqual({"found": found.place is not None, "ambiguous": len(found.candidates) > 1, "unknown": not found.candidates}[found.status], True)
            self.assertEqual(found.status == "found", not found.refusal)
            self.assertTrue(0 <= found.confidence <= 100)
            self.assertTrue(all(BOOK.current[place.code] == place.code for place in found.candidates))

    def test_order_of_the_table_does_not_matter(self):
        rows = [Row(place.code, place.name, place.short, place.level, place.parent, place.successor) for place in BOOK.places()]
        random.Random(3).shuffle(rows)
        other = AddressBook(rows)
        for text in ("广东省深圳市南山区", "朝阳区", "江苏省鼓楼区", "山东省莱芜市莱城区"):
            mine, theirs = parse(BOOK, text), parse(other, text)
            self.assertEqual((mine.code, set(mine.candidates)), (theirs.code, set(theirs.candidates)))

    def test_speed(self):
        """The floor is far below what is reached (tests/bench/address_parse.py), so that a busy machine does not fail it."""
        texts = [case["text"] for case in json.loads(CASES.read_text(encoding="utf-8"))["cases"]] * 50
        started = perf_counter()
        parse_many(BOOK, texts)
        self.assertGreater(len(texts) / (perf_counter() - started), 2_000)
