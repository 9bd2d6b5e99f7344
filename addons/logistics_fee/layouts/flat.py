"""Layout D, our own template: one row per destination and weight range."""
import re

from odoo.addons.dealer_base.sheet import Column, Layout, register_layout

from ..tariff import Band
from ..tariff.forms.registry import with_minimum
from ..tariff.units import MICRO_PER_FEN
from .row import EVERYWHERE, IMPLAUSIBLE_FEN, NOT_SERVED, Place, Priced, TariffRow, is_total, needs_person

# Remark of a region that the region around it does not price; the default zone does.
EXCLUDED = "除外"
NOTE = re.compile(r"\s*(?:备注|说明|注|※|\*|\d+[、.．])|.{20,}")
CURRENCIES = frozenset(("", "CNY", "RMB", "人民币", "￥", "¥", "元"))

COLUMNS = (
    Column("carrier", "承运商", "code", aliases=("快递公司", "物流公司", "承运商编码"), example="SF"),
    Column("service", "产品", aliases=("服务", "产品类型"), example="标准快递", from_above=""),
    Column("origin_province", "始发省", example="浙江省", from_above=""),
    Column("origin_city", "始发市", example="杭州市", from_above="origin_province"),
    Column("province", "目的省", aliases=("目的省份", "省"), example="四川省", from_above=""),
    Column("city", "目的市", aliases=("目的城市",), example="", from_above="province"),
    Column("district", "目的区县", aliases=("目的县区",), example="", from_above="city"),
    Column("from_kg", "起始重量kg", "weight", default=0, example="0"),
    Column("to_kg", "截止重量kg", "weight", example=""),
    Column("base", "基础价", "money", column_required=True, example="22.00"),
    Column("step_kg", "续重单位kg", "weight", example="0.5"),
    Column("rate", "续重单价", "unit_price", example="5.00"),
    Column("over_kg", "扣减重量kg", "weight", example="1"),
    Column("minimum", "最低收费", "money", example=""),
    Column("divisor", "体积系数", "integer", minimum=1, maximum=100_000, example="6000"),
    Column("days_min", "时效最短天", "integer", maximum=90, example="2"),
    Column("days_max", "时效最长天", "integer", maximum=90, example="3"),
    Column("valid_from", "生效日期", "date", example="2026-01-01"),
    Column("valid_to", "失效日期", "date", example=""),
    Column("currency", "币种", example="CNY"),
    Column("zone", "区域", aliases=("分区",), example="一区", from_above=""),
    Column("per", "计价单位", "choice", choices=(("kg", "g"), ("公斤", "g"), ("件", "piece")), default="g", example="kg"),
    Column("note", "备注", max_length=1_000, example=""),
)


def skip_row(values):
    """Notes below the table fill the first column only."""
    filled = [name for name, value in values.items() if value is not None]
    return is_total(values) or filled == ["carrier"] and bool(NOTE.match(str(values["carrier"])))


def _place(row):
    province = row.get("province") or ""
    everywhere = province in EVERYWHERE and not row.get("city")
    return Place(province, row.get("city") or "", row.get("district") or "", everywhere)


def _problems(row):
    """Findings that need this row only."""
    out = []
    lower, upper, step, rate = (row.get(name) for name in ("from_kg", "to_kg", "step_kg", "rate"))
    if (row.get("currency") or "").upper() not in CURRENCIES:
        out.append(row.error("currency", "wrong_currency"))
    if upper is not None and upper <= lower:
        out.append(row.error("to_kg", "band_reversed"))
    if step == 0 and rate:
        out.append(row.error("step_kg", "zero_step"))
    elif step is None and rate:
        out.append(row.error("step_kg", "missing_step"))
    elif step and rate is None:
        out.append(row.error("rate", "missing_rate"))
    if row.get("base") is None and not rate:
        out.append(row.error("base", "missing_value"))
    elif not row.get("base") and not rate:
        out.append(row.error("base", "zero_price"))
    if row.get("valid_from") and row.get("valid_to") and row.get("valid_to") < row.get("valid_from"):
        out.append(row.error("valid_to", "dates_reversed"))
    if row.get("days_max") is not None and (row.get("days_min") or 0) > row.get("days_max"):
        out.append(row.error("days_min", "days_reversed"))
    elif row.get("days_min") is not None and row.get("days_max") is None:
        out.append(row.error("days_max", "missing_longest"))
    return out


def is_not_served(row):
    """A row without any price whose remark says that nothing is delivered there."""
    return row.get("base") is None and not row.get("rate") and bool(NOT_SERVED.search(row.get("note") or ""))


def is_excluded(row):
    """A row without any price whose remark says that the price of the region around it is not meant."""
    return row.get("base") is None and not row.get("rate") and (row.get("note") or "") == EXCLUDED


def parse_row(row):
    excluded = is_excluded(row)
    priceless = excluded or is_not_served(row)
    problems = [] if priceless else _problems(row)
    if problems:
        return problems
    days = (row.get("days_min") or 0, row.get("days_max")) if row.get("days_max") is not None else None
    note = row.get("note")
    return TariffRow(
        carrier=row.get("carrier") or "",
        prices=(Priced(_place(row), () if priceless else _bands(row), "province", "base", excluded),),
        zone=row.get("zone") or "", transit_days=days, divisor=row.get("divisor"), valid_from=row.get("valid_from"),
        valid_to=row.get("valid_to"), currency=row.get("currency") or "", per=row.get("per"),
        remark="note" if not priceless and needs_person(note) else "", origin=f"{row.get('origin_province') or ''}{row.get('origin_city') or ''}",
        service=row.get("service") or "")


def _bands(row):
    piece = row.get("per") == "piece"
    # Columns in kilograms hold pieces where a zone is priced by the piece: 1 in the sheet is one piece.
    scale = 1_000 if piece else 1
    lower, upper, step = (row.get(name) and row.get(name) // scale for name in ("from_kg", "to_kg", "step_kg"))
    rate = row.get("rate") or 0
    # Without its own start the steps are counted from the start of the range.
    over = row.get("over_kg") // scale if row.get("over_kg") is not None else lower
    band = Band(lower, upper, (row.get("base") or 0) * MICRO_PER_FEN, over if rate else 0, (step or 0) if rate else 0, rate)
    return with_minimum(band, (row.get("minimum") or 0) * MICRO_PER_FEN)


def check_rows(rows):
    """Warnings that do not keep a row out."""
    out = []
    for row in rows:
        source = row.source
        if not row.record.currency:
            out.append(source.error("currency", "currency_assumed", warning=True))
        upper = source.get("to_kg")
        if (source.get("base") or 0) > IMPLAUSIBLE_FEN and upper is not None and upper <= 1_000:
            out.append(source.error("base", "price_implausible", warning=True))
    return out


LAYOUT = register_layout(Layout(
    code="tariff_flat", columns=COLUMNS, parse_row=parse_row, check_rows=check_rows, skip_row=skip_row, unknown="error", sheet_name="价目"))
