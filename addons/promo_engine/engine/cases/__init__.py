"""Files of cases with expected results, run against the core: one kind a file, each registers itself.

``bin/cases promo`` and the test suite read the same files through :func:`check_file`.
"""
from . import allocation, cart, checks, concurrency, hint, note, price_history, refund, search
from .registry import KINDS, Outcome, check_file, load, register

__all__ = [
    "KINDS", "Outcome", "allocation", "cart", "check_file", "checks", "concurrency", "hint", "load", "note", "price_history", "refund",
    "register", "search",
]
