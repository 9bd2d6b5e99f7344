"""Cell types: one small function each, found by name. A type added is one file that calls ``register_cell_type``."""
from . import dates, numbers, texts, words
from .registry import cell_types, parse_cell, register_cell_type

__all__ = ["cell_types", "dates", "numbers", "parse_cell", "register_cell_type", "texts", "words"]
