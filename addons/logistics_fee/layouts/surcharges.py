"""Layout E, surcharges: one row per fee beside the freight, with its rate, limits, dates and where it applies."""
import re
from dataclasses import dataclass

from odoo.addons.dealer_base.sheet import CellError, Column, Layout, find_doubles, parse_cell, register_layout

from ..tariff import UnitError
from ..tariff.surcharges import parse_surcharge
from .row import EVERYWHERE, Place, is_total, split_places, unknown_header

_NUM = r"(\d+(?:\.\d+)?)"
_FLOOR = re.compile(rf"{_NUM}元?/层(?:\+{_NUM}元?/(?:{_NUM})?(?:kg|公斤|千克))?", re.I)
_LONGEST = re.compile(rf"(?:最长边|单边|边长)(?:超过|大于|>){_NUM}(?:cm|厘米)", re.I)
_GIRTH = re.compile(rf"(?:围长|周长)(?:超过|大于|>){_NUM}(?:cm|厘米)", re.I)
_HEAVY = re.compile(rf"(?:单件重量|单票重量|重量|实重)(?:超过|大于|>){_NUM}(?:kg|公斤|千克)", re.I)
REMOTE = re.compile(r"偏远")
# What a percentage is taken of: a declared amount, or lines of the quote by their codes.
DECLARED = {"声明价值": "declared_value", "保价金额": "declared_value", "货值": "declared_value", "代收金额": "cod_amount", "代收货款": "cod_amount"}
LINES = {"运费": "freight", "基础运费": "freight", "": "freight"}
PER = {
    **dict.fromkeys(("每票", "按票", "固定", "每单", "按单", "固定金额", "固定每票", "每票固定", "元/票", "元/单"), "shipment"),
    **dict.fromkeys(("每件", "按件", "每包裹", "元/件", "固定每件"), "parcel"),
}

COLUMNS = (
    Column("carrier", "承运商", "code", aliases=("快递公司", "物流公司"), example="SF"),
    Column("code", "费用编码", "code", aliases=("编码", "代码"), required=True, max_length=40, example="fuel"),
    Column("name", "费用名称", aliases=("名称", "费用项目"), required=True, max_length=80, example="燃油附加费"),
    Column("kind", "计费方式", aliases=("收费方式", "方式"), required=True, max_length=200, example="百分比"),
    Column("value", "费率/金额", aliases=("费率", "金额", "收费标准"), max_length=40, example="5%"),
    Column("minimum", "最低", "money", aliases=("最低收费", "最低金额"), example=""),
    Column("maximum", "最高", "money", aliases=("最高收费", "最高金额"), example=""),
    Column("base", "计算基数", aliases=("基数",), max_length=120, example="运费"),
    Column("region", "适用区域", aliases=("适用范围", "适用条件", "区域"), max_length=2_000, example="全部"),
    Column("date_from", "开始日期", "date", aliases=("生效日期",), example="2026-03-01"),
    Column("date_to", "结束日期", "date", aliases=("失效日期", "截止日期"), example=""),
    Column("bearer", "承担方", "choice", aliases=("承担", "费用承担"), choices=(
        ("同运费", ""), ("经销商", "dealer"), ("总部", "hq"), ("消费者", "consumer")), default="", example="同运费"),
    Column("order", "顺序", "integer", aliases=("序号", "次序"), default=0, maximum=10_000, example="20"),
)


@dataclass(frozen=True, slots=True)
class SurchargeRow:
    """:ivar surcharge: the core's Surcharge, its regions still to be named. :ivar prices: places it is limited to, for the look-up of
    divisions; a place is held like a price. :ivar remote: it is for the areas of the remote list."""

    carrier: str
    surcharge: object
    name: str
    prices: tuple = ()
    remote: bool = False
    bearer: str = ""


@dataclass(frozen=True, slots=True)
class Limited:
    """A place a surcharge is limited to. :ivar place: its names. :ivar place_column: where they stand."""

    place: Place
    place_column: str = "region"


def _number(text, type_):
    return parse_cell(text, Column("value", "", type_))


def _pricing(row, problems):
    """:return: mapping of kind and rate for ``parse_surcharge``; findings go into ``problems``."""
    kind, value = (row.get("kind") or "").replace(" ", ""), row.get("value") or ""
    floor = _FLOOR.fullmatch(kind) or _FLOOR.fullmatch(value)
    if floor:
        return {"kind": "floor", "per_floor": floor[1], "per_kg": floor[2] or "0", "step_kg": floor[3] or "1"}
    if not value:
        problems.append(row.error("value", "missing_value"))
        return {}
    try:
        if "百分" in kind or kind in ("%", "比例"):
            _number(value, "percent")
            share = value.rstrip("% ") if value.endswith("%") else format(_number(value, "decimal") * 100, "f")
            base = (row.get("base") or "").replace(" ", "")
            if base in DECLARED:
                return {"kind": "value_percent", "value": share, "of": DECLARED[base]}
            return {"kind": "percent", "value": share, "base": [LINES.get(part, part) for part in re.split(r"[+、,]", base)]}
        _number(value, "unit_price")
        plain = re.sub(r"^(?:¥|￥)|元.*$", "", value)
        if kind in PER:
            return {"kind": "fixed", "value": plain, "per": PER[kind], "scope": "parcel" if PER[kind] == "parcel" else "shipment"}
        if re.search(r"公斤|kg", kind, re.I):
            return {"kind": "per_kg", "value": plain, "step_kg": "1"}
    except CellError as error:
        problems.append(row.error("value", error.code, **error.params))
        return {}
    problems.append(row.error("kind", "unknown_choice", known="、".join(("百分比", *PER, "每公斤", "4.5元/层+0.09元/kg"))))
    return {}


def _conditions(row):
    """:return: (conditions of ``parse_surcharge``, places, whether the remote list is meant)."""
    text = (row.get("region") or "").replace(" ", "")
    when, places, remote = {}, (), False
    if row.get("date_from"):
        when["date_from"] = row.get("date_from").isoformat()
    if row.get("date_to"):
        when["date_to"] = row.get("date_to").isoformat()
    sizes = {"longest_over_cm": _LONGEST.fullmatch(text), "girth_over_cm": _GIRTH.fullmatch(text), "weight_over_kg": _HEAVY.fullmatch(text)}
    found = next(((name, match[1]) for name, match in sizes.items() if match), None)
    if found:
        when[found[0]] = found[1]
    elif REMOTE.search(text):
        remote = True
    elif text and text not in EVERYWHERE:
        places = split_places(text)
    return when, tuple(map(Limited, places)), remote


def parse_row(row):
    problems = []
    pricing = _pricing(row, problems)
    low, high = row.get("minimum"), row.get("maximum")
    if low is not None and high is not None and low > high:
        problems.append(row.error("maximum", "maximum_below_minimum"))
    if row.get("date_from") and row.get("date_to") and row.get("date_to") < row.get("date_from"):
        problems.append(row.error("date_to", "dates_reversed"))
    if problems:
        return problems
    when, places, remote = _conditions(row)
    limits = {name: f"{fen / 100:.2f}" for name, fen in (("min", low), ("max", high)) if fen is not None}
    code = row.get("code").lower()
    try:
        surcharge = parse_surcharge({"code": code, "order": row.get("order"), "when": when, **pricing, **limits})
    except (UnitError, KeyError, ValueError):
        return row.error("value", "not_a_number")
    return SurchargeRow(row.get("carrier") or "", surcharge, row.get("name"), places, remote, row.get("bearer"))


def check_rows(rows):
    """A code stands once, and a rate is taken of fees that the sheet has."""
    names = {row.record.name: row.record.surcharge.code for row in rows} | {row.record.surcharge.code: row.record.surcharge.code for row in rows}
    out = find_doubles(rows, lambda row: (row.record.carrier, row.record.surcharge.code), "code")
    for row in rows:
        for part in dict(row.record.surcharge.params).get("base", ()):
            if part != "freight" and part not in names:
                out.append(row.source.error("base", "unknown_choice", known="、".join(filter(None, (*LINES, *DECLARED, *names)))))
    return out


def skip_row(values):
    """Notes below the table fill the first column only."""
    return is_total(values) or values.get("kind") is None and values.get("value") is None


LAYOUT = register_layout(Layout(
    code="tariff_surcharges", columns=COLUMNS, parse_row=parse_row, check_rows=check_rows, skip_row=skip_row,
    unknown=unknown_header, sheet_name="附加费"))
