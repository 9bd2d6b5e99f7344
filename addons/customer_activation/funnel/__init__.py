"""The funnel from a customer who heard of the mall to one who orders regularly: stages, rates, weeks, audits, trust.

Pure: the standard library and ``dealer_base.money``. Times are naive UTC datetimes, rates basis points (8000 = 80 %), durations whole hours.
"""
from .draw import draw
from .facts import CONTRADICTIONS, SheetClaim, SystemFacts, contradictions
from .portrait import Portrait, portrait, usual_days
from .rates import Customer, Figures, figures, percentile, rate_bp
from .stages import DEFAULT_LIMITS, STAGES, Facts, due_at, entered_at, stage_of
from .trust import Audit, audit_score, trust_score
from .weeks import month_of, month_start, shanghai_day, utc_of, week_start
from .weights import shares_bp

__all__ = [
    "CONTRADICTIONS",
    "DEFAULT_LIMITS",
    "STAGES",
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
    "month_of",
    "month_start",
    "percentile",
    "portrait",
    "rate_bp",
    "shanghai_day",
    "shares_bp",
    "stage_of",
    "trust_score",
    "usual_days",
    "utc_of",
    "week_start",
]
