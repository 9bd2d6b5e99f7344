"""Receipts for orders as the cashier keeps them in a sheet (R3-104)."""
from dataclasses import dataclass
from datetime import date

from odoo.addons.dealer_base.sheet import Column, Layout, find_doubles, register_layout


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One receipt. Money in fen; texts are ``""`` when the cell is empty."""

    day: date
    serial: str
    amount_fen: int
    dealer: str
    channel: str
    order: str
    payer: str
    remark: str
    account: str


def _parse(row):
    return ReceiptRow(**{name: "" if value is None else value for name, value in row.values.items()})


def _check(rows):
    return find_doubles(rows, lambda row: (row.record.account, row.record.serial), "serial")


RECEIPTS = register_layout(Layout(
    code="receipts",
    sheet_name="收款单",
    columns=(
        Column("day", "收款日期", "date", aliases=("日期", "到账日期", "单据日期"), required=True, example="2026-11-20"),
        Column(
            "serial", "流水号", "code", aliases=("交易流水号", "银行流水号", "凭证号", "单据号", "收款单号"),
            required=True, max_length=64, example="202611200001"),
        Column("amount_fen", "收款金额", "money", aliases=("金额", "实收金额", "收入金额"), required=True, minimum=1, example="680.00"),
        Column("dealer", "客户编码", "code", aliases=("经销商编码", "门店编码", "编码"), required=True, max_length=32, example="D003"),
        Column("channel", "收款方式", aliases=("收款渠道", "付款方式", "结算方式", "渠道"), required=True, max_length=40, example="银行转账"),
        Column("order", "订单号", "code", aliases=("单号", "对应订单", "订单编号"), max_length=64, example="S00012"),
        Column("payer", "付款人", aliases=("对方户名", "付款户名", "付款人名称"), max_length=120, example="张三"),
        Column("remark", "备注", aliases=("附言", "摘要"), max_length=250, example="货款"),
        Column("account", "收款账户", aliases=("收款账号", "到账账户", "本方账户"), max_length=64, example=""),
    ),
    parse_row=_parse,
    check_rows=_check,
    key=("account", "serial"),
))
