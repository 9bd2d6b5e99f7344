"""The bank's list of remittances: the incoming ones come in, of the outgoing ones only their number and sum are told."""
from dataclasses import dataclass
from datetime import date

from odoo.addons.dealer_base.sheet import Column, Layout, find_doubles, register_layout

# How the four ways to pay are written by banks and wallets (R0-031).
METHODS = (("支付宝", "alipay"), ("柜", "counter"), ("自助", "kiosk"), ("ATM", "kiosk"), ("网银", "online"), ("网上银行", "online"), ("手机银行", "online"))
# What a bank calls the side on which it books a payment; its debit is our money going out.
SIDES = (
    ("贷", "in"), ("收", "in"), ("收入", "in"), ("贷方", "in"), ("来账", "in"), ("C", "in"),
    ("借", "out"), ("支", "out"), ("支出", "out"), ("借方", "out"), ("往账", "out"), ("D", "out"))
MOST = 10**15  # fen, beyond what any bank books; below zero because of the sign
SIGNED = ("金额", "交易金额")  # headers under which a wallet writes what goes out below zero; elsewhere that is a mistake


@dataclass(frozen=True, slots=True)
class RemittanceRow:
    """One payment. Money in fen; texts are ``""`` when the cell is empty; ``method`` is ``""`` where its word is not known; ``is_out``: it went out."""

    day: date
    serial: str
    amount_fen: int
    payer: str
    remark: str
    account: str
    method: str
    brand: str
    is_out: bool = False


def _parse(row):
    values = {name: "" if value is None else value for name, value in row.values.items()}
    side, spent, amount, word = values.pop("side"), values.pop("spent_fen") or 0, row.get("amount_fen"), values["method"].upper()
    values["method"] = next((code for part, code in METHODS if part in word), "")
    signed = row.places["amount_fen"][1].strip() in SIGNED
    if side == "out" or (not side and (spent and not amount or signed and (amount or 0) < 0)):
        if spent < 0 or amount and (spent or amount > 0 and not signed):
            return row.error("amount_fen", "remittance_both_ways")  # a column of income, or money that came back: nobody guesses which is true
        return RemittanceRow(**{**values, "amount_fen": abs(amount or spent), "is_out": True})
    if spent and amount:
        return row.error("amount_fen", "remittance_both_ways")
    if amount is None:
        return row.error("amount_fen", "missing_value")
    if amount <= 0:
        return row.error("amount_fen", "negative_value" if amount else "zero_value")
    return RemittanceRow(**values) if row.get("serial") else row.error("serial", "missing_value")


def _check(rows):
    return find_doubles([row for row in rows if not row.record.is_out], lambda row: (row.record.account, row.record.serial), "serial")


REMITTANCES = register_layout(Layout(
    code="remittances",
    sheet_name="银行流水",
    columns=(
        Column("day", "交易日期", "date", aliases=("日期", "记账日期", "入账日期", "交易时间"), required=True, example="2026-11-20"),
        Column("serial", "流水号", "code", aliases=("交易流水号", "银行流水号", "凭证号", "交易编号"), column_required=True,
               max_length=64, example="202611200001"),
        Column("amount_fen", "收入金额", "money", aliases=("金额", "贷方金额", "贷方发生额", "收入", "交易金额"), column_required=True,
               minimum=-MOST, example="5000.00"),
        Column("spent_fen", "支出金额", "money", aliases=("借方金额", "借方发生额", "支出"), minimum=-MOST),
        Column("side", "借贷标志", "choice", aliases=("收支标志", "收支方向", "借贷方向", "借贷", "收/支"), choices=SIDES),
        Column("payer", "对方户名", aliases=("付款人", "付款人名称", "对方名称", "付款户名"), max_length=120, example="张三"),
        Column("remark", "附言", aliases=("摘要", "用途", "备注", "汇款附言"), max_length=250, example="西部销售公司 张三"),
        Column("account", "收款账户", aliases=("收款账号", "本方账户", "本方账号"), max_length=64, example=""),
        Column("method", "交易渠道", aliases=("渠道", "汇款方式"), max_length=64, example=""),
        Column("brand", "品牌", max_length=64, example=""),
    ),
    parse_row=_parse,
    check_rows=_check,
))
