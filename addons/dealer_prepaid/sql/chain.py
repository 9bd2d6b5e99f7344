"""The hash chain of each account: every entry names the digest of the one before it, so nothing can be changed unseen.

Entries are sealed right after their commit, in the order in which the sealing sees them; ``sequence`` is that order and the
order of statements. The text that is hashed is built by the database, for sealing and for proof alike:

    prev_hash | account | sequence | operation | kind | fen | date | recorded_at | label | components | hold key |
    document | order | actor | approver
"""
from odoo.tools import SQL

CANONICAL = """
    CREATE OR REPLACE FUNCTION prepaid_entry_text(e prepaid_entry, seq integer, prev text) RETURNS text AS $$
        SELECT concat_ws('|', prev, e.account_id, seq, e.operation_id, e.kind, (e.amount * 100)::bigint,
            to_char(e.date, 'YYYY-MM-DD'), to_char(e.recorded_at, 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.label,
            coalesce(e.components::text, ''), coalesce(e.hold_key, ''), coalesce(e.res_model, ''), coalesce(e.res_id, 0),
            coalesce(e.order_model, ''), coalesce(e.order_id, 0), e.actor_id, coalesce(e.approver_id, 0))
    $$ LANGUAGE sql STABLE;
    CREATE OR REPLACE FUNCTION prepaid_entry_hash(e prepaid_entry, seq integer, prev text) RETURNS text AS $$
        SELECT encode(sha256(convert_to(prepaid_entry_text(e, seq, prev), 'UTF8')), 'hex')
    $$ LANGUAGE sql STABLE;
"""


def install(cr):
    """Create the functions that make an entry's text and digest."""
    cr.execute(CANONICAL)


def seal(cr, account_id):
    """Side transaction: chain the committed entries of an account that are not chained yet. Safe to run twice at once.

    :return: number of entries sealed.
    """
    cr.execute(SQL("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", f"prepaid-seal:{account_id}"))
    cr.execute(SQL("SELECT id FROM prepaid_entry WHERE account_id = %s AND hash IS NULL ORDER BY id", account_id))
    ids = [row[0] for row in cr.fetchall()]
    if not ids:
        return 0
    cr.execute(SQL(
        "SELECT sequence, hash FROM prepaid_entry WHERE account_id = %s AND hash IS NOT NULL ORDER BY sequence DESC LIMIT 1", account_id))
    sequence, digest = cr.fetchone() or (0, "")
    for entry_id in ids:
        sequence += 1
        cr.execute(SQL(
            """UPDATE prepaid_entry e SET sequence = %(seq)s, prev_hash = %(prev)s, hash = prepaid_entry_hash(e, %(seq)s, %(prev)s)
                WHERE id = %(id)s RETURNING hash""", seq=sequence, prev=digest, id=entry_id))
        digest = cr.fetchone()[0]
    return len(ids)


def unsealed_accounts(cr, limit=500):
    """Recovery: ids of accounts with committed entries that are not chained yet."""
    cr.execute(SQL("SELECT DISTINCT account_id FROM prepaid_entry WHERE hash IS NULL LIMIT %s", limit))
    return [row[0] for row in cr.fetchall()]


def broken_links(cr, company_id):
    """Prove the chains of a company.

    :return: dicts of entry_id, account_id, sequence: the entries whose text, place or predecessor is not as sealed.
    """
    cr.execute(SQL(
        """SELECT id AS entry_id, account_id, sequence FROM (
               SELECT e.id, e.account_id, e.sequence, e.hash, e.prev_hash,
                      prepaid_entry_hash(e, e.sequence, e.prev_hash) AS expected,
                      lag(e.hash, 1, '') OVER chain AS before, row_number() OVER chain AS place
                 FROM prepaid_entry e WHERE e.company_id = %s AND e.hash IS NOT NULL
               WINDOW chain AS (PARTITION BY e.account_id ORDER BY e.sequence)) x
            WHERE hash <> expected OR prev_hash <> before OR sequence <> place
            ORDER BY account_id, sequence""", company_id))
    return cr.dictfetchall()
