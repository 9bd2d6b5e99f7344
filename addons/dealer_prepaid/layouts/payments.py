"""The bank's list of payment results: what we asked it to pay, and what became of it (R3-104)."""
from dataclasses import dataclass
from datetime import date

from odoo.addons.dealer_base.sheet import Column, Layout, find_doubles, register_layout

RESULTS = (
    ("成功", "paid"), ("交易成功", "paid"), ("支付成功", "paid"), ("已支付", "paid"), ("已付款", "paid"), ("已汇出", "paid"), ("paid", "paid"),
    ("退回", "returned"), ("已退回", "returned"), ("退汇", "returned"), ("已退汇", "returned"), ("退票", "returned"), ("失败", "returned"),
    ("交易失败", "returned"), ("支付失败", "returned"), ("returned", "returned"))


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment of the bank. Money in fen; ``result`` is ``paid`` or ``returned``; texts are ``""`` when the cell is empty."""

    day: date
    payee: str
    number: str
    amount_fen: int
    serial: str
    result: str
    purpose: str
    dealer: str
    remark: str


def _parse(row):
    return PaymentRow(**{name: "" if value is None else value for name, value in row.values.items()})


def _check(rows):
    return find_doubles(rows, lambda row: (row.record.serial, row.record.result), "serial")


PAYMENTS = register_layout(Layout(
    code="payments",
    sheet_name="付款结果",
    columns=(
        Column("day", "交易日期", "date", aliases=("日期", "付款日期", "记账日期", "交易时间"), required=True, example="2027-03-31"),
        Column("payee", "户名", aliases=("收款户名", "收款人", "收款人名称", "对方户名"), max_length=120, example="张三"),
        Column("number", "账号", aliases=("收款账号", "收款人账号", "对方账号"), max_length=64, example="6222000011112222"),
        Column("amount_fen", "金额", "money", aliases=("付款金额", "交易金额", "支出金额", "借方发生额"), required=True, minimum=1, example="4800.00"),
        Column("serial", "流水号", "code", aliases=("交易流水号", "银行流水号", "参考号", "凭证号"), required=True, max_length=64, example="202703310001"),
        Column("result", "结果", "choice", aliases=("付款结果", "交易结果", "状态", "交易状态"), required=True, choices=RESULTS, example="成功"),
        Column("purpose", "用途", aliases=("附言", "摘要", "汇款用途"), max_length=250, example="提现 WDR2027-00001"),
        Column("dealer", "经销商编号", "code", aliases=("客户编码", "经销商编码", "编码"), max_length=32, example="D003"),
        Column("remark", "失败原因", aliases=("退回原因", "退汇原因", "备注", "原因"), max_length=250, example=""),
    ),
    parse_row=_parse,
    check_rows=_check,
    key=("serial", "result"),
))
