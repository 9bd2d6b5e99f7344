"""Orders of malls and distribution systems: one row a line of an order."""
from dataclasses import dataclass

from odoo.addons.dealer_base.sheet import Column, Layout, find_doubles, register_layout

SOURCE_WORDS = (("导入", "import"), ("官方商城", "mall"), ("商城", "mall"), ("电商平台", "marketplace"), ("平台", "marketplace"), ("小程序", "mini_program"))
MODE_WORDS = (("快递", "consumer"), ("送货", "consumer"), ("自提", "store"), ("到店", "store"))
HEAD = ("store", "source", "mode", "consumer", "phone", "province", "city", "district", "street", "guide")


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One line of an order of another system; texts are ``""`` when the cell is empty."""

    number: str
    store: str
    source: str
    mode: str
    code: str
    quantity: int
    consumer: str
    phone: str
    province: str
    city: str
    district: str
    street: str
    consent: bool
    guide: str

    @property
    def head(self):
        """What all lines of an order share."""
        return tuple(getattr(self, name) for name in HEAD)


def _parse(row):
    values = {name: "" if value is None else value for name, value in row.values.items()}
    return OrderRow(**{**values, "guide": values["guide"].strip().upper()})


def _check(rows):
    first, errors = {}, []
    for row in rows:
        known = first.setdefault(row.record.number, row)
        if known.record.head != row.record.head:
            errors.append(row.source.error("number", "order_differs", other=known.number))
    return errors + find_doubles(rows, lambda row: (row.record.number, row.record.code), "code")


ORDERS = register_layout(Layout(
    code="orders",
    sheet_name="外部订单",
    columns=(
        Column("number", "外部单号", aliases=("订单编号", "订单号", "平台单号"), required=True, max_length=60, example="TM20261122001"),
        Column("store", "门店编码", "code", aliases=("门店", "客户编码"), required=True, max_length=32, example="D1-1A"),
        Column("source", "来源", "choice", aliases=("订单来源", "渠道"), choices=SOURCE_WORDS, default="import", example="官方商城"),
        Column("mode", "配送方式", "choice", aliases=("送货方式", "提货方式"), choices=MODE_WORDS, default="consumer", example="快递"),
        Column("code", "SKU编码", "code", aliases=("商品编码", "SKU", "条码", "产品"), required=True, max_length=40, example="A2026-黑-M"),
        Column("quantity", "数量", "integer", aliases=("件数", "购买数量"), required=True, minimum=1, maximum=9_999, example="2"),
        Column("consumer", "收货人", aliases=("收件人", "姓名", "消费者"), max_length=60, example="张三"),
        Column("phone", "电话", "phone", aliases=("手机", "联系电话", "收货电话"), example="13800000001"),
        Column("province", "省", aliases=("省份",), max_length=40, example="四川省"),
        Column("city", "市", aliases=("城市",), max_length=40, example="成都市"),
        Column("district", "区县", aliases=("区", "县"), max_length=40, example="锦江区"),
        Column("street", "详细地址", aliases=("地址", "街道"), max_length=200, example="人民路 1 号"),
        Column("consent", "消费者同意", "boolean", aliases=("同意", "已授权"), default=False, example="是"),
        Column("guide", "导购工号", aliases=("工号",), max_length=40, example="G1"),
    ),
    parse_row=_parse,
    check_rows=_check,
    min_known=4,
))
