"""Extra lines beside the freight: one file a kind, each registers itself."""
from . import fixed, floor, per_kg, percent, value_percent, value_table
from .conditions import Shipment
from .registry import KINDS, compile_surcharge, parse_surcharge, register

__all__ = [
    "KINDS", "Shipment", "compile_surcharge", "fixed", "floor", "parse_surcharge", "per_kg", "percent", "register",
    "value_percent", "value_table",
]
