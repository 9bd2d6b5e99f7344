"""A replay as a workbook: sums, and parcels worth a look; texts as texts, amounts as numbers, never a formula."""
import io

import xlsxwriter

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
SUMS = ("carrier_id", "province_id", "zone", "status", "code", "parcels", "weight_kg", "then", "now", "diff")
PARCELS = ("kind", "parcel_id", "carrier_id", "province_id", "zone", "then", "now", "diff", "note")


def replay_book(replay) -> bytes:
    """:param replay: logistics.replay. :return: bytes of an .xlsx file in the language of the user."""
    env, out = replay.env, io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        styles = {"bold": book.add_format({"bold": True}), "money": book.add_format({"num_format": "#,##0.00"})}
        sheet = book.add_worksheet(env._("Sums")[:31])
        sheet.write_string(0, 0, replay.name or "", styles["bold"])
        for column, name in enumerate(("total", "done", "refused", "then", "now", "diff")):
            sheet.write_string(1, column, replay._fields[name]._description_string(env), styles["bold"])
            sheet.write_number(2, column, replay[name], styles["money"] if name in ("then", "now", "diff") else None)
        _table(sheet, 4, replay.line_ids, SUMS, styles)
        _table(book.add_worksheet(env._("Parcels")[:31]), 0, replay.parcel_ids, PARCELS, styles)
    return out.getvalue()


def _table(sheet, row, records, names, styles):
    sheet.freeze_panes(row + 1, 0)
    sheet.set_column(0, len(names) - 1, 16)
    for column, name in enumerate(names):
        sheet.write_string(row, column, records._fields[name]._description_string(records.env), styles["bold"])
    labels = {
        name: dict(records._fields[name]._description_selection(records.env)) for name in names if records._fields[name].type == "selection"}
    for position, record in enumerate(records, row + 1):
        for column, name in enumerate(names):
            field, value = records._fields[name], record[name]
            if field.type in ("monetary", "float"):
                sheet.write_number(position, column, value, styles["money"])
            elif field.type == "integer":
                sheet.write_number(position, column, value)
            else:
                text = value.display_name if field.type == "many2one" else labels.get(name, {}).get(value, value)
                sheet.write_string(position, column, text or "")
