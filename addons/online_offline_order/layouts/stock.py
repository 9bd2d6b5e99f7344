"""Opening stock or a count: one row a product and warehouse."""
from dataclasses import dataclass

from odoo.addons.dealer_base.sheet import Column, Layout, find_doubles, register_layout


@dataclass(frozen=True, slots=True)
class StockRow:
    """Counted pieces of a product in a warehouse; ``warehouse`` is empty for the company's first one."""

    code: str
    warehouse: str
    quantity: int


def _parse(row):
    return StockRow(row.get("code"), row.get("warehouse") or "", row.get("quantity"))


def _check(rows):
    return find_doubles(rows, lambda row: (row.record.code, row.record.warehouse), "code")


STOCK = register_layout(Layout(
    code="stock",
    sheet_name="期初库存",
    columns=(
        Column("code", "SKU编码", "code", aliases=("产品", "商品编码", "SKU", "条码"), required=True, max_length=40, example="A2026-黑-M"),
        Column("warehouse", "仓库", aliases=("位置", "仓库名称", "库位"), max_length=60, example="总仓"),
        Column("quantity", "数量", "integer", aliases=("计数数量", "盘点数量", "期初数量", "库存数量"), required=True, example="100"),
    ),
    parse_row=_parse,
    check_rows=_check,
    min_known=2,
))
