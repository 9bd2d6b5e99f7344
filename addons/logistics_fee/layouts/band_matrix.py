"""Layout A, a price matrix: one row per destination, one column per weight range, sentences in cells that have no number."""
from odoo.addons.dealer_base.sheet import Column, Layout, clean, register_layout

from ..tariff import Band, WordPrice
from ..tariff.headers import read_range
from ..tariff.units import MICRO_PER_FEN
from .row import (
    IMPLAUSIBLE_FEN,
    NOT_SERVED,
    Place,
    Priced,
    TariffRow,
    days_problems,
    has_price,
    is_remark,
    is_total,
    needs_person,
    split_places,
    step_band,
    transit,
    unknown_header,
)

RANGE = "range:"
COLUMNS = (
    Column("carrier", "承运商", "code", aliases=("快递公司", "物流公司"), example="SF"),
    Column("origin", "始发地", aliases=("始发省", "发货地", "发货仓"), example="浙江", from_above=""),
    Column("zone", "区域", aliases=("分区",), example="一区", from_above=""),
    Column("places", "目的地", aliases=("目的地范围", "目的省份", "目的省", "到达地", "省份"), required=True, max_length=2_000, example="江苏、上海"),
    Column("days", "时效(天)", aliases=("参考时效", "时效"), example="2-3"),
    Column("note", "备注", max_length=1_000, example=""),
)
# Ranges of the template; a sheet may have any.
TEMPLATE = ("x≤0.5kg", "0.5<x≤1kg", "1<x≤2kg", "2<x≤3kg", "3kg以上 基础费3.00元+续重(元/kg)")
EXAMPLES = (
    ("SF", "浙江", "一区", "江苏、上海", "2-3", "", "2.30", "2.70", "3.30", "3.90", "0.90"),
    ("SF", "浙江", "五区", "新疆", "6-9", "", "首重1kg 18元，续重15元/kg"))


def column_for(text):
    """:param text: a header. :return: a price column if it is a weight range, else None."""
    found = read_range(text)
    if found is None:
        return None
    return Column(f"{RANGE}{found.from_g}:{found.upto_g or ''}", clean(text), "price_or_words")


def skip_row(values):
    """Second header rows and remarks name no destination and hold no price; sums and notes below the table are none."""
    return is_total(values) or is_remark(values, "places") or values.get("places") is None and not has_price(values, lambda name: name.startswith(RANGE))


def parse_row(row):
    columns = [name for name in row.places if name.startswith(RANGE)]
    if not columns:
        return row.error("", "no_ranges")
    problems = days_problems(row)
    given = {name: row.get(name) for name in columns if row.get(name) is not None}
    said = [name for name, value in given.items() if isinstance(value, WordPrice) or value is NOT_SERVED]
    if said:
        if len(given) > 1:
            return [*problems, row.error(said[0], "words_and_numbers")]
        prices = _worded(row, said[0], given[said[0]])
        worded = ((said[0], given[said[0]]),) if given[said[0]] is not NOT_SERVED else ()
    else:
        wrong = [row.error(name, "missing_value") for name in columns if name not in given]
        wrong += [row.error(name, "zero_price") for name, value in given.items() if not value]
        bands = [] if wrong else [_band(row, name, value, problems) for name, value in given.items()]
        problems += wrong
        prices = () if problems else tuple(
            Priced(place, (band,), "places", name) for place in split_places(row.get("places"))
            for name, band in zip(given, bands, strict=True))
        worded = ()
    return problems or TariffRow(
        carrier=row.get("carrier") or "", prices=prices, zone=row.get("zone") or "", transit_days=transit(row.get("days")),
        currency="CNY", worded=worded, remark="note" if needs_person(row.get("note")) else "", origin=row.get("origin") or "")


def _band(row, name, value, problems):
    """The band of one cell: its price, or beside a base fee in the header the price of a started kilogram."""
    lower, _colon, upper = name.removeprefix(RANGE).partition(":")
    header = read_range(row.places[name][1])
    lower, upper = int(lower), int(upper) if upper else None
    if header.base_micro is not None:
        if header.base_micro % MICRO_PER_FEN:
            problems.append(row.error(name, "fraction_of_fen"))
        return step_band(lower, upper, header.base_micro, value, over=0)
    if value % MICRO_PER_FEN:
        problems.append(row.error(name, "fraction_of_fen"))
    return Band(lower, upper, value)


def _worded(row, column, value):
    places = split_places(row.get("places"))
    if value is NOT_SERVED:
        return tuple(Priced(place, (), "places", column) for place in places)
    prices = [Priced(place, value.bands, "places", column) for place in places]
    for named in value.exceptions:
        prices += [
            Priced(Place(places[0].province, name), named.bands, column, column) for name in named.names]
    return tuple(prices)


def check_rows(rows):
    """Warnings that do not keep a row out."""
    out = []
    for row in rows:
        for priced in row.record.prices:
            first = priced.bands[0] if priced.bands else None
            if first and first.upto_g and first.upto_g <= 1_000 and first.base_micro > IMPLAUSIBLE_FEN * MICRO_PER_FEN:
                out.append(row.source.error(priced.price_column, "price_implausible", warning=True))
                break
    return out


LAYOUT = register_layout(Layout(
    code="tariff_band_matrix", columns=COLUMNS, parse_row=parse_row, check_rows=check_rows, skip_row=skip_row,
    column_for=column_for, unknown=unknown_header, sheet_name="价格表", template=TEMPLATE, examples=EXAMPLES))
