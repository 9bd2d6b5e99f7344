"""Statements of the main transaction: holds shrink, operations are recorded once, entries are protected."""
from odoo.tools import SQL


def shrink_hold(cr, key, column, amount_fen):
    """Main transaction: add to ``captured`` or ``released`` of a live hold, within its amount.

    :param column: "captured" or "released".
    :return: (hold id, account id), or None when the hold is closed or too small.
    """
    cr.execute(SQL(
        """UPDATE prepaid_hold
              SET %(column)s = %(column)s + %(fen)s::numeric / 100,
                  state = CASE WHEN captured + released + %(fen)s::numeric / 100 < amount THEN state
                               WHEN %(captures)s OR captured > 0 THEN 'done' ELSE 'released' END
            WHERE key = %(key)s AND state IN ('tentative', 'open')
              AND captured + released + %(fen)s::numeric / 100 <= amount
        RETURNING id, account_id""",
        column=SQL.identifier(column), fen=amount_fen, key=key, captures=column == "captured"))
    return cr.fetchone()


def insert_operation(cr, vals):
    """Main transaction: record an operation unless its key is taken; a racing request fails and is retried.

    :param vals: account_id, company_id, kind, key, fingerprint, delta_fen, new_state, uid.
    :return: id, or None when the key exists.
    """
    cr.execute(SQL(
        """INSERT INTO prepaid_operation (account_id, company_id, kind, key, fingerprint, delta, new_state,
                                          create_uid, write_uid, create_date, write_date)
           VALUES (%(account)s, %(company)s, %(kind)s, %(key)s, %(fingerprint)s, %(fen)s::numeric / 100, %(state)s,
                   %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')
               ON CONFLICT (kind, key) DO NOTHING
        RETURNING id""",
        account=vals["account_id"], company=vals["company_id"], kind=vals["kind"], key=vals["key"],
        fingerprint=vals["fingerprint"], fen=vals["delta_fen"], state=vals["new_state"], uid=vals["uid"]))
    row = cr.fetchone()
    return row and row[0]


def protect_entries(cr):
    """Install the trigger that keeps entries append-only for everyone, the database's owner included."""
    cr.execute("""
        CREATE OR REPLACE FUNCTION prepaid_entry_append_only() RETURNS trigger AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND (NEW.account_id, NEW.company_id, NEW.currency_id, NEW.season_id, NEW.operation_id, NEW.kind, NEW.amount,
                    NEW.label, NEW.components, NEW.date, NEW.recorded_at, NEW.hold_key, NEW.res_model, NEW.res_id, NEW.order_model,
                    NEW.order_id, NEW.actor_id, NEW.approver_id)
                IS NOT DISTINCT FROM (OLD.account_id, OLD.company_id, OLD.currency_id, OLD.season_id, OLD.operation_id, OLD.kind, OLD.amount,
                    OLD.label, OLD.components, OLD.date, OLD.recorded_at, OLD.hold_key, OLD.res_model, OLD.res_id, OLD.order_model,
                    OLD.order_id, OLD.actor_id, OLD.approver_id)
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
    """)


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
