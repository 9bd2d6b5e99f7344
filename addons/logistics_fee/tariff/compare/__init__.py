"""Two versions beside each other: what changed, what it costs on real parcels, and where a tariff has no answer."""
from .coverage import Coverage, coverage
from .diff import Change, diff
from .effect import Effect, Moved, Shipped, effect

__all__ = ["Change", "Coverage", "Effect", "Moved", "Shipped", "coverage", "diff", "effect"]
