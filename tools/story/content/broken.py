"""Sheets with mistakes that people really make, to see what the importer says about each."""
from datetime import date

from tools.story.content import dealers, goods, money, tariffs
from tools.story.content.book import Formula, Sheet

SINCE = date(2026, 3, 1)
DEALERS = Sheet("客户资料", dealers.HEADER, (
    ("经销商", "D9", "经销商九", "SC-W", "13800009001", "四川省", "成都市", "武侯区", "科华路9号", "林晓东", "马丽", SINCE, "本行正确"),
    ("门店", "D9-9A", "门店9A", "D9", "1380000901", "四川省", "成都市", "武侯区", "科华路9号", "林晓东", "高峰", SINCE, "手机只有10位"),
    ("门店", "D9-9B", "门店9B", "D9", "13800009002", "四川省", "成都市", "武侯区", "科华路10号", "林晓东", "胡军", SINCE, "与下一行电话重复"),
    ("门店", "D9-9C", "门店9C", "D9", "13800009002", "四川省", "成都市", "武侯区", "科华路11号", "林晓东", "朱莉", SINCE, "与上一行电话重复"),
    ("门店", "D9-9D", "门店9D", "D9", "13800009003", "四川省", "蓉城市", None, "科华路12号", "林晓东", "郭亮", SINCE, "没有这个市"),
    ("门店", "D9-9E", "门店9E", "D9", "13800009004", "四川省", "成都市", "武侯区", "科华路13号", None, "何静", SINCE, "没有业务员"),
    ("旗舰", "D9-9F", "门店9F", "D9", "13800009005", "四川省", "成都市", "武侯区", "科华路14号", "林晓东", "宋杰", SINCE, "没有这个级别"),
    ("门店", "D9-9G", Formula("=VLOOKUP(A1,B:B,9)", "#REF!"), "D9", "13800009006", "四川省", "成都市", "武侯区", "科华路15号", "林晓东", "唐敏",
     SINCE, "公式出错"),
    ("门店", "D9-9H", "门店9H", "D8", "13800009007", "四川省", "成都市", "武侯区", "科华路16号", "林晓东", "韩雪", SINCE, "上级不存在"),
    ("门店", "D9-9I", "门店9I", "D9", "13800009008", "四川省", "成都市", "武侯区", "科华路17号", "林晓东", "冯涛", "三月一日", "日期看不懂"),
), widths=dealers.DEALERS.widths)

_BAD_GOODS = (
    ("Z1", "Z1", "正确的帽子", None, None, "配饰", "示例品牌", "件", 30.0, 69.0, 18.0, 0.1, goods.barcode(9001)),
    ("Z2", "Z2-RED", "手套", "红色", None, "配饰", "示例品牌", "箩", 40.0, 89.0, 22.0, 0.1, goods.barcode(9002)),
    ("Z3", "Z3-A", "腰带", "黑色", None, "配饰", "示例品牌", "条", 50.0, 109.0, 28.0, 0.2, goods.barcode(9003)),
    ("Z3", "Z3-B", "腰带", "驼色", None, "配饰", "示例品牌", "条", 50.0, 109.0, 28.0, 0.2, goods.barcode(9003)),
    ("Z4", "Z4", "零价袜子", None, None, "配饰", "示例品牌", "双", 0.0, 19.0, 5.0, 0.05, goods.barcode(9004)),
    ("Z5", "Z5", "雨伞", None, None, "雨具", "示例品牌", "件", 35.0, 79.0, 20.0, 0.4, goods.barcode(9005)),
    ("Z6", "Z6", "没有重量的包", None, None, "配饰", "示例品牌", "个", 120.0, 259.0, 70.0, None, goods.barcode(9006)),
    ("Z7", "Z7", "价格写成文字", None, None, "配饰", "示例品牌", "个", "面议", 259.0, 70.0, 0.3, goods.barcode(9007)),
)
GOODS = Sheet("商品资料", goods.HEADER, _BAD_GOODS, widths=goods.GOODS_SHEET.widths)

_FLAT = ("SF", "标准快递")
TARIFF = Sheet("价目", tariffs.FLAT, (
    (*_FLAT, "四川", 0.0, 1.0, 22.0, None, None, None, 3.0, 4.0, "2026-01-01", "CNY"),
    (*_FLAT, "四川", 2.0, None, 22.0, 0.5, 5.0, 1.0, 3.0, 4.0, "2026-01-01", "CNY"),
    (*_FLAT, "天府省", 0.0, None, 22.0, 0.5, 5.0, 1.0, 3.0, 4.0, "2026-01-01", "CNY"),
    (*_FLAT, "重庆", 0.0, None, 0.0, None, None, None, 3.0, 4.0, "2026-01-01", "CNY"),
    (*_FLAT, "云南", 0.0, None, 22.0, None, 5.0, 1.0, 3.0, 4.0, "2026-01-01", "CNY"),
    (*_FLAT, "浙江", 0.0, 1.0, -14.0, None, None, None, 1.0, 2.0, "2026-01-01", "CNY"),
    (*_FLAT, "广东", 0.0, None, 18.0, 0.5, 3.0, 1.0, 2.0, 3.0, "2026-01-01", "USD"),
), widths=tariffs.SF_SHEET.widths)
EXPIRED = Sheet("报价", (*tariffs.FIRST_CONTINUE, "失效日期"), tuple(
    (*row, "2025-12-31") for row in tariffs.STO_SHEET.rows), "申通快递 合同报价，2025年1月1日起执行", widths=tariffs.STO_SHEET.widths)

REMITTANCES = Sheet("银行流水", money.HEADER, (
    (money.DAY, "202611209001", 800.0, "张伟", "西部销售公司 张伟"),
    (money.DAY, "202611209002", 0.0, "张伟", "金额为零"),
    (money.DAY, "202611209003", -300.0, "张伟", "金额为负"),
    (money.DAY, None, 400.0, "张伟", "没有流水号"),
    (money.DAY, "202611209005", 100.005, "张伟", "半分钱"),
    ("不知道", "202611209006", 500.0, "张伟", "日期看不懂"),
    (money.DAY, "202611209001", 800.0, "张伟", "与第一行流水号重复"),
), widths=money.REMITTANCES.widths)
# What some export functions call an Excel file: a web page with another name.
WEB_PAGE = "<html><body><table><tr><td>级别</td><td>编码</td></tr><tr><td>门店</td><td>D9-9A</td></tr></table></body></html>\n"
