"""Batches of the general ledger: which entries wait, and taking them once."""
from odoo.tools import SQL


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
