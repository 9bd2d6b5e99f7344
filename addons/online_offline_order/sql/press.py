"""Two presses of one button at the same moment: the second waits for the first instead of doing its work again."""
from odoo.tools import SQL

KEY = "dealer.order.submit:"


def is_first(cr, order_id):
    """Main transaction: say that this request submits an order, until it ends.

    :return: whether no other request does so now.
    """
    cr.execute(SQL("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", f"{KEY}{order_id}"))
    return cr.fetchone()[0]


def await_first(order_id):
    """Side transaction: wait until the other request has ended, for ten seconds (it may stand in a crowd), then read what came of it.

    :return: SQL; its value is the state of the order.
    """
    return SQL(
        """SET LOCAL lock_timeout = '10s'; SELECT pg_advisory_xact_lock(hashtextextended(%s, 0));
           SELECT dealer_state FROM sale_order WHERE id = %s""", f"{KEY}{order_id}", order_id)
