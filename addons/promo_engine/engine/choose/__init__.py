"""Which of several rules apply when they cannot all: groups, pairs, exclusive rules, offers that want the same pieces."""
from .level import choose
from .plans import best_plan

__all__ = ["best_plan", "choose"]
