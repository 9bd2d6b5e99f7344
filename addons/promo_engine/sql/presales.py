"""Statements on deposits."""
from odoo.tools import SQL


def next_number(cr, rule_id):
    """:return: number of the next deposit of a rule: without gaps, and never given twice, since the second one waits for the first."""
    cr.execute(SQL("UPDATE promo_rule SET presale_last = COALESCE(presale_last, 0) + 1 WHERE id = %s RETURNING presale_last", rule_id))
    return cr.fetchone()[0]
