"""Statements on vouchers: each is used once, whoever asks at the same moment."""
from odoo.tools import SQL


def use(cr, voucher_id, order_id):
    """:return: whether the voucher was free, or is this order's already."""
    cr.execute(SQL(
        """UPDATE promo_voucher SET state = 'used', order_id = %(order)s, used_at = now() AT TIME ZONE 'UTC', write_date = now() AT TIME ZONE 'UTC'
            WHERE id = %(voucher)s AND (state = 'new' OR (state = 'used' AND order_id = %(order)s)) RETURNING id""", voucher=voucher_id, order=order_id))
    return bool(cr.fetchone())


def give_back(cr, order_id):
    """An order that is cancelled before it shipped gives its vouchers back and takes those it earned."""
    cr.execute(SQL("UPDATE promo_voucher SET state = 'new', order_id = NULL, used_at = NULL WHERE order_id = %s AND state = 'used'", order_id))
    cr.execute(SQL("UPDATE promo_voucher SET state = 'void' WHERE source_order_id = %s AND state = 'new'", order_id))
