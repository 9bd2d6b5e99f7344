"""Carrier bills against shipments: what was billed, what was expected, and why they differ."""
from .dates import bill_date
from .decide import Decision, decide
from .layout import Drift, Layout, drift, guess, learn, net_column
from .match import match
from .model import BillLine, MatchRules, Report, Sent, Verdict
from .tracking import USUAL_FORMS, tracking_of

__all__ = [
    "USUAL_FORMS", "BillLine", "Decision", "Drift", "Layout", "MatchRules", "Report", "Sent", "Verdict", "bill_date", "decide", "drift",
    "guess", "learn", "match", "net_column", "tracking_of",
]
