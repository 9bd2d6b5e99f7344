"""Disputes as a workbook: the rows as the carrier wrote them, under its own headers, then what we say to them."""
import io

import xlsxwriter

from .bill_words import explanation

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def dispute_book(disputes) -> bytes:
    """:param disputes: logistics.dispute records, of one carrier. :return: bytes of an .xlsx file; a sheet per layout."""
    env, out = disputes.env, io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "0.00"})
        by_mapping: dict = {}
        for dispute in disputes.sorted(lambda row: (row.bill_id.id, row.line_id.row)):
            by_mapping.setdefault(dispute.bill_id.mapping_id, []).append(dispute)
        for number, (mapping, rows) in enumerate(by_mapping.items(), 1):
            sheet = book.add_worksheet(f"{number}")
            columns = mapping.column_ids.sorted("position")
            shown = [(column.position, column.header) for column in columns if mapping.keep_personal or not column.is_personal]
            extra = (env._("Bill"), env._("Row"), env._("Expected"), env._("In dispute"), env._("Cause"), env._("Why"))
            for place, header in enumerate([*(header for _position, header in shown), *extra]):
                sheet.write_string(0, place, header, bold)
            for place, dispute in enumerate(rows, 1):
                _row(sheet, place, dispute, shown, money)
    return out.getvalue()


def _row(sheet, place, dispute, shown, money):
    line = dispute.line_id
    cells = line.cells or []
    for column, (position, _header) in enumerate(shown):
        sheet.write_string(place, column, cells[position] if position < len(cells) else "")
    causes = dict(dispute._fields["cause"]._description_selection(dispute.env))
    column = len(shown)
    sheet.write_string(place, column, line.bill_id.name or "")
    sheet.write_number(place, column + 1, line.row)
    sheet.write_number(place, column + 2, line.expected, money)
    sheet.write_number(place, column + 3, dispute.amount, money)
    sheet.write_string(place, column + 4, causes.get(dispute.cause, ""))
    sheet.write_string(place, column + 5, explanation(dispute.env, line))
