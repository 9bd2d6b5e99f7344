"""Balances of the past, and everything a proof of balance needs."""
from odoo.tools import SQL


def balance_at(cr, account_id, date, known_until):
    """Add up an account by both clocks: what was dated up to a day, as far as it was recorded up to a moment.

    :param account_id: id.
    :param date: last business date.
    :param known_until: naive UTC datetime; entries recorded at or after it are left out.
    :return: (fen as known then, count, fen as known today, count).
    """
    cr.execute(SQL(
        """SELECT (coalesce(sum(amount) FILTER (WHERE recorded_at < %(known)s), 0) * 100)::bigint, count(*) FILTER (WHERE recorded_at < %(known)s),
                  (coalesce(sum(amount), 0) * 100)::bigint, count(*)
             FROM prepaid_entry WHERE account_id = %(account)s AND date <= %(date)s""",
        account=account_id, date=date, known=known_until))
    return cr.fetchone()


def sums_by_kind(cr, account_id):
    """Sum up the entries of an account.

    :return: list of (kind, count, fen), in the order in which the kinds first occurred.
    """
    cr.execute(SQL(
        "SELECT kind, count(*), (sum(amount) * 100)::bigint FROM prepaid_entry WHERE account_id = %s GROUP BY kind ORDER BY min(id)", account_id))
    return cr.fetchall()


def live_holds(cr, account_id):
    """Give the holds that keep money back.

    :return: dicts of key, label, open_fen.
    """
    cr.execute(SQL(
        """SELECT key, label, ((amount - captured - released) * 100)::bigint AS open_fen FROM prepaid_hold
            WHERE account_id = %s AND state IN ('tentative', 'open') ORDER BY id""", account_id))
    return cr.dictfetchall()


def pending_fen(cr, account_id):
    """Give what committed operations will still add to ``available``."""
    cr.execute(SQL(
        """SELECT coalesce(sum(delta * 100 - CASE WHEN kind = 'debit' THEN (payload->>'fen')::bigint ELSE 0 END), 0)::bigint
             FROM prepaid_operation WHERE account_id = %s AND applied_at IS NULL""", account_id))
    return cr.fetchone()[0]


def owner_and_gl(cr, company_id, partner_id, gl_account_id):
    """Compare the owner's accounts of all seasons and brands with the owner's lines on the advance account.

    :return: dict of ledger_fen, memo_fen (gifts outside the books), waiting_fen (entries that wait for the batch of the day) and gl_fen; the
        books are right when ledger - memo - waiting = gl.
    """
    cr.execute(SQL(
        """SELECT coalesce(l.fen, 0) AS ledger_fen, coalesce(l.memo_fen, 0) AS memo_fen, coalesce(l.waiting_fen, 0) AS waiting_fen,
                  (SELECT (coalesce(-sum(balance), 0) * 100)::bigint FROM account_move_line
                    WHERE company_id = %(company)s AND account_id = %(gl)s AND partner_id = %(partner)s AND parent_state = 'posted') AS gl_fen
             FROM (SELECT (sum(e.amount) * 100)::bigint AS fen, (coalesce(sum(e.memo), 0) * 100)::bigint AS memo_fen,
                          (coalesce(sum(e.amount - coalesce(e.memo, 0)) FILTER (WHERE e.gl_mode <> 'event' AND e.gl_batch_id IS NULL AND e.move_id IS NULL), 0)
                           * 100)::bigint AS waiting_fen
                     FROM prepaid_entry e JOIN prepaid_account a ON a.id = e.account_id
                    WHERE a.company_id = %(company)s AND a.partner_id = %(partner)s) l""",
        company=company_id, partner=partner_id, gl=gl_account_id))
    return cr.dictfetchone()


def free_by_bucket(cr, account_id):
    """Sum up the lots of an account that have something left.

    :return: list of (bucket, count, fen).
    """
    cr.execute(SQL(
        "SELECT bucket, count(*), (sum(free) * 100)::bigint FROM prepaid_lot WHERE account_id = %s AND free > 0 GROUP BY 1 ORDER BY 1", account_id))
    return cr.fetchall()


def broken_chain(cr, account_id):
    """Prove the chain of one account.

    :return: dict of count, unsealed, broken (sequence of the first entry that is not as sealed, or None), last (digest).
    """
    cr.execute(SQL(
        """SELECT count(*) AS count, count(*) FILTER (WHERE hash IS NULL) AS unsealed,
                  min(sequence) FILTER (WHERE hash <> expected OR prev_hash <> before OR sequence <> place) AS broken,
                  (array_agg(hash ORDER BY sequence DESC) FILTER (WHERE hash IS NOT NULL))[1] AS last
             FROM (SELECT e.sequence, e.hash, e.prev_hash, prepaid_entry_hash(e, e.sequence, e.prev_hash) AS expected,
                          lag(e.hash, 1, '') OVER chain AS before, row_number() OVER chain AS place
                     FROM prepaid_entry e WHERE e.account_id = %s WINDOW chain AS (ORDER BY e.sequence NULLS LAST, e.id)) x""", account_id))
    return cr.dictfetchone()


def chain_texts(cr, account_id):
    """Give the sealed entries of an account with the very text that was hashed, in order.

    :return: dicts of sequence, amount_fen, text, hash.
    """
    cr.execute(SQL(
        """SELECT e.sequence, (e.amount * 100)::bigint AS amount_fen, prepaid_entry_text(e, e.sequence, e.prev_hash) AS text, e.hash
             FROM prepaid_entry e WHERE e.account_id = %s AND e.hash IS NOT NULL ORDER BY e.sequence""", account_id))
    return cr.dictfetchall()


def statement_sequences(cr, account_id):
    """Give the chain places of the entries on each issued statement of an account.

    :return: {statement id: [sequence, ...]}
    """
    cr.execute(SQL(
        "SELECT statement_id, array_agg(sequence ORDER BY place) FROM prepaid_statement_line WHERE account_id = %s GROUP BY 1", account_id))
    return dict(cr.fetchall())


def statements_left_out(cr, account_id):
    """Give (count, fen) of the entries that are on no statement that the owner accepted."""
    cr.execute(SQL(
        """SELECT count(*), (coalesce(sum(e.amount), 0) * 100)::bigint FROM prepaid_entry e
            WHERE e.account_id = %s AND NOT EXISTS (
                  SELECT 1 FROM prepaid_statement_line l JOIN prepaid_statement s ON s.id = l.statement_id
                   WHERE l.entry_id = e.id AND s.position <= (
                         SELECT max(x.position) FROM prepaid_statement x
                          WHERE x.account_id = e.account_id AND x.state IN ('confirmed', 'settled')))""", account_id))
    return cr.fetchone()


def dormant_query():
    """Give the query behind the list of accounts without movement: last movement, last debit, money still there."""
    return SQL(
        """SELECT x.*, x.today - x.last_on AS idle_days, x.today - x.last_on >= x.limit_days AS dormant FROM (
           SELECT a.id, a.id AS account_id, a.partner_id, a.sales_company_id, a.company_id, a.currency_id, a.season_id, a.state, a.available,
                  e.balance, e.last_on, e.last_debit_on, c.prepaid_dormant_days AS limit_days,
                  (now() AT TIME ZONE coalesce(p.tz, 'Asia/Shanghai'))::date AS today
             FROM prepaid_account a JOIN res_company c ON c.id = a.company_id JOIN res_partner p ON p.id = c.partner_id
             JOIN (SELECT account_id, sum(amount) AS balance, max(date) AS last_on, max(date) FILTER (WHERE amount < 0) AS last_debit_on
                     FROM prepaid_entry GROUP BY 1) e ON e.account_id = a.id
            WHERE e.balance <> 0) x""")


def aging_query():
    """Give the query behind the aging of unused money: each lot with something left, how old it is, and when it was last used."""
    return SQL(
        """SELECT x.*, CASE WHEN x.age_days <= 30 THEN 'd30' WHEN x.age_days <= 60 THEN 'd60' WHEN x.age_days <= 90 THEN 'd90'
                            WHEN x.age_days <= 180 THEN 'd180' ELSE 'older' END AS bracket FROM (
           SELECT l.id, l.id AS lot_id, l.account_id, a.partner_id, a.sales_company_id, a.season_id, l.company_id, l.currency_id, l.bucket, l.memo,
                  (now() AT TIME ZONE coalesce(p.tz, 'Asia/Shanghai'))::date AS as_of,
                  l.created_on, l.expires_on, l.initial, l.free, coalesce(h.held, 0) AS held, l.free + coalesce(h.held, 0) AS unused, h.last_used_on,
                  (now() AT TIME ZONE coalesce(p.tz, 'Asia/Shanghai'))::date - l.created_on AS age_days
             FROM prepaid_lot l JOIN prepaid_account a ON a.id = l.account_id
             JOIN res_company c ON c.id = l.company_id JOIN res_partner p ON p.id = c.partner_id
        LEFT JOIN (SELECT hl.lot_id, sum(hl.amount - hl.captured - hl.released) FILTER (WHERE h.state IN ('tentative', 'open')) AS held,
                          max(e.date) FILTER (WHERE hl.captured > 0) AS last_used_on
                     FROM prepaid_hold_line hl JOIN prepaid_hold h ON h.id = hl.hold_id
                LEFT JOIN (SELECT account_id, hold_key, max(date) AS date FROM prepaid_entry WHERE hold_key IS NOT NULL GROUP BY 1, 2) e
                       ON e.account_id = h.account_id AND e.hold_key = h.key
                    WHERE hl.lot_id IS NOT NULL GROUP BY 1) h ON h.lot_id = l.id
            WHERE l.free + coalesce(h.held, 0) > 0) x""")


def aging_at_query(day):
    """Give the query behind the aging on a day that is over, from what was credited and taken up to that business day.

    Entries are never changed, so the answer stays the same whenever it is asked; what was held then is not told apart from what was free.

    :param day: a date.
    """
    return SQL(
        """SELECT x.*, CASE WHEN x.age_days <= 30 THEN 'd30' WHEN x.age_days <= 60 THEN 'd60' WHEN x.age_days <= 90 THEN 'd90'
                            WHEN x.age_days <= 180 THEN 'd180' ELSE 'older' END AS bracket FROM (
           SELECT l.id, l.id AS lot_id, l.account_id, a.partner_id, a.sales_company_id, a.season_id, l.company_id, l.currency_id, l.bucket, l.memo,
                  %(day)s::date AS as_of, l.created_on, l.expires_on, l.initial, NULL::numeric AS free, NULL::numeric AS held,
                  l.initial - l.settled + coalesce(u.amount, 0) AS unused, u.last_used_on, %(day)s::date - l.created_on AS age_days
             FROM prepaid_lot l JOIN prepaid_account a ON a.id = l.account_id
        LEFT JOIN prepaid_entry s ON s.id = l.entry_id
        LEFT JOIN (SELECT (x->>0)::integer AS lot_id, sum((x->>1)::numeric) / 100 AS amount, max(e.date) FILTER (WHERE (x->>1)::numeric < 0) AS last_used_on
                     FROM prepaid_entry e CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(e.lots) WHEN 'array' THEN e.lots END) x
                    WHERE e.date <= %(day)s AND (x->>0)::integer > 0 GROUP BY 1) u ON u.lot_id = l.id
            WHERE coalesce(s.date, l.created_on) <= %(day)s AND l.initial - l.settled + coalesce(u.amount, 0) > 0) x""", day=day)
