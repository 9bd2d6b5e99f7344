"""The statements of the gate: the only code that changes ``prepaid_account.available`` (ledger.md c).

Every function runs inside a small READ COMMITTED transaction of its own that the caller opens (``prepaid.gate``), or, where
its docstring says so, in the main transaction. Amounts come in fen and are stored as numeric yuan, exactly.
"""
from odoo.tools import SQL

from . import chain

LIFE_SIGN = "prepaid:"


def take_life_sign(cr, key):
    """Main transaction: say that the owner of a key is alive until it commits or rolls back."""
    cr.execute(SQL("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", LIFE_SIGN + key))


def owner_is_gone(cr, key):
    """Recovery: tell whether nobody works on this key any more, and keep it so for this transaction."""
    cr.execute(SQL("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", LIFE_SIGN + key))
    return cr.fetchone()[0]


def begin(cr):
    """First statements of a side transaction: see what others committed, never wait for long."""
    cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
    cr.execute("SET LOCAL lock_timeout = '3s'")


def insert_hold(cr, vals):
    """Insert a tentative hold unless its key is taken.

    :param vals: account_id, key, amount_fen, res_model, res_id, label, uid.
    :return: id of the new hold, or None when the key exists.
    """
    cr.execute(SQL(
        """INSERT INTO prepaid_hold (account_id, company_id, currency_id, key, amount, captured, released, state,
                                     res_model, res_id, label, created_at, create_uid, write_uid, create_date, write_date)
           SELECT a.id, a.company_id, a.currency_id, %(key)s, %(fen)s::numeric / 100, 0, 0, 'tentative',
                  %(model)s, %(res)s, %(label)s, now() AT TIME ZONE 'UTC', %(uid)s, %(uid)s,
                  now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
             FROM prepaid_account a WHERE a.id = %(account)s
               ON CONFLICT (key) DO NOTHING
        RETURNING id""",
        key=vals["key"], fen=vals["amount_fen"], model=vals["res_model"], res=vals["res_id"], label=vals["label"],
        uid=vals["uid"], account=vals["account_id"]))
    row = cr.fetchone()
    return row and row[0]


def read_hold(cr, key):
    """Read a hold by its key.

    :return: dict of id, account_id, amount_fen, open_fen, state, or None.
    """
    cr.execute(SQL(
        """SELECT id, account_id, (amount * 100)::bigint AS amount_fen,
                  ((amount - captured - released) * 100)::bigint AS open_fen, state
             FROM prepaid_hold WHERE key = %s""", key))
    return next(iter(cr.dictfetchall()), None)


def drop_orphan(cr, hold_id):
    """Release a tentative hold that nobody claims and free its key.

    :return: the released fen, 0 if it was no longer tentative.
    """
    cr.execute(SQL(
        """WITH gone AS (
               UPDATE prepaid_hold
                  SET state = 'released', released = amount, key = key || '#orphan' || id::text, reason = 'orphan'
                WHERE id = %s AND state = 'tentative'
                  AND NOT EXISTS (SELECT 1 FROM prepaid_operation o WHERE o.kind = 'hold' AND o.key = prepaid_hold.key)
            RETURNING account_id, amount)
           UPDATE prepaid_account a SET available = available + gone.amount
             FROM gone WHERE a.id = gone.account_id
        RETURNING (gone.amount * 100)::bigint""", hold_id))
    row = cr.fetchone()
    return row[0] if row else 0


def take(cr, account_id, amount_fen, states):
    """Take an amount from ``available`` if the account is in one of the states and has it.

    :return: True if it was taken.
    """
    cr.execute(SQL(
        """UPDATE prepaid_account SET available = available - %(fen)s::numeric / 100
            WHERE id = %(id)s AND state IN %(states)s AND available + credit_line >= %(fen)s::numeric / 100
        RETURNING id""", fen=amount_fen, id=account_id, states=tuple(states)))
    return bool(cr.fetchone())


def read_account(cr, account_id):
    """Read what a refusal has to tell.

    :return: (state, available_fen, credit_line_fen)
    """
    cr.execute(SQL(
        "SELECT state, (available * 100)::bigint, (credit_line * 100)::bigint FROM prepaid_account WHERE id = %s", account_id))
    return cr.fetchone()


def promote(cr, key):
    """Turn a tentative hold whose document was committed into an open one."""
    cr.execute(SQL("UPDATE prepaid_hold SET state = 'open' WHERE key = %s AND state = 'tentative'", key))


def apply_operation(cr, operation_id):
    """Carry out the effect of a committed operation on its account, once.

    :return: True if this call did it.
    """
    cr.execute(SQL(
        """UPDATE prepaid_operation SET applied_at = now() AT TIME ZONE 'UTC'
            WHERE id = %s AND applied_at IS NULL
        RETURNING kind, key, account_id, (delta * 100)::bigint, new_state""", operation_id))
    row = cr.fetchone()
    if not row:
        return False
    kind, key, account_id, delta_fen, new_state = row
    if kind == "hold":
        promote(cr, key)
    if delta_fen or new_state:
        cr.execute(SQL(
            """UPDATE prepaid_account
                  SET available = available + %(fen)s::numeric / 100,
                      opened_at = CASE WHEN %(state)s = 'open' AND opened_at IS NULL THEN now() AT TIME ZONE 'UTC' ELSE opened_at END,
                      closed_at = CASE WHEN %(state)s = 'closed' THEN now() AT TIME ZONE 'UTC' ELSE closed_at END,
                      state = coalesce(%(state)s, state)
                WHERE id = %(id)s""", fen=delta_fen, state=new_state, id=account_id))
    chain.seal(cr, account_id)
    return True


def unapplied_operations(cr, limit=500):
    """Recovery: ids of committed operations whose effect is still due, oldest first."""
    cr.execute(SQL("SELECT id FROM prepaid_operation WHERE applied_at IS NULL ORDER BY id LIMIT %s", limit))
    return [row[0] for row in cr.fetchall()]


def tentative_holds(cr, limit=500):
    """Recovery: (id, key, claimed) of holds that nobody promoted yet."""
    cr.execute(SQL("SELECT id, key FROM prepaid_hold WHERE state = 'tentative' ORDER BY id LIMIT %s", limit))
    return cr.fetchall()


def is_claimed(cr, key):
    """Tell whether the transaction that asked for a hold was committed."""
    cr.execute(SQL("SELECT 1 FROM prepaid_operation WHERE kind = 'hold' AND key = %s", key))
    return bool(cr.fetchone())
