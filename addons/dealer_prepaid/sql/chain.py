"""The hash chain of each account: every entry names the digest of the one before it, so nothing can be changed unseen.

Entries are sealed right after their commit, in the order in which the sealing sees them; ``sequence`` is that order and the
order of statements. The text that is hashed is built by the database, for sealing and for proof alike:

    prev_hash | account | sequence | operation | kind | fen | date | recorded_at | label | components | hold key |
    document | order | actor | approver [| bucket | lots | fen outside the books | last day | entry taken back]
    [| terms of the booking] [| origin | original date | original reference]
    [| reason | code of the reason]
    [| roles | of the actor / of the approver]
    [| place | seal | owner | company | currency | season | way into the books | rule of the lot | reason | original reference]

The first part in brackets stands for entries since lots were kept, the second for those that wait for a batch and keep their VAT rates, the third for opening
balances, the fourth for entries since there is a list of reasons, the fifth for those that keep the roles of their persons, the last for those with
``seal_version``, which is 2: everything else that stays as it was written. Entries without these keep their digest.
"""
from odoo.tools import SQL

DAY, MOMENT = "to_char({}::timestamp, 'YYYY-MM-DD')", """to_char({}, 'YYYY-MM-DD"T"HH24:MI:SS.US')"""
# The same two in half the time, for the proof alone: they want the date style ISO, which leaves out the zeros at the end of a fraction.
QUICK_DAY = "{}"
QUICK_MOMENT = f"CASE WHEN {{0}} = {{0}}::timestamp(5) THEN {MOMENT.replace('{}', '{0}')} ELSE replace({{0}}::text, ' ', 'T') END"


def text_of(seq, prev, day=DAY, moment=MOMENT):
    """Give the expression of the text of entry ``e``.

    :param seq: expression of its place in the chain.
    :param prev: expression of the digest before it.
    :param day: how a date is written.
    :param moment: how a timestamp is written.
    :return: an SQL expression.
    """
    return f"""concat_ws('|', {prev}, e.account_id, {seq}, e.operation_id, e.kind, (e.amount * 100)::bigint,
            {day.format('e.date')}, {moment.format('e.recorded_at')}, e.label,
            coalesce(e.components::text, ''), coalesce(e.hold_key, ''), coalesce(e.res_model, ''), coalesce(e.res_id, 0),
            coalesce(e.order_model, ''), coalesce(e.order_id, 0), e.actor_id, coalesce(e.approver_id, 0),
            CASE WHEN e.lots IS NOT NULL OR e.bucket IS NOT NULL OR e.reversed_entry_id IS NOT NULL THEN
                concat_ws('|', coalesce(e.bucket, ''), coalesce(e.lots::text, ''), coalesce((e.memo * 100)::bigint, 0),
                    coalesce({day.format('e.lot_expires_on')}::text, ''), coalesce(e.reversed_entry_id, 0)) END,
            e.gl_terms::text,
            CASE WHEN e.origin_date IS NOT NULL THEN concat_ws('|', 'origin', {day.format('e.origin_date')}, e.origin_ref) END,
            'reason|' || e.reason_code, 'roles|' || e.actor_roles || '/' || coalesce(e.approver_roles, ''),
            CASE WHEN e.seal_version IS NOT NULL THEN concat_ws('|', 'place', e.seal_version, coalesce(e.partner_id, 0), e.company_id, e.currency_id,
                e.season_id, coalesce(e.gl_mode, ''), coalesce(e.lot_rule, ''), coalesce(e.reason_id, 0), coalesce(e.origin_ref, '')) END)"""


SEAL_VERSION = 2  # of new entries; no default of the column, which would change those of before
QUICK_TEXT = text_of("e.sequence", "e.prev_hash", QUICK_DAY, QUICK_MOMENT)


def digest_of(text):
    """Give the expression of the digest of a text."""
    return f"encode(sha256(convert_to({text}, 'UTF8')), 'hex')"


CANONICAL = f"""
    CREATE OR REPLACE FUNCTION prepaid_entry_text(e prepaid_entry, seq integer, prev text) RETURNS text AS $$
        SELECT {text_of('seq', 'prev')}
    $$ LANGUAGE sql STABLE PARALLEL SAFE;
    CREATE OR REPLACE FUNCTION prepaid_entry_hash(e prepaid_entry, seq integer, prev text) RETURNS text AS $$
        SELECT {digest_of('prepaid_entry_text(e, seq, prev)')}
    $$ LANGUAGE sql STABLE PARALLEL SAFE;
"""


def install(cr):
    """Create the functions that make an entry's text and digest."""
    cr.execute(CANONICAL)


def broken_links(cr, company_id):
    """Prove the chains of a company's accounts.

    :return: dicts of entry_id, account_id, sequence: the entries whose text, place or predecessor is not as sealed.
    """
    # Few accounts, much work for each: the workers share them, and compiling the query would cost each of them more than it gives.
    cr.execute("SET LOCAL min_parallel_table_scan_size = 0; SET LOCAL jit = off")
    cr.execute(SQL("SELECT id FROM prepaid_account WHERE company_id = %s AND NOT prepaid_chained(id)", company_id))
    accounts = tuple(row[0] for row in cr.fetchall())
    cr.execute("SET LOCAL min_parallel_table_scan_size TO DEFAULT; SET LOCAL jit TO DEFAULT")
    if not accounts:
        return []
    cr.execute(SQL(
        """SELECT DISTINCT e.id AS entry_id, e.account_id, e.sequence FROM prepaid_entry e
        LEFT JOIN prepaid_entry p ON p.account_id = e.account_id AND p.sequence = e.sequence - 1 AND p.hash IS NOT NULL
            WHERE e.account_id IN %s AND e.hash IS NOT NULL
              AND (e.prev_hash IS DISTINCT FROM CASE WHEN e.sequence = 1 THEN '' ELSE p.hash END
                   OR e.hash <> prepaid_entry_hash(e, e.sequence, e.prev_hash)
                   OR e.prev_hash IS NULL OR e.sequence IS NULL OR e.sequence < 1
                   OR EXISTS (SELECT FROM prepaid_entry o
                               WHERE o.account_id = e.account_id AND o.sequence = e.sequence AND o.id <> e.id AND o.hash IS NOT NULL))
            ORDER BY e.account_id, e.sequence, e.id""", accounts))
    return cr.dictfetchall()
