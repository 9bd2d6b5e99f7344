"""The bank's list of incoming remittances."""
from dataclasses import dataclass
from datetime import date

from odoo.addons.dealer_base.sheet import Column, Layout, find_doubles, register_layout

# How the four ways to pay are written by banks and wallets (R0-031).
METHODS = (("支付宝", "alipay"), ("柜", "counter"), ("自助", "kiosk"), ("ATM", "kiosk"), ("网银", "online"), ("网上银行", "online"), ("手机银行", "online"))


@dataclass(frozen=True, slots=True)
class RemittanceRow:
    """One incoming payment. Money in fen; texts are ``""`` when the cell is empty; ``method`` is ``""`` where its word is not known."""

    day: date
    serial: str
    amount_fen: int
    payer: str
    remark: str
    account: str
    method: str
    brand: str


def _parse(row):
    values = {name: "" if value is None else value for name, value in row.values.items()}
    word = values["method"].upper()
    return RemittanceRow(**{**values, "method": next((code for part, code in METHODS if part in word), "")})


def _check(rows):
    return find_doubles(rows, lambda row: (row.record.account, row.record.serial), "serial")


REMITTANCES = register_layout(Layout(
    code="remittances",
    sheet_name="银行流水",
    columns=(
        Column("day", "交易日期", "date", aliases=("日期", "记账日期", "入账日期", "交易时间"), required=True, example="2026-11-20"),
        Column("serial", "流水号", "code", aliases=("交易流水号", "银行流水号", "凭证号", "交易编号"), required=True, max_length=64, example="202611200001"),
        Column("amount_fen", "收入金额", "money", aliases=("金额", "贷方金额", "贷方发生额", "收入", "交易金额"), required=True, minimum=1, example="5000.00"),
        Column("payer", "对方户名", aliases=("付款人", "付款人名称", "对方名称", "付款户名"), max_length=120, example="张三"),
        Column("remark", "附言", aliases=("摘要", "用途", "备注", "汇款附言"), max_length=250, example="西部销售公司 张三"),
        Column("account", "收款账户", aliases=("收款账号", "本方账户", "本方账号"), max_length=64, example=""),
        Column("method", "交易渠道", aliases=("渠道", "汇款方式"), max_length=64, example=""),
        Column("brand", "品牌", max_length=64, example=""),
    ),
    parse_row=_parse,
    check_rows=_check,
    key=("account", "serial"),
))
