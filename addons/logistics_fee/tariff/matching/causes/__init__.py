"""Why a line differs: one file a cause, tried in the order of the list below; the first that gives the billed amount wins."""
from . import rounding, tax, version, weight, weight_and_price, zone, date
from .registry import CAUSES, cause_of, register

__all__ = [
    "CAUSES", "cause_of", "date", "register", "rounding", "tax", "version", "weight", "weight_and_price", "zone",
]
