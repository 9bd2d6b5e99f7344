"""Kinds of columns that Odoo does not have."""
from odoo import fields


class BigInteger(fields.Integer):
    """A whole number of 64 bits: fen of a budget pass 2,147,483,647 at 21.4 million yuan. A column of 32 bits is converted by the upgrade."""

    _column_type = ("int8", "int8")
