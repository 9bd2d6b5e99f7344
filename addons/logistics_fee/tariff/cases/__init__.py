"""Files of cases with expected results, run against the core: one file a group, each registers itself.

``bin/cases tariff`` and the test suite read the same files through :func:`check_file`.
"""
from . import apportion, bearer, bill, choice, fee, free, quote, rebate, settlement, split
from .registry import GROUPS, Outcome, check_file, load, register

__all__ = [
    "GROUPS", "Outcome", "apportion", "bearer", "bill", "check_file", "choice", "fee", "free", "load", "quote", "rebate",
    "register", "settlement", "split",
]
