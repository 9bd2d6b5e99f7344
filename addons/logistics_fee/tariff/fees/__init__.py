"""Fees that are no freight: admin fee on the ex-factory price, handling per returned item, packing and the like."""
from .check import FeeFinding, check_rules, cliffs, days_without_rule, gives_away, outside_range, overlaps, ties
from .engine import evaluate, fee_from_json, fee_to_json, replay_fee
from .event import Event, FeeLine, Line, Result, Rule, Tier
from .kinds import KINDS, register
from .why import against

__all__ = [
    "KINDS", "Event", "FeeFinding", "FeeLine", "Line", "Result", "Rule", "Tier", "against", "check_rules", "cliffs",
    "days_without_rule", "evaluate", "fee_from_json", "fee_to_json", "gives_away", "outside_range", "overlaps", "register", "replay_fee",
    "ties",
]
