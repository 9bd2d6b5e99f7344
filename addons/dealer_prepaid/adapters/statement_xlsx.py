"""An issued statement as a spreadsheet: texts as texts, amounts as numbers, never a formula."""
import io

import xlsxwriter

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": False}


def statement_book(statement):
    """Make the spreadsheet of a statement in the language of the user.

    :param statement: one issued prepaid.statement.
    :return: bytes of an .xlsx file.
    """
    env, out = statement.env, io.BytesIO()
    kinds = dict(env["prepaid.entry"]._fields["kind"]._description_selection(env))
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        sheet = book.add_worksheet(env._("Statement")[:31])
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        money, total = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "#,##0.00", "bold": True})
        head = (
            (env._("Statement"), statement.name), (env._("Account"), statement.account_id.name), (env._("Account owner"), statement.partner_id.name),
            (env._("Company"), statement.company_id.name), (env._("From"), statement.date_from), (env._("To"), statement.date_to),
            (env._("Digest"), statement.hash), (env._("Digest of the statement before"), statement.prev_hash or ""),
        )
        for row, (label, value) in enumerate(head):
            sheet.write_string(row, 0, label, bold)
            _write(sheet, row, 1, value, day)
        row = len(head) + 1
        titles = (env._("No."), env._("Date"), env._("Kind"), env._("What for"), env._("Made of"), env._("Order"), env._("Document"),
                  env._("Journal entry"), env._("Amount"), env._("Balance"), env._("Digest"))
        for column, title in enumerate(titles):
            sheet.write_string(row, column, title, bold)
        sheet.freeze_panes(row + 1, 0)
        sheet.write_string(row + 1, 3, env._("Opening balance"), bold)
        sheet.write_number(row + 1, 9, statement.opening, total)
        row += 2
        for line in statement.line_ids.sorted("place"):
            entry = line.entry_id
            cells = (line.place, line.date, kinds.get(entry.kind, entry.kind), entry.label, entry.explanation or "", line.order_name or "",
                     line.document_name or "", entry.sudo().move_id.name or "",  # sudo: owners read no journals, but the number of their invoice
                     line.amount, line.balance_after, line.entry_hash)
            for column, value in enumerate(cells):
                _write(sheet, row, column, value, day if column == 1 else money)
            row += 1
        sheet.write_string(row, 3, env._("Closing balance"), bold)
        sheet.write_number(row, 8, statement.credits + statement.debits, total)
        sheet.write_number(row, 9, statement.closing, total)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 2, 16)
        sheet.set_column(3, 7, 28)
        sheet.set_column(8, 9, 14)
    return out.getvalue()


def _write(sheet, row, column, value, style):
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int):
        sheet.write_number(row, column, value)
    elif isinstance(value, float):
        sheet.write_number(row, column, value, style)
    elif hasattr(value, "year"):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value))
