"""Whole-fen arithmetic. Imports nothing but the standard library.

Money is an ``int`` of fen (1 CNY = 100 fen), a rate is an ``int`` of basis points (500 = 5 %).
Every split of an amount in the product is done by :func:`allocate` or :func:`split_by_progress`, every
conversion between a database amount and fen by :func:`to_fen` and :func:`from_fen`.
"""
from .convert import AmountError, from_fen, to_fen, yuan
from .rounding import percent_of, round_div
from .split import allocate, apportion, split_by_progress
from .words import capitals

__all__ = [
    "AmountError",
    "allocate",
    "apportion",
    "capitals",
    "from_fen",
    "percent_of",
    "round_div",
    "split_by_progress",
    "to_fen",
    "yuan",
]
