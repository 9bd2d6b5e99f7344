"""Statements: which entries they take, in one INSERT; that what is issued stays as it is; and their proof."""
from odoo.tools import SQL


def protect(cr):
    """Install the triggers that keep issued statements and their lines as they were issued, the database's owner included."""
    cr.execute("""
        CREATE OR REPLACE FUNCTION prepaid_statement_frozen() RETURNS trigger AS $$
        BEGIN
            IF OLD.state = 'draft' THEN
                RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
            END IF;
            IF TG_OP = 'UPDATE' AND NEW.state <> 'draft' AND (NEW.account_id, NEW.company_id, NEW.name, NEW.date_from, NEW.date_to,
                    NEW.position, NEW.previous_id, NEW.opening, NEW.credits, NEW.debits, NEW.closing, NEW.line_count, NEW.last_entry_hash, NEW.lines_digest,
                    NEW.prev_hash, NEW.hash, NEW.issued_at)
                IS NOT DISTINCT FROM (OLD.account_id, OLD.company_id, OLD.name, OLD.date_from, OLD.date_to,
                    OLD.position, OLD.previous_id, OLD.opening, OLD.credits, OLD.debits, OLD.closing, OLD.line_count, OLD.last_entry_hash, OLD.lines_digest,
                    OLD.prev_hash, OLD.hash, OLD.issued_at) THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'statement % is issued and stays as it is', OLD.name USING ERRCODE = 'integrity_constraint_violation';
        END $$ LANGUAGE plpgsql;
        CREATE OR REPLACE FUNCTION prepaid_statement_line_frozen() RETURNS trigger AS $$
        BEGIN
            RAISE EXCEPTION 'lines of an issued statement stay as they are' USING ERRCODE = 'integrity_constraint_violation';
        END $$ LANGUAGE plpgsql;
        DROP TRIGGER IF EXISTS prepaid_statement_frozen ON prepaid_statement;
        CREATE TRIGGER prepaid_statement_frozen BEFORE UPDATE OR DELETE ON prepaid_statement
            FOR EACH ROW EXECUTE FUNCTION prepaid_statement_frozen();
    """)


def protect_lines(cr):
    """Install the trigger on the lines; :func:`protect` made its function."""
    cr.execute("""
        DROP TRIGGER IF EXISTS prepaid_statement_line_frozen ON prepaid_statement_line;
        CREATE TRIGGER prepaid_statement_line_frozen BEFORE UPDATE OR DELETE ON prepaid_statement_line
            FOR EACH ROW EXECUTE FUNCTION prepaid_statement_line_frozen();
    """)


def open_entries(cr, account_ids, date_to):
    """Sum up the entries of accounts up to a day that are on no statement yet.

    :param account_ids: ids, not empty.
    :param date_to: last business date.
    :return: {account id: dict of count, unsealed, first (date), credits_fen, debits_fen}; accounts without such entries are absent.
    """
    cr.execute(SQL(
        """SELECT e.account_id, count(*) AS count, count(*) FILTER (WHERE e.hash IS NULL) AS unsealed, min(e.date) AS first,
                  (coalesce(sum(e.amount) FILTER (WHERE e.amount > 0), 0) * 100)::bigint AS credits_fen,
                  (coalesce(sum(e.amount) FILTER (WHERE e.amount < 0), 0) * 100)::bigint AS debits_fen
             FROM prepaid_entry e
            WHERE e.account_id IN %(accounts)s AND e.date <= %(date)s
              AND NOT EXISTS (SELECT 1 FROM prepaid_statement_line l WHERE l.entry_id = e.id)
            GROUP BY 1""", accounts=tuple(account_ids), date=date_to))
    return {row["account_id"]: row for row in cr.dictfetchall()}


def take_entries(cr, statement_id, account_id, date_to, opening_fen):
    """Put every sealed entry up to a day that is on no statement yet on this one, in the order of the chain.

    :param statement_id: id of the statement that is being issued.
    :param account_id: its account.
    :param date_to: last business date.
    :param opening_fen: balance before the first line.
    :return: dict of count, credits_fen, debits_fen, last_hash ("" without a line), digest of the lines' digests.
    """
    cr.execute(SQL(
        """WITH taken AS (
               INSERT INTO prepaid_statement_line (statement_id, account_id, company_id, currency_id, entry_id, place, sequence, date, amount,
                                                   balance_after, entry_hash)
               SELECT %(statement)s, e.account_id, e.company_id, e.currency_id, e.id, row_number() OVER chain, e.sequence, e.date, e.amount,
                      %(opening)s::numeric / 100 + sum(e.amount) OVER chain, e.hash
                 FROM prepaid_entry e
                WHERE e.account_id = %(account)s AND e.date <= %(date)s AND e.hash IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM prepaid_statement_line l WHERE l.entry_id = e.id)
               WINDOW chain AS (ORDER BY e.sequence)
            RETURNING sequence, amount, entry_hash)
           SELECT count(*) AS count,
                  (coalesce(sum(amount) FILTER (WHERE amount > 0), 0) * 100)::bigint AS credits_fen,
                  (coalesce(sum(amount) FILTER (WHERE amount < 0), 0) * 100)::bigint AS debits_fen,
                  coalesce((array_agg(entry_hash ORDER BY sequence DESC))[1], '') AS last_hash,
                  encode(sha256(convert_to(coalesce(string_agg(entry_hash, '' ORDER BY sequence), ''), 'UTF8')), 'hex') AS digest
             FROM taken""",
        statement=statement_id, account=account_id, date=date_to, opening=opening_fen))
    return cr.dictfetchone()


def broken_statements(cr, company_id):
    """Prove invariant I17 for the issued statements of a company.

    The text is the one of ``statements.statement_text``.

    :return: dicts of id, account_id, partner_id, name, sealed of the statements that are not as they were sealed (``sealed`` is false), or
        do not open with the closing before them, do not add up, name another predecessor's digest, have a line that differs from its entry.
    """
    cr.execute(SQL(
        """SELECT s.id, s.account_id, s.partner_id, s.name, s.hash = s.expected AS sealed
             FROM (SELECT s.*, lag(s.closing, 1, 0) OVER chain AS before, lag(s.hash, 1, '') OVER chain AS before_hash,
                          row_number() OVER chain AS place,
                          encode(sha256(convert_to(concat_ws('|', coalesce(s.prev_hash, ''), s.name, s.account_id, to_char(s.date_from, 'YYYY-MM-DD'),
                              to_char(s.date_to, 'YYYY-MM-DD'), (s.opening * 100)::bigint, (s.closing * 100)::bigint, s.line_count,
                              coalesce(s.last_entry_hash, ''), s.lines_digest), 'UTF8')), 'hex') AS expected
                     FROM prepaid_statement s WHERE s.company_id = %(company)s AND s.state <> 'draft'
                   WINDOW chain AS (PARTITION BY s.account_id ORDER BY s.position)) s
        LEFT JOIN (SELECT l.statement_id, count(*) AS count, sum(l.amount) AS amount,
                          bool_or(l.amount <> e.amount OR l.entry_hash IS DISTINCT FROM e.hash OR l.account_id <> e.account_id) AS differs
                     FROM prepaid_statement_line l JOIN prepaid_entry e ON e.id = l.entry_id
                    WHERE l.company_id = %(company)s GROUP BY 1) l ON l.statement_id = s.id
            WHERE s.hash <> s.expected OR s.opening <> s.before OR coalesce(s.prev_hash, '') <> s.before_hash OR s.position <> s.place
               OR s.closing <> s.opening + coalesce(l.amount, 0) OR s.line_count <> coalesce(l.count, 0) OR coalesce(l.differs, false)
            ORDER BY s.id""", company=company_id))
    return cr.dictfetchall()


def month_figures(cr, company_id, date_to):
    """Count how far the statements of a company are that must reach a day.

    :return: dict of wanted (accounts with money or movement), issued, sent, answered, disputed.
    """
    cr.execute(SQL(
        """SELECT count(*) AS wanted, count(s.id) AS issued, count(s.sent_at) AS sent,
                  count(*) FILTER (WHERE s.state IN ('confirmed', 'settled')) AS answered,
                  count(*) FILTER (WHERE s.state = 'disputed') AS disputed
             FROM prepaid_account a
        LEFT JOIN LATERAL (
                  SELECT s.* FROM prepaid_statement s
                   WHERE s.account_id = a.id AND s.state <> 'draft' AND s.date_to >= %(date)s ORDER BY s.position LIMIT 1) s ON TRUE
            WHERE a.company_id = %(company)s
              AND (s.id IS NOT NULL OR EXISTS (
                  SELECT 1 FROM prepaid_entry e WHERE e.account_id = a.id AND e.date <= %(date)s
                     AND NOT EXISTS (SELECT 1 FROM prepaid_statement_line l WHERE l.entry_id = e.id))
               OR coalesce((SELECT closing FROM prepaid_statement p WHERE p.account_id = a.id AND p.state <> 'draft'
                             ORDER BY p.position DESC LIMIT 1), 0) <> 0)""", company=company_id, date=date_to))
    return cr.dictfetchone()


def accounts_due(cr, company_id, date_to):
    """Find the accounts that still need a statement up to a day: with entries on none, or with a balance to confirm.

    :return: ids, in order.
    """
    cr.execute(SQL(
        """SELECT a.id FROM prepaid_account a
             LEFT JOIN LATERAL (SELECT s.date_to, s.closing FROM prepaid_statement s WHERE s.account_id = a.id AND s.state <> 'draft'
                                 ORDER BY s.position DESC LIMIT 1) last ON TRUE
            WHERE a.company_id = %(company)s AND (last.date_to IS NULL OR last.date_to < %(date)s)
              AND (coalesce(last.closing, 0) <> 0 OR EXISTS (
                  SELECT 1 FROM prepaid_entry e WHERE e.account_id = a.id AND e.date <= %(date)s
                     AND NOT EXISTS (SELECT 1 FROM prepaid_statement_line l WHERE l.entry_id = e.id)))
            ORDER BY a.id""", company=company_id, date=date_to))
    return [row[0] for row in cr.fetchall()]
