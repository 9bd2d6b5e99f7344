"""Sheets of this addon: each file declares one layout, its importer stands in models/dealer_import_*.py."""
from . import orders, stock

__all__ = ["orders", "stock"]
