"""Sheets that carriers' prices come in: each file declares one layout, the importers in models/ make draft versions of it."""
from . import first_continue, flat, words

__all__ = ["first_continue", "flat", "words"]
