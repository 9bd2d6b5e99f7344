"""Sales companies, dealers and stores in one sheet, in any order of rows."""
from dataclasses import dataclass
from datetime import date

from ..sheet import Column, Layout, find_doubles, register_layout

LEVEL_WORDS = (
    ("销售公司", "sales_company"), ("分公司", "sales_company"),
    ("经销商", "dealer"), ("代理商", "dealer"), ("加盟商", "dealer"),
    ("门店", "store"), ("店铺", "store"), ("终端", "store"), ("专卖店", "store"),
)
PARENT_LEVEL = {"sales_company": "", "dealer": "sales_company", "store": "dealer"}


@dataclass(frozen=True, slots=True)
class DealerRow:
    """One partner of the channel tree; texts are ``""`` when the cell is empty."""

    level: str
    code: str
    name: str
    parent_code: str
    phone: str
    province: str
    city: str
    district: str
    street: str
    salesperson: str
    contact: str
    since: date | None
    note: str


def _parse(row):
    values = {name: "" if value is None else value for name, value in row.values.items() if name != "since"}
    record = DealerRow(since=row.get("since"), **values)
    errors = []
    if PARENT_LEVEL[record.level] and not record.parent_code:
        errors.append(row.error("parent_code", "missing_parent", level=_word(record.level)))
    if not PARENT_LEVEL[record.level] and record.parent_code:
        errors.append(row.error("parent_code", "parent_not_allowed"))
    if record.level != "sales_company" and not record.salesperson:
        errors.append(row.error("salesperson", "missing_salesperson"))
    return errors or record


def _word(level):
    return next(word for word, value in LEVEL_WORDS if value == level)


def level_word(level):
    """The Chinese word of a level, as sheets and messages write it."""
    return _word(level)


def _check(rows):
    return find_doubles(rows, lambda row: (row.record.phone or None,), "phone")


DEALERS = register_layout(Layout(
    code="dealers",
    sheet_name="客户资料",
    columns=(
        Column(
            "level", "级别", "choice", aliases=("客户级别", "客户类型", "渠道级别", "类型"),
            required=True, choices=LEVEL_WORDS, example="经销商",
        ),
        Column(
            "code", "编码", "code", aliases=("客户编码", "客户编号", "编号", "代码", "门店编码", "经销商编码"),
            required=True, max_length=32, example="D001",
        ),
        Column(
            "name", "名称", aliases=("客户名称", "客户全称", "门店名称", "经销商名称"),
            required=True, max_length=120, example="成都一号经销商",
        ),
        Column(
            "parent_code", "上级编码", "code", aliases=("上级客户编码", "上级", "所属上级", "上级编号"),
            column_required=True, max_length=32, example="SC01",
        ),
        Column("phone", "电话", "phone", aliases=("手机", "手机号", "手机号码", "联系电话"), example="13800138000"),
        Column("province", "省", aliases=("省份", "所在省"), required=True, max_length=40, example="四川省"),
        Column("city", "市", aliases=("城市", "所在市"), max_length=40, example="成都市"),
        Column("district", "区县", aliases=("区/县", "区", "县区", "所在区县"), max_length=40, example="武侯区"),
        Column("street", "详细地址", aliases=("地址", "街道地址", "收货地址"), max_length=200, example="人民南路四段1号"),
        Column("salesperson", "业务员", aliases=("销售员", "业务经理", "负责人", "业务员账号"), max_length=64, example="rep1"),
        Column("contact", "联系人", aliases=("联系人姓名",), max_length=64, example="张三"),
        Column("since", "合作日期", "date", aliases=("合作开始日期", "开户日期", "签约日期"), example="2026-03-01"),
        Column("note", "备注", aliases=("说明",), max_length=500),
    ),
    parse_row=_parse,
    check_rows=_check,
    key=("code",),
))
