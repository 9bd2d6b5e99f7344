"""Carriers' bill files: which column is what, rows with every cell read strictly. No database; sheets come from dealer_base."""
from .columns import FIELDS, NEEDED, guess_columns, is_personal
from .fees import fee_of
from .reading import Plan, ReadRow, find_header, other_sheets, read_rows, true_columns

__all__ = [
    "FIELDS", "NEEDED", "Plan", "ReadRow", "fee_of", "find_header", "guess_columns", "is_personal", "other_sheets", "read_rows",
    "true_columns",
]
