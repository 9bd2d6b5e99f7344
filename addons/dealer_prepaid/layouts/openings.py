"""Opening balances of the accounts, out of the system used before."""
from dataclasses import dataclass
from datetime import date

from odoo.addons.dealer_base.sheet import Column, Layout, find_doubles, register_layout

KINDS = (("余额", "balance"), ("期初余额", "balance"), ("结余", "balance"), ("balance", "balance"),
         ("历史", "history"), ("历史明细", "history"), ("流水", "history"), ("明细", "history"), ("history", "history"))
BUCKETS = (("现金", "cash"), ("预存款", "cash"), ("余额", "cash"), ("cash", "cash"), ("赠送", "gift"), ("赠金", "gift"), ("gift", "gift"),
           ("返利", "rebate"), ("rebate", "rebate"), ("市场费用", "expense"), ("费用", "expense"), ("expense", "expense"))


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One opening balance, or one movement of its history (``amount_fen`` signed). Money in fen; texts are ``""`` when the cell is empty."""

    kind: str
    dealer: str
    brand: str
    bucket: str
    amount_fen: int
    day: date
    reference: str
    expires_on: date | None
    stated_fen: int | None
    remark: str


def _parse(row):
    values = {name: "" if value is None and name not in ("expires_on", "stated_fen") else value for name, value in row.values.items()}
    return OpeningRow(**{**values, "kind": values["kind"] or "balance", "bucket": values["bucket"] or "cash"})


def identity(record):
    """Give what tells one line of an opening from another."""
    return (record.dealer, record.brand, record.kind, record.bucket, record.day, record.reference, record.amount_fen)


def _check(rows):
    return find_doubles(rows, lambda row: identity(row.record), "reference")


OPENINGS = register_layout(Layout(
    code="openings",
    sheet_name="期初余额",
    columns=(
        Column("kind", "类型", "choice", aliases=("行类型", "数据类型"), choices=KINDS, default="balance", example="余额"),
        Column("dealer", "客户编码", "code", aliases=("经销商编码", "门店编码", "编码", "客户编号", "经销商编号"), required=True, max_length=32,
               example="D003"),
        Column("brand", "品牌", aliases=("品牌名称",), max_length=64, example=""),
        Column("bucket", "资金类型", "choice", aliases=("款项类型", "账户类型", "资金池"), choices=BUCKETS, default="cash", example="现金"),
        Column("amount_fen", "金额", "money", aliases=("期初金额", "期初余额", "余额", "发生额"), required=True, minimum=-10**13, maximum=10**13,
               example="12300.00"),
        Column("day", "原业务日期", "date", aliases=("业务日期", "日期", "充值日期", "原日期", "发生日期"), required=True, example="2026-06-18"),
        Column("reference", "原单号", "code", aliases=("单号", "原单据号", "凭证号", "流水号"), max_length=64, example="CZ20260618001"),
        Column("expires_on", "到期日", "date", aliases=("有效期", "失效日期", "有效期至"), example=""),
        Column("stated_fen", "账户余额", "money", aliases=("原系统余额", "账户总余额", "核对余额"), minimum=0, maximum=10**13, example="12300.00"),
        Column("remark", "备注", aliases=("摘要", "说明"), max_length=250, example="原系统结转"),
    ),
    parse_row=_parse,
    check_rows=_check,
    key=("dealer", "brand", "kind", "bucket", "day", "reference", "amount_fen"),
))
