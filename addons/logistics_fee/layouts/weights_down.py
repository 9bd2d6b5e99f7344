"""Layout C, weights down and provinces across; the last rows may be a first weight and the price of a further kilogram."""
import re
from dataclasses import replace

from odoo.addons.dealer_base.sheet import Column, Layout, clean, register_layout

from ..tariff import Band, UnitError, grams
from ..tariff.headers import read_range
from ..tariff.units import MICRO_PER_FEN
from .row import IMPLAUSIBLE_FEN, NOT_SERVED, Priced, TariffRow, has_price, is_total, split_places, step_band

PLACE = "place:"
_JOINTS = re.compile(r"[、,;/|]")  # a header may have blanks within a name
_FIRST = re.compile(r"首重\s*\(?(\d+(?:\.\d+)?)?\s*(?:kg|公斤|千克)?\)?", re.I)
_STEP = re.compile(r"续重.*?(?:/\s*(\d+(?:\.\d+)?)?\s*(?:kg|公斤|千克))?\)?$", re.I)
COLUMNS = (
    Column("weight", "重量段(kg)", aliases=("重量段", "重量", "重量区间", "重量(kg)", "重量区间(kg)"), required=True, max_length=80, example="0-1"),
    Column("carrier", "承运商", "code", aliases=("快递公司", "物流公司"), example="SF"),
    Column("note", "备注", max_length=1_000, example=""),
)
TEMPLATE = ("江苏", "浙江、上海", "其他")
EXAMPLES = (
    ("0-1", "SF", "", "2.80", "2.80", "3.50"), ("1-3", "SF", "", "3.60", "3.60", "4.80"),
    ("3以上 首重3kg", "SF", "", "3.60", "3.60", "4.80"), ("续重(元/kg)", "SF", "", "1.20", "1.20", "1.60"))


def column_for(text):
    """:param text: a header. :return: the column of a destination."""
    name = clean(text)
    return Column(PLACE + name, name, "price_or_words") if re.search(r"[\u4e00-\u9fff]", name) else None


def skip_row(values):
    """Rows without weight and price, and notes that fill the first column only."""
    if is_total(values):
        return True
    weight = values.get("weight")
    if weight is None:
        return not has_price(values, lambda name: name.startswith(PLACE))
    return not any(value is not None for name, value in values.items() if name != "weight") and _range(weight) is None


def _range(weight):
    """:return: (from_g, upto_g, over_g or None), ``("step", step_g)`` for the row of a further kilogram, or None."""
    text = clean(str(weight)).replace(" ", "")
    try:
        if "续重" in text and not re.search(r"以上|>|-", text):
            return "step", grams((_STEP.search(text) or (None, None))[1] or "1")
        first = _FIRST.search(text)
        rest = (text[: first.start()] + text[first.end():]).strip(",;+:") if first else text
        over = grams(first[1] or "1") if first else None
        if first and not rest:
            return 0, None, over
        found = read_range(rest)
    except UnitError:
        return None
    return (found.from_g, found.upto_g, over) if found else None


def parse_row(row):
    found = _range(row.get("weight"))
    columns = [name for name in row.places if name.startswith(PLACE)]
    if found is None:
        return row.error("weight", "bad_range")
    problems = [row.error(name, "missing_value") for name in columns if row.get(name) is None]
    prices = []
    for name in columns:
        value = row.get(name)
        if value is None:
            continue
        if value is not NOT_SERVED and (not isinstance(value, int) or found[0] != "step" and value % MICRO_PER_FEN):
            problems.append(row.error(name, "not_a_number" if not isinstance(value, int) else "fraction_of_fen"))
        elif value == 0:
            problems.append(row.error(name, "zero_price"))
        else:
            bands = () if value is NOT_SERVED else (_bands(found, value),)
            prices += [Priced(place, bands, name, name) for place in split_places(name.removeprefix(PLACE), _JOINTS)]
    return problems or TariffRow(carrier=row.get("carrier") or "", prices=tuple(prices), currency="CNY")


def _bands(found, value):
    """A further kilogram is kept as a band without a beginning until :func:`combine` has seen the row above it."""
    if found[0] == "step":
        return Band(-1, None, 0, 0, found[1], value)
    lower, upper, over = found
    return Band(lower, upper, value, over or 0)


def combine(rows):
    """Join the row of a further kilogram with the open range above it.

    :param rows: good ParsedRows in file order.
    :return: (rows, findings); the row of the further kilogram stays, without prices.
    """
    out, errors, before = [], [], None
    for row in rows:
        if not any(band.from_g < 0 for priced in row.record.prices for band in priced.bands):
            out.append(row)
            before = row if any(band.upto_g is None for priced in row.record.prices for band in priced.bands) else None
            continue
        if before is None:
            errors.append(row.source.error("weight", "step_without_first"))
            continue
        rates = {(priced.price_column, priced.place): priced.bands[0] for priced in row.record.prices if priced.bands}
        prices = []
        for priced in before.record.prices:
            step = rates.get((priced.price_column, priced.place))
            prices += [replace(priced, bands=_ladder(priced.bands[0], step))] if priced.bands and step else [priced]
        out[out.index(before)] = replace(before, record=replace(before.record, prices=tuple(prices)))
        out.append(replace(row, record=replace(row.record, prices=())))
        before = None
    return [_plain(row) for row in out], errors


def _ladder(first, step):
    over = first.over_g or first.from_g
    open_band = step_band(max(first.from_g, over), None, first.base_micro, step.rate_micro, step.step_g, over)
    return (Band(first.from_g, over, first.base_micro), open_band) if over > first.from_g else (open_band,)


def _plain(row):
    """An open range without a further kilogram is a fixed price; what was kept of its first weight goes."""
    if not any(band.over_g and not band.step_g for priced in row.record.prices for band in priced.bands):
        return row
    prices = tuple(
        replace(priced, bands=tuple(replace(band, over_g=0) if not band.step_g else band for band in priced.bands))
        for priced in row.record.prices)
    return replace(row, record=replace(row.record, prices=prices))


def check_rows(rows):
    """Warnings that do not keep a row out."""
    return [
        row.source.error(row.record.prices[0].price_column, "price_implausible", warning=True) for row in rows
        if any(band.upto_g and band.upto_g <= 1_000 and band.base_micro > IMPLAUSIBLE_FEN * MICRO_PER_FEN
               for priced in row.record.prices for band in priced.bands)]


LAYOUT = register_layout(Layout(
    code="tariff_weights_down", columns=COLUMNS, parse_row=parse_row, check_rows=check_rows, skip_row=skip_row,
    column_for=column_for, sheet_name="重量段报价", min_known=2, template=TEMPLATE, examples=EXAMPLES))
