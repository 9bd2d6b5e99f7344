"""Sheets in: one reader for .xlsx, .xls and text, one declared layout per import, every row checked before any is kept.

Pure: the standard library, and xlrd in ``reader.py``. Workbooks out are written by ``adapters/workbook.py``.

``load(content, layout)`` reads a file; ``open_book(content)`` gives raw rows to layouts that are no plain table.
"""
from .book import Book, Fault, RawRow, Sheet
from .cells import parse_cell, register_cell_type
from .clean import FORMULA_STARTS, clean, squeeze
from .errors import CellError, Refusal, RowError, SheetRefused, column_letter
from .header import best_score
from .layout import Column, Layout, SheetRow
from .limits import DEFAULT_LIMITS, Limits
from .load import Parsed, ParsedRow, find_doubles, load
from .reader import open_book
from .registry import get_layout, layout_codes, register_layout

__all__ = [
    "DEFAULT_LIMITS",
    "FORMULA_STARTS",
    "Book",
    "CellError",
    "Column",
    "Fault",
    "Layout",
    "Limits",
    "Parsed",
    "ParsedRow",
    "RawRow",
    "Refusal",
    "RowError",
    "Sheet",
    "SheetRefused",
    "SheetRow",
    "best_score",
    "clean",
    "column_letter",
    "find_doubles",
    "get_layout",
    "layout_codes",
    "load",
    "open_book",
    "parse_cell",
    "register_cell_type",
    "register_layout",
    "squeeze",
]
