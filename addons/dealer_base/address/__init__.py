"""Free-text addresses of China -> division, offline. Pure: the standard library only.

An address that could be in two places gives both as candidates; nothing is guessed.
"""
from .book import AddressBook
from .parse import parse, parse_many
from .result import Candidate, ParsedAddress

__all__ = ["AddressBook", "Candidate", "ParsedAddress", "parse", "parse_many"]
