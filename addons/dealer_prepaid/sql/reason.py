"""Statements about reasons that run once, with an upgrade."""
from odoo.tools import SQL


def fill(cr, table, reason_id):
    """Give the documents of a table that have no reason this one, without a trace in their history.

    :param table: name of the table.
    :param reason_id: id of the reason.
    """
    cr.execute(SQL("UPDATE %s SET reason_id = %s WHERE reason_id IS NULL AND state <> 'draft'", SQL.identifier(table), reason_id))
