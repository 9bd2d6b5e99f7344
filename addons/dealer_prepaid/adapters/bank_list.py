"""The list of refunds for the bank as a sheet and as text, with nothing in it that a spreadsheet would run."""
import csv
import io

import xlsxwriter

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_xlsx(title, headers, rows, amount_column):
    """Make the workbook.

    :param title: name of the sheet, cut to what a sheet name may be.
    :param headers: texts.
    :param rows: lists of values; amounts are numbers, everything else is written as text.
    :param amount_column: index of the column of amounts, which is added up below.
    :return: bytes.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("".join(char for char in title if char not in "[]:*?/\\'")[:31] or "1")
    bold, money, text = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "@"})
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, bold)
        sheet.set_column(column, column, 24 if column else 6)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if column == amount_column:
                sheet.write_number(number, column, value, money)
            else:
                sheet.write_string(number, column, str(value or ""), text)
    sheet.write_number(len(rows) + 1, amount_column, round(sum(row[amount_column] for row in rows), 2), money)
    book.close()
    return buffer.getvalue()


def to_csv(headers, rows, amount_column):
    """Make the text file, UTF-8 with its mark so that spreadsheets read Chinese names.

    :param headers: texts.
    :param rows: as for :func:`to_xlsx`.
    :param amount_column: index of the column of amounts.
    :return: bytes.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(headers)
    for row in rows:
        writer.writerow([f"{value:.2f}" if column == amount_column else harmless(value) for column, value in enumerate(row)])
    return buffer.getvalue().encode("utf-8-sig")


def harmless(value):
    """Give a cell's text such that no spreadsheet reads it as a formula."""
    text = str(value or "")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
