"""Decisions of the prepaid ledger: no Odoo, no database, whole fen.

A command and the state it meets give either a decision (what to write) or a :class:`Refusal` (a code with the figures a
sentence needs). The database's gate enforces the same bounds once more under concurrency; this package says what is right.
"""
from .decide import capture, check_amount, check_line, hold, post_entries, release, season_close, top_up
from .kinds import KINDS, kind_selection
from .lots import BUCKETS, NEW_LOT, BucketRule, Cover, Lot, charge, restore, split
from .state import Balance, Decision, EntryLine, Hold, Refusal

__all__ = [
    "BUCKETS",
    "KINDS",
    "NEW_LOT",
    "Balance",
    "BucketRule",
    "Cover",
    "Decision",
    "EntryLine",
    "Hold",
    "Lot",
    "Refusal",
    "capture",
    "charge",
    "check_amount",
    "check_line",
    "hold",
    "kind_selection",
    "post_entries",
    "release",
    "restore",
    "season_close",
    "split",
    "top_up",
]
