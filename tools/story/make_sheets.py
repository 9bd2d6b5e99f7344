#!/usr/bin/env python3
"""Writes the sheets of data/ from tools/story/content, and LOGINS.txt: `python tools/story/make_sheets.py`.

The same content always gives the same bytes, so a changed sheet shows in the history only when its content changed.
"""
import datetime
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import xlsxwriter  # noqa: E402
import xlwt  # noqa: E402

from tools.story import people  # noqa: E402
from tools.story.content import broken, dealers, goods, money, tariffs  # noqa: E402
from tools.story.content.book import Formula  # noqa: E402

BOOKS = {
    "dealers.xlsx": dealers.DEALERS,
    "goods.xls": goods.GOODS_SHEET,
    "opening-stock.xlsx": goods.STOCK_SHEET,
    "remittances.xls": money.REMITTANCES,
    "tariff-sf.xlsx": tariffs.SF_SHEET,
    "tariff-ems.xls": tariffs.EMS_SHEET,
    "tariff-sto.xlsx": tariffs.STO_SHEET,
    "tariff-yto.xls": tariffs.YTO_SHEET,
    "broken/dealers-mistakes.xlsx": broken.DEALERS,
    "broken/goods-mistakes.xls": broken.GOODS,
    "broken/tariff-mistakes.xlsx": broken.TARIFF,
    "broken/tariff-expired.xlsx": broken.EXPIRED,
    "broken/remittances-mistakes.xls": broken.REMITTANCES,
}
BORN = datetime.datetime(2026, 1, 1)
BLUE = "#DCE6F1"


def write_xlsx(path, sheet):
    """Write one sheet as .xlsx."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False})
    book.set_properties({"title": sheet.name, "created": BORN})
    page = book.add_worksheet(sheet.name)
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "header": book.add_format({"bold": True, "bg_color": BLUE, "border": 1}),
        "text": book.add_format({"num_format": "@"}),
        "number": book.add_format({"num_format": "0.00#"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    line = 0
    if sheet.title:
        page.write_string(0, 0, sheet.title, formats["title"])
        line = 1
    for column, text in enumerate(sheet.header):
        page.set_column(column, column, sheet.width(column))
        page.write_string(line, column, text, formats["header"])
    page.freeze_panes(line + 1, 0)
    for row in sheet.rows:
        line += 1
        for column, value in enumerate(row):
            if isinstance(value, Formula):
                page.write_formula(line, column, value.text, None, value.value)
            elif isinstance(value, float):
                page.write_number(line, column, value, formats["number"])
            elif isinstance(value, datetime.date):
                page.write_datetime(line, column, datetime.datetime.combine(value, datetime.time()), formats["date"])
            elif value is not None:
                page.write_string(line, column, value, formats["text"])
    for note in sheet.notes:
        line += 1
        page.write_string(line, 0, note)
    book.close()


def write_xls(path, sheet):
    """Write one sheet as .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet.name)
    styles = {
        "title": xlwt.easyxf("font: bold on, height 280"),
        "header": xlwt.easyxf("font: bold on; pattern: pattern solid, fore_colour pale_blue; borders: left thin, right thin, top thin, bottom thin"),
        "text": xlwt.easyxf(num_format_str="@"),
        "number": xlwt.easyxf(num_format_str="0.00#"),
        "date": xlwt.easyxf(num_format_str="yyyy-mm-dd"),
    }
    line = 0
    if sheet.title:
        page.write(0, 0, sheet.title, styles["title"])
        line = 1
    for column, text in enumerate(sheet.header):
        page.col(column).width = 256 * sheet.width(column)
        page.write(line, column, text, styles["header"])
    page.set_panes_frozen(True)
    page.set_horz_split_pos(line + 1)
    for row in sheet.rows:
        line += 1
        for column, value in enumerate(row):
            if value is not None:
                kind = "number" if isinstance(value, float) else "date" if isinstance(value, datetime.date) else "text"
                page.write(line, column, value, styles[kind])
    for note in sheet.notes:
        line += 1
        page.write(line, 0, note)
    book.save(str(path))


def main(folder):
    """Write every book below a folder."""
    for name, sheet in BOOKS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (write_xls if path.suffix == ".xls" else write_xlsx)(path, sheet)
    (folder / "broken" / "web-page.xls").write_text(broken.WEB_PAGE, encoding="utf-8")


if __name__ == "__main__":
    main(ROOT / "data")
    (ROOT / "tools" / "story" / "LOGINS.txt").write_text(people.table(), encoding="utf-8")
