"""The funnel from a customer who heard of the mall to one who orders regularly: stages, rates, weeks, audits, trust.

Pure: the standard library and ``dealer_base.money``. Times are naive UTC datetimes, rates basis points (8000 = 80 %), durations whole hours.
"""
from .draw import draw
from .facts import SheetClaim, SystemFacts, contradictions
from .portrait import WINDOW_DAYS, Portrait, portrait, usual_days
from .rates import Customer, Figures, figures, percentile, rate_bp
from .stages import DEFAULT_LIMITS, STAGES, Facts, due_at, entered_at
from .trust import Audit, audit_score, trust_score
from .weeks import month_start, week_start
from .weights import shares_bp

__all__ = [
    "DEFAULT_LIMITS",
    "STAGES",
    "WINDOW_DAYS",
    "Audit",
    "Customer",
    "Facts",
    "Figures",
    "Portrait",
    "SheetClaim",
    "SystemFacts",
    "audit_score",
    "contradictions",
    "draw",
    "due_at",
    "entered_at",
    "figures",
    "month_start",
    "percentile",
    "portrait",
    "rate_bp",
    "shares_bp",
    "trust_score",
    "usual_days",
    "week_start",
]
