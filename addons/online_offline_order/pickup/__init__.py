"""Goods that wait at a store for their consumer: the pick-up code and the days until somebody must decide. No records, no I/O."""
from .clock import Due, check_days, due_on, read_days
from .code import DIGITS, draw, fits, read_code, seal

__all__ = ["DIGITS", "Due", "check_days", "draw", "due_on", "fits", "read_code", "read_days", "seal"]
