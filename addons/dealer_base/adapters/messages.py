"""Sentences for the codes of the sheet reader and of the importers: one code, one sentence with the next step.

Another addon adds the codes of its layouts with :func:`register_sentences`; a code without a sentence is a bug that
``tests/test_import_messages.py`` finds.
"""
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

SENTENCES = {
    # the file
    "empty_file": _lt("The file is empty: fill in the template and upload it again."),
    "hidden_row": _lt("The row is hidden in the file; it counts all the same, %(count)s hidden rows in all. Delete what is not meant."),
    "sheet_not_read": _lt("The sheets %(sheets)s have the same columns and are not read: an import reads one sheet. Import them as files of their own."),
    "taken_from_above": _lt("Empty cells of %(count)s rows are read as the row above says: row %(rows)s. Look at their regions and zones."),
    "no_rows": _lt("Sheet “%(sheet)s” has a header but no rows below it."),
    "file_too_large": _lt("The file has %(size)s bytes; at most %(limit)s are accepted. Split it into several files."),
    "not_a_workbook": _lt("This is no workbook (it looks like %(kind)s): open it in Excel or WPS and save it as .xlsx."),
    "unsupported_format": _lt("This workbook format is not read: save it as .xlsx."),
    "encrypted": _lt("The workbook is protected with a password: save a copy without it."),
    "has_macros": _lt("The workbook holds macros: save it as .xlsx without macros."),
    "damaged_file": _lt("The file is damaged or cut off: open it, save it again as .xlsx and upload that."),
    "zip_bomb": _lt("The workbook would unpack to far more data than a sheet needs and is refused: copy the rows into a new file."),
    "unsafe_xml": _lt("The workbook holds contents that no spreadsheet program writes and is refused: copy the rows into a new file."),
    "too_many_cells": _lt("Row %(row)s has more than %(limit)s cells."),
    "too_many_rows": _lt("The sheet has more than %(limit)s rows: split it into several files."),
    "too_slow": _lt("Reading took longer than %(limit)s seconds and was stopped: split the file."),
    "no_visible_sheet": _lt("All sheets of the workbook are hidden: show the one to import."),
    "header_not_found": _lt("No header was found in the first %(rows)s rows. Expected columns: %(expected)s."),
    # the header
    "missing_column": _lt("The column “%(header)s” is missing."),
    "duplicate_column": _lt("The column “%(header)s” stands twice (also in column %(other)s): delete one."),
    "unknown_column": _lt("The column “%(header)s” is not known: correct its name or delete it."),
    # any cell
    "missing_value": _lt("“%(header)s” must be filled in."),
    "formula_without_value": _lt("The cell holds a formula without a result: open the file, save it, or paste the value."),
    "error_value": _lt("The cell shows an Excel error (%(value)s): enter the value."),
    "cell_too_long": _lt("The text in the cell is too long."),
    "text_too_long": _lt("The text has %(length)s characters; at most %(limit)s fit."),
    "digits_lost": _lt("Excel has cut digits off this number (%(value)s): format the column as text and enter it again."),
    "not_a_code": _lt("A code is expected here, not a date: format the column as text."),
    "space_in_code": _lt("A code must not hold spaces."),
    "bad_phone": _lt("“%(value)s” is no phone number: 11 digits of a mobile, or area code and number."),
    "not_a_number": _lt("“%(value)s” is no number: digits with at most one dot."),
    "ambiguous_number": _lt("“%(value)s” can be read in two ways: write a dot for decimals, a comma only every three digits."),
    "negative_value": _lt("“%(value)s” is negative: enter zero or more."),
    "zero_value": _lt("“%(header)s” must be more than zero."),
    "value_too_small": _lt("“%(value)s” is below the smallest accepted value."),
    "value_too_large": _lt("“%(value)s” is above the largest accepted value."),
    "not_whole": _lt("“%(value)s” must be a whole number."),
    "fraction_of_fen": _lt("“%(value)s” has more than two decimals: amounts are exact to 0.01."),
    "fraction_of_gram": _lt("“%(value)s” has more than three decimals: weights are exact to the gram."),
    "fraction_of_bp": _lt("“%(value)s” has more than two decimals of a percent."),
    "percent_sign_missing": _lt("“%(value)s”: write the percent sign, for example 8%%."),
    "wrong_currency": _lt("“%(value)s”: only amounts in yuan are accepted."),
    "wrong_unit": _lt("“%(value)s”: enter the weight in %(unit)s."),
    "not_a_date": _lt("“%(value)s” is no date: write it like 2026-03-01."),
    "unknown_choice": _lt("“%(value)s” is not one of: %(known)s."),
    "duplicate_in_file": _lt("“%(value)s” stands in row %(other)s too: each may come once in a file."),
    # regions
    "missing_division": _lt("No province is given."),
    "unknown_division": _lt("The region “%(name)s” is not known."),
    "city_not_in_province": _lt("“%(name)s” is no city of %(parent)s."),
    "district_not_in_city": _lt("“%(name)s” is no district of %(parent)s."),
    "ambiguous_district": _lt("“%(name)s” exists more than once in %(parent)s: name the city. Candidates: %(candidates)s."),
    "several_divisions_in_one_cell": _lt("“%(name)s” names several regions: one row, one region."),
    "alias_wrong_suffix": _lt("“%(name)s” is read as %(found)s."),
    "development_zone": _lt("“%(name)s” is a development zone without a code of its own, read as %(found)s."),
    "historic_name": _lt("“%(name)s” is an old name, read as %(found)s."),
    # pasted addresses
    "unknown_address": _lt("No region was found in “%(text)s”: choose the region."),
    "ambiguous_address": _lt("“%(text)s” can mean several regions, choose one: %(candidates)s."),
    "conflicting_address": _lt("The regions in “%(text)s” do not belong together, choose one: %(candidates)s."),
    "unsure_address": _lt("“%(text)s” was read as %(found)s by a short name only: check the region."),
    "no_district_in_address": _lt("“%(text)s” names no district of %(found)s: add it if you know it."),
    # dealers
    "unknown_parent": _lt("The parent code %(code)s is neither in the system nor in this file."),
    "parent_row_bad": _lt("The parent %(code)s (row %(other)s) has an error itself: correct that row first."),
    "missing_parent": _lt("A %(level)s needs the code of its parent."),
    "parent_not_allowed": _lt("A sales company stands at the top and has no parent code."),
    "wrong_parent_level": _lt("The parent %(code)s is a %(level)s; a %(wanted)s is needed."),
    "level_changed": _lt("%(code)s is a %(level)s already: the level of an existing partner is not changed by an import."),
    "parent_changed": _lt("%(code)s belongs to %(parent)s: move it in its form, not by an import."),
    "unknown_user": _lt("No user has the login or name “%(value)s”."),
    "ambiguous_user": _lt("Several users are called “%(value)s”: give the login."),
    "missing_salesperson": _lt("A dealer or store needs a salesperson."),
    "not_your_customer": _lt("You import your own customers only: the salesperson must be you."),
    "archived_partner": _lt("%(code)s is archived: restore it first."),
    # goods
    "unknown_category": _lt("The category “%(value)s” is not known. Known ones: %(known)s."),
    "ambiguous_category": _lt("Several categories are called “%(value)s”: write the whole path. Candidates: %(known)s."),
    "unknown_unit": _lt("The unit “%(value)s” is not known. Known ones: %(known)s."),
    "unknown_season": _lt("The season “%(value)s” is not known. Known ones: %(known)s."),
    "barcode_taken": _lt("The barcode %(value)s belongs to %(other)s already."),
    "different_in_file": _lt("“%(header)s” differs from row %(other)s of the same goods."),
    "variant_mix": _lt("Goods %(code)s stand both with and without colour and size."),
    "unknown_goods": _lt("Goods %(code)s are not in the system: pre-sale service or purchasing imports them first."),
    "code_of_other_goods": _lt("The code %(code)s belongs to the goods “%(other)s” with other colours or sizes."),
    "column_not_yours": _lt("The column “%(header)s” is left out: it is entered by %(groups)s."),
}


def register_sentences(sentences):
    """Add the sentences of another addon's codes.

    :param sentences: code -> lazily translated text with ``%(name)s`` places.
    :raises ValueError: if a code has another sentence already.
    """
    for code, text in sentences.items():
        if SENTENCES.setdefault(code, text) is not text:
            raise ValueError(f"code {code!r} has a sentence already")


def sentence(env, code, params=None, value="", header=""):
    """Make the sentence of a code in the user's language.

    :param params: what the code names; ``value`` and ``header`` of the cell are always at hand.
    :return: text; a code nobody registered comes out as itself.
    """
    text = SENTENCES.get(code)
    if text is None:
        return code
    places = {"value": value, "header": header, **(params or {})}
    translated = env._(text)
    return translated % places
