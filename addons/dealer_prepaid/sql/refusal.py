"""The side transaction that records a refused step."""
from odoo.tools import SQL


def be_brief(cr):
    """Let a side transaction wait two seconds at most: the caller's own transaction may hold what it needs.

    :param cr: cursor of the side transaction.
    """
    cr.execute(SQL("SET LOCAL lock_timeout = '2s'"))
