"""Which stock an order is supplied from: ranked places, the first that has everything and was counted lately. No records, no I/O."""
from .rank import OK, SHORT, STALE, Candidate, Place, Step, choose, rank

__all__ = ["OK", "SHORT", "STALE", "Candidate", "Place", "Step", "choose", "rank"]
