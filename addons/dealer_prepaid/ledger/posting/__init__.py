"""Entry templates E01 to E24 (ledger.md d): amounts and the company's choices in, balanced legs by role out.

No Odoo, no database, whole fen. Posting and voucher preview both read this registry, so a preview shows what posting does.
"""
from . import paying, periods, receiving, returning, shipping
from .base import ASBE, SMALL, TEMPLATES, Leg, PostingError, Template, Terms, reverse, template, voucher
from .shipping import settlement
from .vat import income, lowered, net_of

__all__ = [
    "ASBE",
    "SMALL",
    "TEMPLATES",
    "Leg",
    "PostingError",
    "Template",
    "Terms",
    "income",
    "lowered",
    "net_of",
    "paying",
    "periods",
    "receiving",
    "returning",
    "reverse",
    "settlement",
    "shipping",
    "template",
    "voucher",
]
