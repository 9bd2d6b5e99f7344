"""Eight goods with colours and sizes, and what lies in HQ's warehouse of each product."""
from dataclasses import dataclass

from tools.story.content.book import Sheet

HEADER = ("商品编码", "SKU编码", "商品名称", "颜色", "尺码", "品类", "品牌", "单位", "出厂价", "零售价", "成本价", "重量kg", "条码")
STOCK_HEADER = ("SKU编码", "仓库", "数量")
BRAND = "示例品牌"
# The word in a SKU for each colour of a sheet.
COLOURS = {"红色": "RED", "黑色": "BLK", "藏青": "NVY", "米白": "WHT", "驼色": "CML", "灰色": "GRY"}


@dataclass(frozen=True)
class Goods:
    """One goods: prices in yuan, weight in kg, pieces in stock of each product."""

    code: str
    name: str
    category: str
    colours: tuple
    sizes: tuple
    ex_factory: float
    retail: float
    cost: float
    weight: float
    stock: int

    def products(self):
        """Yield (SKU, colour, size) of every product; colour and size are None for goods without."""
        if not self.colours:
            yield self.code, None, None
        for colour in self.colours:
            for size in self.sizes:
                yield f"{self.code}-{COLOURS[colour]}-{size}", colour, size


GOODS = (
    Goods("A", "经典羽绒服", "羽绒服", ("红色", "黑色", "藏青"), ("165", "170", "175", "180"), 300.0, 599.0, 180.0, 0.8, 40),
    Goods("B", "长款羽绒服", "羽绒服", ("黑色", "米白"), ("165", "170", "175"), 360.0, 719.0, 210.0, 0.9, 25),
    Goods("C", "鹅绒极寒羽绒服", "羽绒服", ("黑色", "藏青"), ("170", "175", "180"), 410.0, 819.0, 246.0, 0.6, 20),
    Goods("D", "轻薄羽绒服", "羽绒服", ("红色", "米白"), ("165", "170"), 220.0, 439.0, 130.0, 0.45, 60),
    Goods("E", "羽绒马甲", "马甲", ("黑色", "驼色"), ("165", "170", "175"), 160.0, 329.0, 95.0, 0.4, 30),
    Goods("F", "圆领羊毛衫", "毛衫", ("驼色", "灰色"), ("M", "L", "XL"), 140.0, 289.0, 82.0, 0.35, 50),
    Goods("G", "加绒休闲裤", "裤装", ("黑色", "灰色"), ("30", "32", "34"), 110.0, 219.0, 64.0, 0.55, 35),
    Goods("H", "羊绒围巾", "配饰", (), (), 90.0, 189.0, 50.0, 0.15, 80),
)
CATEGORIES = tuple(dict.fromkeys(goods.category for goods in GOODS))


def barcode(number):
    """Give an EAN-13 of the range that is kept for numbers inside a company (first digit 2).

    :param number: int below ten milliards. :return: 13 digits.
    """
    digits = f"20{number:010d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


def _rows():
    number = 0
    for goods in GOODS:
        for sku, colour, size in goods.products():
            number += 1
            yield (goods.code, sku, goods.name, colour, size, goods.category, BRAND, "件", goods.ex_factory, goods.retail, goods.cost,
                   goods.weight, barcode(number))


def _stock_rows():
    for goods in GOODS:
        for sku, _colour, _size in goods.products():
            # One lonely piece, to try a shipment in two parcels that has to wait for new goods.
            yield sku, "WH", 1.0 if sku == "A-RED-165" else float(goods.stock)


GOODS_SHEET = Sheet("商品资料", HEADER, tuple(_rows()), widths=(10, 16, 16, 8, 8, 10, 10, 6, 10, 10, 10, 10, 16))
STOCK_SHEET = Sheet("期初库存", STOCK_HEADER, tuple(_stock_rows()), widths=(18, 10, 10))
