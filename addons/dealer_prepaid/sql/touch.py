"""Presses of one button at the same instant."""
from odoo.tools import SQL


def touch(records):
    """Main transaction: make two requests on these records collide before either looks, so that the later one is repeated and sees the first.

    Without it both would do the work, and the loser's user would read of a constraint although what he asked for was done.
    """
    if records:
        records.env.cr.execute(SQL(
            "UPDATE %s SET write_date = now() AT TIME ZONE 'UTC' WHERE id IN %s", SQL.identifier(records._table), tuple(records.ids)))
