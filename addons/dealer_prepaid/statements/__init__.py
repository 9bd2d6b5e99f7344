"""The seal of statements and the form of the file that proves a balance: no Odoo, no database, whole fen."""
from .proof import proof_lines
from .seal import month_of, statement_hash, statement_text

__all__ = [
    "month_of",
    "proof_lines",
    "statement_hash",
    "statement_text",
]
