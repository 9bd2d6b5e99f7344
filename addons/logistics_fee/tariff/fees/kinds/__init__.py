"""Kinds of fee: one file each, registered by name."""
from . import fixed, per_item, percent, tiers
from .registry import KINDS, register

__all__ = ["KINDS", "fixed", "per_item", "percent", "register", "tiers"]
