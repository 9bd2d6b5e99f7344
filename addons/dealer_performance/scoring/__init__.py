"""Commission, KPI sheets and targets.

Pure: the standard library and ``dealer_base.money``. Money is whole fen, rates and coefficients are basis points (9300 = 0.93).
"""
from . import indicators
from .brackets import MARGINAL, WHOLE, Bracket, Scheme, check_brackets, commission_of
from .kpi import Weighted, check_weights, coefficient_bp, low_streak
from .points import PointRule, points_of
from .registry import INDICATORS, Figures, score_bp
from .run import Line, Result, run_month
from .targets import completion_bp, split_target

__all__ = [
    "INDICATORS",
    "MARGINAL",
    "WHOLE",
    "Bracket",
    "Figures",
    "Line",
    "PointRule",
    "Result",
    "Scheme",
    "Weighted",
    "check_brackets",
    "check_weights",
    "coefficient_bp",
    "commission_of",
    "completion_bp",
    "indicators",
    "low_streak",
    "points_of",
    "run_month",
    "score_bp",
    "split_target",
]
