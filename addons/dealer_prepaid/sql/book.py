"""Statements of the main transaction: holds shrink, operations are recorded once, entries are protected."""
import json

from odoo.tools import SQL

from . import gate


def capture(cr, vals):
    """Main transaction: record a capture once and take it from its hold, lot by lot.

    :param vals: dict as ``functions.CAPTURE`` wants it.
    :return: dict of status (captured, done: recorded before, refused), operation, lots, memo.
    """
    cr.execute(SQL("SELECT prepaid_capture(%s::jsonb)", json.dumps(vals)))
    return cr.fetchone()[0]


def release_hold(cr, key, amount_fen):
    """Main transaction: add to ``released`` of a live hold, within its amount; its lots follow after the commit.

    :return: hold id, or None when the hold is closed or too small.
    """
    cr.execute(SQL(
        """UPDATE prepaid_hold
              SET released = released + %(fen)s::numeric / 100,
                  state = CASE WHEN captured + released + %(fen)s::numeric / 100 < amount THEN state
                               WHEN captured > 0 THEN 'done' ELSE 'released' END
            WHERE key = %(key)s AND state IN ('tentative', 'open')
              AND captured + released + %(fen)s::numeric / 100 <= amount
              AND NOT EXISTS (SELECT 1 FROM prepaid_operation o WHERE o.kind = 'debit' AND o.key = prepaid_hold.key)
        RETURNING id""", fen=amount_fen, key=key))
    row = cr.fetchone()
    return row and row[0]


def store_limit(cr, vals, tz):
    """Main transaction: ask for the limits of a store with the gate's own function, without placing a hold.

    :param vals: account, store, model, res, fen, more_order, more_day, more_season. :param tz: name of the company's time zone.
    :return: None when the amount fits, else a dict of code, limit, used.
    """
    cr.execute(SQL(
        """SELECT prepaid_limit(%s::jsonb, %s, %s::numeric / 100,
                                (date_trunc('day', now() AT TIME ZONE %s) AT TIME ZONE %s) AT TIME ZONE 'UTC')""",
        json.dumps(vals), vals["account"], vals["fen"], tz, tz))
    return cr.fetchone()[0]


def insert_operation(cr, vals):
    """Main transaction: record an operation unless its key is taken; a racing request fails and is retried.

    An operation that asks the gate for money is recorded before, together with its life sign.

    :param vals: account_id, company_id, kind, key, fingerprint, delta_fen, new_state, payload (dict or None), uid.
    :return: (id, time of this transaction), or None when the key exists.
    """
    cr.execute(SQL(
        """INSERT INTO prepaid_operation (account_id, company_id, kind, key, fingerprint, delta, new_state, payload,
                                          create_uid, write_uid, create_date, write_date)
           SELECT %(account)s, %(company)s, %(kind)s, %(key)s, %(fingerprint)s, %(fen)s::numeric / 100, %(state)s, %(payload)s::jsonb,
                  %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC' FROM (%(sign)s) life_sign
               ON CONFLICT (kind, key) DO NOTHING
        RETURNING id, create_date""",
        account=vals["account_id"], company=vals["company_id"], kind=vals["kind"], key=vals["key"],
        fingerprint=vals["fingerprint"], fen=vals["delta_fen"], state=vals["new_state"],
        payload=json.dumps(vals["payload"]) if vals.get("payload") else None, uid=vals["uid"],
        sign=gate.life_sign(vals["key"]) if vals["kind"] in ("hold", "debit") else SQL("SELECT 1")))
    return cr.fetchone()


def forget_operation(cr, operation_id):
    """Main transaction: take back the record of an operation that the gate refused, in the transaction that made it."""
    cr.execute(SQL("DELETE FROM prepaid_operation WHERE id = %s AND applied_at IS NULL", operation_id))


def used_lots(cr, order_model, order_id, account_id):
    """Give what the debits of an order took from the lots of an account (None: of any) and what its refunds gave back.

    :return: ([(lot, fen)] used, in order of use; {lot: fen} restored); lot 0 stands for no lot.
    """
    cr.execute(SQL(
        """SELECT (x->>0)::integer, -(x->>1)::bigint FROM prepaid_entry e CROSS JOIN jsonb_array_elements(e.lots) WITH ORDINALITY y(x, n)
            WHERE e.order_model = %s AND e.order_id = %s AND (%s IS NULL OR e.account_id = %s) AND e.lots IS NOT NULL
            ORDER BY e.id, n""",
        order_model, order_id, account_id, account_id))
    used, restored = [], {}
    for lot, fen in cr.fetchall():
        if fen > 0:
            used.append((lot, fen))
        else:
            restored[lot] = restored.get(lot, 0) - fen
    return used, restored


def running_balances(cr, entry_ids):
    """Give the balance of the account after each of the entries.

    :param entry_ids: ids of flushed entries.
    :return: {entry id: fen}
    """
    if not entry_ids:
        return {}
    cr.execute(SQL(
        """SELECT id, (total * 100)::bigint FROM (
               SELECT id, sum(amount) OVER (PARTITION BY account_id ORDER BY sequence NULLS LAST, id) AS total FROM prepaid_entry
                WHERE account_id IN (SELECT account_id FROM prepaid_entry WHERE id IN %(ids)s)) run
            WHERE id IN %(ids)s""", ids=tuple(entry_ids)))
    return dict(cr.fetchall())


def touch_draft_account(cr, account_id):
    """Main transaction: make two first top-ups of one account collide, so that the second sees the first when it decides on opening."""
    cr.execute(SQL("UPDATE prepaid_account SET write_date = now() AT TIME ZONE 'UTC' WHERE id = %s AND state = 'draft'", account_id))


def touch_bonus(cr, account_id):
    """Main transaction: make two documents by which cash leaves one account collide, where a bonus was earned there.

    The account's own row belongs to the gate; what collides are the top-ups whose bonus could go back, the lowest id first.
    """
    cr.execute(SQL(
        """UPDATE prepaid_topup t SET write_date = now() AT TIME ZONE 'UTC'
             FROM (SELECT id FROM prepaid_topup WHERE account_id = %s AND bonus_rule_id IS NOT NULL AND state = 'confirmed' ORDER BY id FOR UPDATE) mine
            WHERE t.id = mine.id""", account_id))


# Columns of an entry that never change once it is written; the links to journal entries and the seal are set once.
FROZEN = (
    "account_id", "partner_id", "company_id", "currency_id", "season_id", "operation_id", "kind", "amount", "memo", "bucket", "lots", "lot_expires_on",
    "lot_rule", "label", "gl_mode", "gl_terms", "origin_date", "origin_ref", "reason_id", "reason_code",
    "components", "date", "recorded_at", "hold_key", "res_model", "res_id", "order_model", "order_id", "actor_id", "approver_id", "reversed_entry_id",
    "actor_roles", "approver_roles", "seal_version",
)


NEW, OLD = (", ".join(f"{row}.{name}" for name in FROZEN) for row in ("NEW", "OLD"))
PROTECT = f"""
    CREATE OR REPLACE FUNCTION prepaid_entry_append_only() RETURNS trigger AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND ({NEW}) IS NOT DISTINCT FROM ({OLD})
            AND (OLD.move_id IS NULL OR NEW.move_id IS NOT DISTINCT FROM OLD.move_id)
            AND (OLD.clearing_move_id IS NULL OR NEW.clearing_move_id IS NOT DISTINCT FROM OLD.clearing_move_id)
            AND (OLD.hash IS NULL OR (NEW.hash, NEW.prev_hash, NEW.sequence) IS NOT DISTINCT FROM (OLD.hash, OLD.prev_hash, OLD.sequence)) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'prepaid entries are append-only: entry % stays as it is, post a correcting entry instead', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END $$ LANGUAGE plpgsql;
    CREATE OR REPLACE FUNCTION prepaid_entry_keep() RETURNS trigger AS $$
    BEGIN
        RAISE EXCEPTION 'prepaid entries are append-only: they are never removed'
            USING ERRCODE = 'integrity_constraint_violation';
    END $$ LANGUAGE plpgsql;
    DROP TRIGGER IF EXISTS prepaid_entry_append_only ON prepaid_entry;
    CREATE TRIGGER prepaid_entry_append_only BEFORE UPDATE OR DELETE ON prepaid_entry
        FOR EACH ROW EXECUTE FUNCTION prepaid_entry_append_only();
    DROP TRIGGER IF EXISTS prepaid_entry_keep ON prepaid_entry;
    CREATE TRIGGER prepaid_entry_keep BEFORE TRUNCATE ON prepaid_entry
        FOR EACH STATEMENT EXECUTE FUNCTION prepaid_entry_keep();
"""


def protect_entries(cr):
    """Install the trigger that keeps entries append-only for everyone, the database's owner included."""
    cr.execute(PROTECT)


def database_now(cr):
    """Give the time of the database, naive UTC: holds end by its clock, whatever the clocks of the workers say."""
    cr.execute("SELECT now() AT TIME ZONE 'UTC'")
    return cr.fetchone()[0]
