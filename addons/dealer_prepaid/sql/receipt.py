"""Statements for receipts: what an owner still owes, and the lock of a credit term."""
from odoo.tools import SQL


def open_receivable(cr, company_id, partner_id):
    """Sum what an owner has not paid of posted documents; money that came too much counts against it.

    :return: fen, below zero when the owner has paid too much.
    """
    cr.execute(SQL(
        """SELECT coalesce((sum(l.amount_residual) * 100)::bigint, 0) FROM account_move_line l
             JOIN account_account a ON a.id = l.account_id
            WHERE l.company_id = %s AND l.partner_id = %s AND l.parent_state = 'posted' AND NOT l.reconciled
              AND a.account_type = 'asset_receivable'""", company_id, partner_id))
    return cr.fetchone()[0]


def touch_owner(cr, partner_id):
    """Main transaction: make two requests that lean on one credit limit collide, so that the second sees the first."""
    cr.execute(SQL("UPDATE res_partner SET write_date = now() AT TIME ZONE 'UTC' WHERE id = %s", partner_id))
