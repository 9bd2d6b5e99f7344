"""Names of administrative divisions -> codes. Pure: standard library and the text normaliser of ``sheet``."""
from .index import Division, DivisionIndex, Match

__all__ = ["Division", "DivisionIndex", "Match"]
