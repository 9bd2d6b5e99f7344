"""Layout B, the usual offer of a carrier: one row per region, first and continued weight, provinces joined in one cell."""
from odoo.addons.dealer_base.sheet import Column, Layout, register_layout

from ..tariff import Band
from ..tariff.units import MICRO_PER_FEN
from .row import (
    IMPLAUSIBLE_FEN,
    Priced,
    TariffRow,
    days_problems,
    has_price,
    is_remark,
    is_total,
    needs_person,
    split_places,
    transit,
    unknown_header,
)

COLUMNS = (
    Column("carrier", "承运商", "code", aliases=("快递公司", "物流公司"), example="SF"),
    Column("service", "产品", aliases=("服务", "产品类型"), example="标准快递", from_above=""),
    Column("zone", "区域", aliases=("分区", "区"), example="一区", from_above=""),
    Column("places", "目的省份", aliases=("目的地", "省份", "目的地省份", "到达省份"), required=True, max_length=2_000, example="浙江、上海、江苏",
           from_above=""),
    Column("first_kg", "首重(kg)", "weight", aliases=("首重", "首重重量", "首重公斤", "首重重量(kg)"), required=True, minimum=1, example="1"),
    Column("first_fee", "首重价格(元)", "money", aliases=("首重价格", "首重单价", "首重费用", "首重(元)", "首重价"), required=True, example="22.00"),
    Column("step_kg", "续重单位(kg)", "weight", aliases=("续重单位", "续重", "续重重量", "续重(kg)"), required=True, minimum=1, example="0.5"),
    Column("rate", "续重价格(元)", "unit_price", aliases=("续重价格", "续重单价", "续重费用", "续重(元)", "续重价"), required=True, example="5.00"),
    Column("days", "参考时效", aliases=("时效", "时效(天)"), example="2-3天"),
    Column("valid_from", "生效日期", "date", aliases=("开始日期",), example="2026-01-01"),
    Column("valid_to", "失效日期", "date", aliases=("截止日期", "结束日期"), example=""),
    Column("note", "备注", max_length=1_000, example=""),
)


def skip_row(values):
    """Notes below the table fill the first column only."""
    if is_total(values) or is_remark(values, "places"):
        return True
    return all(values.get(name) is None for name in ("places", "first_kg", "first_fee")) and not has_price(values, lambda name: name == "rate")


def parse_row(row):
    problems = days_problems(row)
    if not row.get("first_fee"):
        problems.append(row.error("first_fee", "zero_price"))
    if row.get("valid_from") and row.get("valid_to") and row.get("valid_to") < row.get("valid_from"):
        problems.append(row.error("valid_to", "dates_reversed"))
    if problems:
        return problems
    first, fee = row.get("first_kg"), row.get("first_fee") * MICRO_PER_FEN
    bands = (Band(0, first, fee), Band(first, None, fee, first, row.get("step_kg"), row.get("rate")))
    if not row.get("rate"):
        bands = (Band(0, None, fee),)
    return TariffRow(
        carrier=row.get("carrier") or "",
        prices=tuple(Priced(place, bands, "places", "first_fee") for place in split_places(row.get("places"))),
        zone=row.get("zone") or "", transit_days=transit(row.get("days")),
        valid_from=row.get("valid_from"), valid_to=row.get("valid_to"), currency="CNY",
        remark="note" if needs_person(row.get("note")) else "", service=row.get("service") or "")


def check_rows(rows):
    """Warnings that do not keep a row out."""
    return [
        row.source.error("first_fee", "price_implausible", warning=True)
        for row in rows if row.source.get("first_fee") > IMPLAUSIBLE_FEN and row.source.get("first_kg") <= 1_000]


LAYOUT = register_layout(Layout(
    code="tariff_first_continue", columns=COLUMNS, parse_row=parse_row, check_rows=check_rows, skip_row=skip_row,
    unknown=unknown_header, sheet_name="报价"))
