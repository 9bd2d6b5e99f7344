"""Goods with colours and sizes: one row a colour and size, or one row for goods without."""
from dataclasses import dataclass

from ..sheet import Column, Layout, find_doubles, register_layout


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """One product. Money in fen, weight in grams; None and ``""`` where the cell is empty."""

    code: str
    sku: str
    name: str
    colour: str
    size: str
    category: str
    brand: str
    season: str
    unit: str
    ex_factory_fen: int | None
    retail_fen: int
    cost_fen: int | None
    weight_g: int
    barcode: str

    @property
    def variant(self) -> tuple:
        """What tells it from other rows of the same goods."""
        return (self.code, self.colour, self.size)


TEMPLATE_FIELDS = ("name", "category", "brand", "season", "unit", "retail_fen")
_NUMBERS = ("ex_factory_fen", "cost_fen", "retail_fen", "weight_g")


def _parse(row):
    return GoodsRow(**{name: "" if value is None and name not in _NUMBERS else value for name, value in row.values.items()})


def _check(rows):
    """Doubles of variant, SKU and barcode; and rows of one goods code that disagree about the goods."""
    errors = find_doubles(rows, lambda row: row.record.variant, "code")
    errors += find_doubles(rows, lambda row: (row.record.sku or None,), "sku")
    errors += find_doubles(rows, lambda row: (row.record.barcode or None,), "barcode")
    first = {}
    for row in rows:
        other = first.setdefault(row.record.code, row)
        if other is row:
            continue
        for name in TEMPLATE_FIELDS:
            if getattr(row.record, name) != getattr(other.record, name):
                errors.append(row.source.error(name, "different_in_file", other=other.number))
        if bool(row.record.colour or row.record.size) != bool(other.record.colour or other.record.size):
            errors.append(row.source.error("colour", "variant_mix", code=row.record.code))
    return errors


GOODS = register_layout(Layout(
    code="goods",
    sheet_name="商品资料",
    columns=(
        Column("code", "商品编码", "code", aliases=("货号", "款号", "编码", "商品货号"), required=True, max_length=40, example="A2026"),
        Column("sku", "SKU编码", "code", aliases=("SKU", "规格编码", "条目编码"), max_length=40, example="A2026-黑-M"),
        Column("name", "商品名称", aliases=("名称", "品名"), required=True, max_length=120, example="经典羽绒服"),
        Column("colour", "颜色", aliases=("色号", "颜色名称"), max_length=40, example="黑色"),
        Column("size", "尺码", aliases=("尺寸", "规格", "码数"), max_length=40, example="M"),
        Column("category", "品类", aliases=("类别", "商品分类", "分类", "商品类别"), required=True, max_length=120, example="羽绒服"),
        Column("brand", "品牌", max_length=60, example="示例品牌"),
        Column("season", "季节", aliases=("销售季",), max_length=60),
        Column("unit", "单位", aliases=("计量单位",), max_length=20, example="件"),
        Column("ex_factory_fen", "出厂价", "money", aliases=("出厂价(元)", "出厂价格", "供货价"), minimum=1, example="300.00"),
        Column("retail_fen", "零售价", "money", aliases=("零售价(元)", "吊牌价", "建议零售价"), required=True, minimum=1, example="599.00"),
        Column("cost_fen", "成本价", "money", aliases=("成本价(元)", "成本"), minimum=1, example="180.00"),
        Column(
            "weight_g", "重量kg", "weight", aliases=("重量(kg)", "重量", "毛重kg", "重量（千克）"),
            required=True, minimum=1, example="0.8",
        ),
        Column("barcode", "条码", "code", aliases=("条形码", "商品条码", "69码"), max_length=32, example="6901234567892"),
    ),
    parse_row=_parse,
    check_rows=_check,
))
