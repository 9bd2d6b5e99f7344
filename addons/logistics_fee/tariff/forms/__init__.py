"""Source forms of a price: each file turns one way of writing a price into canonical bands. A new form is a new file."""
from . import bands, base_step, first_continue, per_kg, per_piece
from .registry import FORMS, compile_form, register

__all__ = ["FORMS", "bands", "base_step", "compile_form", "first_continue", "per_kg", "per_piece", "register"]
