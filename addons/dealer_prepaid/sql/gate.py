"""The statements of the gate: the only code that changes ``available``, ``debt`` and the lots of an account (ledger.md c).

The functions that give an SQL object are sent by ``prepaid.gate._call``, which runs each in a small READ COMMITTED
transaction of its own; the others say in their docstring where they run. Amounts come in fen.
"""
import json

from odoo.tools import SQL

LIFE_SIGN = "prepaid:"
BEGIN = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '3s'; "


def run(cr, statement):
    """Send a statement as the first of a fresh side transaction: see what others committed, never wait for long.

    :return: its one value, None without a row.
    """
    cr.execute(SQL("%s%s", SQL(BEGIN), statement))
    row = cr.fetchone()
    return row and row[0]


def life_sign(key):
    """Main transaction: say that the owner of a key is alive until it commits or rolls back.

    :return: SQL of one row, to stand in the statement that records the operation, before the gate is asked.
    """
    return SQL("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", LIFE_SIGN + key)


def place(vals):
    """Take the money of a hold, lot by lot; the same key again gives the same hold.

    :param vals: dict as ``functions.PLACE`` wants it.
    :return: SQL; its value is a dict of status (held, refused, short, conflict, limit), state, available, line, lots, memo.
    """
    return SQL("SELECT prepaid_place(%s::jsonb)", json.dumps(vals))


def forget(key):
    """Release the tentative hold of a key whose owner was rolled back.

    :return: SQL; its value is the released fen, 0 or null when there was nothing to do.
    """
    return SQL("SELECT prepaid_settle(id, %s) FROM prepaid_hold WHERE key = %s AND state = 'tentative'", LIFE_SIGN, key)


def apply_operation(operation_id, waits=None):
    """Carry out the effect of a committed operation on its account, once.

    :param waits: SQL of a condition: do documents wait for the money?
    :return: SQL; its value is true if this call did it, and the condition holds.
    """
    if waits:
        return SQL("SELECT CASE WHEN prepaid_apply(%s) THEN %s ELSE FALSE END", operation_id, waits)
    return SQL("SELECT prepaid_apply(%s)", operation_id)


def settle_hold(hold_id):
    """Recovery: promote or release one tentative hold.

    :return: SQL; its value is null while its owner is at work, 0 when promoted, else the released fen.
    """
    return SQL("SELECT prepaid_settle(%s, %s)", hold_id, LIFE_SIGN)


def left_behind(limit=500):
    """Recovery: what a crash left half done.

    :return: SQL; its value is a dict of operations (ids, oldest first), holds (ids) and accounts with entries not sealed.
    """
    return SQL(
        """SELECT jsonb_build_object(
               'operations', (SELECT jsonb_agg(id) FROM (SELECT id FROM prepaid_operation WHERE applied_at IS NULL ORDER BY id LIMIT %(limit)s) o),
               'holds', (SELECT jsonb_agg(id) FROM (SELECT id FROM prepaid_hold WHERE state = 'tentative' ORDER BY id LIMIT %(limit)s) h),
               'accounts', (SELECT jsonb_agg(account_id) FROM (
                   SELECT DISTINCT account_id FROM prepaid_entry WHERE hash IS NULL LIMIT %(limit)s) e))""", limit=limit)


def seal(account_id):
    """Chain the entries of an account that are not chained yet.

    :return: SQL; its value is how many were sealed.
    """
    return SQL("SELECT prepaid_seal(%s)", account_id)
