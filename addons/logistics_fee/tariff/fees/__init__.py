"""Fees that are no freight: admin fee on the ex-factory price, handling per returned item, packing and the like."""
from .engine import evaluate
from .event import Event, FeeLine, Line, Result, Rule, Tier
from .kinds import KINDS, register

__all__ = ["KINDS", "Event", "FeeLine", "Line", "Result", "Rule", "Tier", "evaluate", "register"]
