"""Carrier bills against shipments: what was billed, what was expected, and why they differ."""
from .dates import bill_date
from .decide import Decision, decide
from .match import match
from .model import BillLine, MatchRules, Report, Sent, Verdict
from .tracking import tracking_of

__all__ = [
    "BillLine", "Decision", "MatchRules", "Report", "Sent", "Verdict", "bill_date", "decide", "match", "tracking_of",
]
