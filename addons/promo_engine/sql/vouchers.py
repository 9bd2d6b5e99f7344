"""Statements on vouchers: each is used once, whoever asks at the same moment."""
from odoo.tools import SQL

FREE = SQL("(state = 'new' OR (state = 'reserved' AND reserved_until < now() AT TIME ZONE 'UTC'))")


def use(cr, voucher_id, order_id):
    """:return: whether the voucher was free, or is this order's already."""
    cr.execute(SQL(
        """UPDATE promo_voucher SET state = 'used', order_id = %(order)s, reserved_until = NULL, used_at = now() AT TIME ZONE 'UTC',
                  write_date = now() AT TIME ZONE 'UTC'
            WHERE id = %(voucher)s AND (%(free)s OR (state IN ('used', 'reserved') AND order_id = %(order)s)) RETURNING id""",
        voucher=voucher_id, order=order_id, free=FREE))
    return bool(cr.fetchone())


def reserve(cr, voucher_id, order_id, until):
    """:param until: naive UTC. :return: whether the voucher is held for the order until then."""
    cr.execute(SQL(
        """UPDATE promo_voucher SET state = 'reserved', order_id = %(order)s, reserved_until = %(until)s, write_date = now() AT TIME ZONE 'UTC'
            WHERE id = %(voucher)s AND (%(free)s OR (state = 'reserved' AND order_id = %(order)s)) RETURNING id""",
        voucher=voucher_id, order=order_id, until=until, free=FREE))
    return bool(cr.fetchone())


def release(cr, order_id, but=()):
    """Free the vouchers that an order holds. :param but: ids of those it goes on holding."""
    cr.execute(SQL(
        """UPDATE promo_voucher SET state = 'new', order_id = NULL, reserved_until = NULL
            WHERE order_id = %s AND state = 'reserved' AND NOT id = ANY(%s)""", order_id, list(but)))


def release_expired(cr):
    """Free what nobody paid for in time; rows that somebody else works on wait for the next time."""
    cr.execute(SQL(
        """UPDATE promo_voucher SET state = 'new', order_id = NULL, reserved_until = NULL
            WHERE id IN (SELECT id FROM promo_voucher WHERE state = 'reserved' AND reserved_until < now() AT TIME ZONE 'UTC' FOR UPDATE SKIP LOCKED)"""))


def give_back(cr, order_id, batch_ids=None):
    """Give the vouchers back that an order used, and take those it earned.

    :param batch_ids: only vouchers of these batches come back; None = all of them.
    """
    some = SQL() if batch_ids is None else SQL("AND batch_id = ANY(%s)", list(batch_ids))
    cr.execute(SQL("UPDATE promo_voucher SET state = 'new', order_id = NULL, used_at = NULL WHERE order_id = %s AND state = 'used' %s", order_id, some))
    release(cr, order_id)
    cr.execute(SQL(
        "UPDATE promo_voucher SET state = 'void', is_lost = FALSE WHERE source_order_id = %s AND (state = 'new' OR is_lost IS TRUE)", order_id))
