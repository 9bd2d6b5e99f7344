"""Statements on prize tables."""
from odoo.tools import SQL


def lock_table(cr, table_id):
    """Wait until nobody else draws from the table: the stock of its prizes and the chain of its log go line by line."""
    cr.execute(SQL("UPDATE promo_prize_table SET write_date = now() AT TIME ZONE 'UTC' WHERE id = %s", table_id))
