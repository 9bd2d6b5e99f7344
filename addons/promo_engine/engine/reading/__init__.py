"""Rows of JSON become frozen dataclasses: amounts as whole fen (``value_fen``) or as decimal texts (``value``)."""
from .fields import Unreadable, bp, choice, fen, flag, number, plain, text, texts
from .values import read_row, to_row

__all__ = ["Unreadable", "bp", "choice", "fen", "flag", "number", "plain", "read_row", "text", "texts", "to_row"]
