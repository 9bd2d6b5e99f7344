"""Statements for receipts: files that were used before, what an owner still owes, and the lock of a credit term."""
from odoo.tools import SQL


def same_files(cr, company_id, attachment_ids, receipt_id):
    """Find the receipt or top-up of the company that carries one of the files already, by content.

    Rejected and reversed documents do not count: their file belongs to the money that is recorded anew.

    :param attachment_ids: ids of the proofs of the receipt.
    :param receipt_id: the receipt itself, left out.
    :return: (model, id, number) of the oldest one, or None.
    """
    if not attachment_ids:
        return None
    cr.execute(SQL(
        """WITH proof AS (SELECT checksum FROM ir_attachment WHERE id IN %(files)s AND checksum IS NOT NULL)
           SELECT model, id, name FROM (
               SELECT 'prepaid.receipt' AS model, r.id, r.name, r.create_date FROM prepaid_receipt r
                 JOIN ir_attachment_prepaid_receipt_rel x ON x.prepaid_receipt_id = r.id
                 JOIN ir_attachment f ON f.id = x.ir_attachment_id
                WHERE r.company_id = %(company)s AND r.id <> %(receipt)s AND r.state NOT IN ('draft', 'rejected', 'reversed')
                  AND f.checksum IN (SELECT checksum FROM proof)
               UNION ALL
               SELECT 'prepaid.topup', t.id, t.name, t.create_date FROM prepaid_topup t
                 JOIN ir_attachment_prepaid_topup_rel y ON y.prepaid_topup_id = t.id
                 JOIN ir_attachment g ON g.id = y.ir_attachment_id
                WHERE t.company_id = %(company)s AND t.state NOT IN ('draft', 'rejected', 'reversed')
                  AND g.checksum IN (SELECT checksum FROM proof)) found
            ORDER BY create_date, id LIMIT 1""",
        files=tuple(attachment_ids), company=company_id, receipt=receipt_id))
    return cr.fetchone()


def same_serial(cr, company_id, journal_id, serial, receipt_id):
    """Find the receipt or top-up of the company that carries a bank serial number already.

    :return: (model, id, number) of the oldest one, or None.
    """
    cr.execute(SQL(
        """SELECT model, id, name FROM (
               SELECT 'prepaid.receipt' AS model, id, name, create_date FROM prepaid_receipt
                WHERE company_id = %(company)s AND journal_id = %(journal)s AND bank_serial = %(serial)s AND id <> %(receipt)s
                  AND state NOT IN ('draft', 'rejected', 'reversed')
               UNION ALL
               SELECT 'prepaid.topup', id, name, create_date FROM prepaid_topup
                WHERE company_id = %(company)s AND journal_id = %(journal)s AND bank_serial = %(serial)s
                  AND state NOT IN ('draft', 'rejected', 'reversed')) found
            ORDER BY create_date, id LIMIT 1""",
        company=company_id, journal=journal_id, serial=serial, receipt=receipt_id))
    return cr.fetchone()


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
