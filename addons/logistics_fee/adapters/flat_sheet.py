"""A tariff as a sheet of layout D, our template: what comes out goes in again without a difference."""
import io

import xlsxwriter

from odoo.addons.dealer_base.adapters.workbook import safe_text

from ..layouts.flat import COLUMNS, EXCLUDED, LAYOUT
from .messages import kilograms, micro_yuan

NOT_SERVED_WORD = "不派送"
EVERYWHERE_WORD = "其他"


def flat_rows(source, names, chain, head):
    """Write a tariff as rows of the template.

    :param source: TariffSource. :param names: dict zone code -> name. :param chain: function(division code) -> names (province, city,
        district). :param head: dict of what all rows share: carrier, service, valid_from, valid_to.
    :return: list of dicts column name -> text.
    """
    out = []
    divisor = str(source.volumetric.divisor) if source.volumetric else ""
    shared = {**head, "divisor": divisor, "currency": source.currency}
    for zone in source.zones:
        days = {"days_min": str(zone.transit_days[0]), "days_max": str(zone.transit_days[1])} if zone.transit_days else {}
        fixed = {**shared, **days, "zone": names.get(zone.code) or "", "per": "件" if zone.per == "piece" else "kg"}
        for code in (*zone.include, *((None,) if zone.is_default else ())):
            place = {"province": EVERYWHERE_WORD} if code is None else dict(zip(("province", "city", "district"), chain(code), strict=True))
            out += [{**fixed, **place, **_band(band, zone.per)} for band in sorted(zone.bands, key=lambda band: band.from_g)]
        out += [{**shared, **dict(zip(("province", "city", "district"), chain(code), strict=True)), "note": EXCLUDED} for code in zone.exclude]
    out += [
        {**shared, **dict(zip(("province", "city", "district"), chain(code), strict=True)), "note": NOT_SERVED_WORD}
        for code in source.not_served]
    return out


def _band(band, per):
    weight = str if per == "piece" else kilograms
    row = {"from_kg": weight(band.from_g), "to_kg": weight(band.upto_g) if band.upto_g is not None else "", "base": micro_yuan(band.base_micro)}
    if band.rate_micro:
        row |= {"step_kg": weight(band.step_g), "rate": micro_yuan(band.rate_micro), "over_kg": weight(band.over_g)}
    return row


def flat_workbook(rows) -> bytes:
    """:param rows: rows of :func:`flat_rows`. :return: bytes of an .xlsx."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    sheet = book.add_worksheet(LAYOUT.sheet_name)
    bold = book.add_format({"bold": True, "bg_color": "#E7E6E6"})
    for index, column in enumerate(COLUMNS):
        sheet.write_string(0, index, column.header, bold)
    for number, row in enumerate(rows, 1):
        for index, column in enumerate(COLUMNS):
            if row.get(column.name):
                sheet.write_string(number, index, safe_text(row[column.name]))
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def unfit(source) -> bool:
    """Whether the template cannot hold the tariff: base prices finer than a fen."""
    return any(band.base_micro % 10_000 for zone in source.zones for band in zone.bands)
