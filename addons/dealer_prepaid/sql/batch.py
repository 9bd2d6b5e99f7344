"""Batches of the general ledger: which entries wait, and taking them once."""
from odoo.tools import SQL


def waiting_groups(cr, company_id, before=None):
    """List what waits for a batch.

    :param before: only entries dated before this day; all by default.
    :return: (date, entry kind) pairs, oldest first.
    """
    cr.execute(SQL(
        """SELECT date, kind FROM prepaid_entry
            WHERE company_id = %s AND gl_mode = 'batch' AND gl_batch_id IS NULL AND (%s::date IS NULL OR date < %s::date)
            GROUP BY 1, 2 ORDER BY 1, 2""", company_id, before, before))
    return cr.fetchall()


def claim(cr, batch_id, entry_ids):
    """Main transaction: put entries into a batch unless another one has them.

    :return: number of entries taken.
    """
    cr.execute(SQL(
        "UPDATE prepaid_entry SET gl_batch_id = %s WHERE id IN %s AND gl_mode = 'batch' AND gl_batch_id IS NULL", batch_id, tuple(entry_ids)))
    return cr.rowcount


def free(cr, batch_id):
    """Main transaction: let the entries of a reversed batch wait again.

    :return: number of entries.
    """
    cr.execute(SQL("UPDATE prepaid_entry SET gl_batch_id = NULL WHERE gl_batch_id = %s", batch_id))
    return cr.rowcount


def lock(cr, company_id):
    """Main transaction: let one batch run of a company go at a time.

    :return: False when another run is under way.
    """
    cr.execute(SQL("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", f"prepaid-batch:{company_id}"))
    return cr.fetchone()[0]
