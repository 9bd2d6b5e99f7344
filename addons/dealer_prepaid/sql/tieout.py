"""Figures of the tie-out: ledger and general ledger by owner, and the chain of what the books know, in one pass each."""
from odoo.tools import SQL


def owner_figures(cr, company_id, gl_account_id, memo):
    """Add up ledger, gift money, entries waiting for their batch, and the advance account, owner by owner.

    :param memo: SQL of the part of an entry ``e`` that is outside the books.
    :return: dicts of partner_id, entries, ledger_fen, memo_fen, waiting_fen, gl_fen; equal when ledger - memo - waiting = gl.
    """
    cr.execute(SQL(
        """SELECT coalesce(l.partner_id, g.partner_id) AS partner_id, coalesce(l.entries, 0) AS entries,
                  coalesce(l.ledger_fen, 0) AS ledger_fen, coalesce(l.memo_fen, 0) AS memo_fen,
                  coalesce(l.waiting_fen, 0) AS waiting_fen, coalesce(g.fen, 0) AS gl_fen
             FROM (SELECT a.partner_id, sum(e.entries)::bigint AS entries, sum(e.ledger_fen)::bigint AS ledger_fen,
                          sum(e.memo_fen)::bigint AS memo_fen, sum(e.waiting_fen)::bigint AS waiting_fen
                     FROM (SELECT e.account_id, count(*) AS entries, sum(e.amount) * 100 AS ledger_fen,
                                  sum(%(memo)s) * 100 AS memo_fen,
                                  coalesce(sum(e.amount - %(memo)s) FILTER (
                                      WHERE e.gl_mode <> 'event' AND e.gl_batch_id IS NULL AND e.move_id IS NULL), 0) * 100 AS waiting_fen
                             FROM prepaid_entry e WHERE e.company_id = %(company)s GROUP BY 1) e
                     JOIN prepaid_account a ON a.id = e.account_id GROUP BY 1) l
        FULL JOIN (SELECT m.partner_id, (-sum(m.balance) * 100)::bigint AS fen FROM account_move_line m
                    WHERE m.company_id = %(company)s AND m.account_id = %(account)s AND m.parent_state = 'posted' GROUP BY 1) g
               ON coalesce(g.partner_id, 0) = coalesce(l.partner_id, 0)""",
        company=company_id, account=gl_account_id, memo=memo))
    return cr.dictfetchall()


def foreign_moves(cr, company_id, gl_account_id, partner_id, limit=5):
    """Name the posted entries on the advance account of a partner that neither a ledger entry, a batch nor a month end made.

    :return: list of account_move names, newest first.
    """
    cr.execute(SQL(
        """SELECT DISTINCT m.id, m.name FROM account_move_line l JOIN account_move m ON m.id = l.move_id
            WHERE l.company_id = %(company)s AND l.account_id = %(account)s AND l.parent_state = 'posted'
              AND l.partner_id IS NOT DISTINCT FROM %(partner)s
              AND NOT EXISTS (SELECT 1 FROM prepaid_entry e WHERE e.move_id = m.id)
              AND NOT EXISTS (SELECT 1 FROM prepaid_entry e WHERE e.clearing_move_id = m.id)
              AND NOT EXISTS (SELECT 1 FROM prepaid_gl_batch b WHERE b.move_id = m.id OR b.reversal_move_id = m.id)
              AND NOT EXISTS (SELECT 1 FROM account_move_prepaid_month_close_rel r WHERE r.account_move_id = m.id)
            ORDER BY m.id DESC LIMIT %(limit)s""",
        company=company_id, account=gl_account_id, partner=partner_id or None, limit=limit))
    return [row[1] for row in cr.fetchall()]


def broken_batches(cr, company_id, gl_account_id, memo):
    """Prove invariant I18: the journal entry of each posted batch moved the advance account by its entries.

    :param memo: see :func:`owner_figures`.
    :return: dicts of id, name, ledger_fen, gl_fen of the batches that do not.
    """
    cr.execute(SQL(
        """SELECT id, name, ledger_fen, gl_fen FROM (
               SELECT b.id, b.name, coalesce(e.fen, 0) AS ledger_fen, coalesce(m.fen, 0) AS gl_fen
                 FROM prepaid_gl_batch b
            LEFT JOIN (SELECT e.gl_batch_id, (sum(e.amount - %(memo)s) * 100)::bigint AS fen FROM prepaid_entry e
                        WHERE e.company_id = %(company)s AND e.gl_batch_id IS NOT NULL GROUP BY 1) e ON e.gl_batch_id = b.id
            LEFT JOIN (SELECT l.move_id, (-sum(l.balance) * 100)::bigint AS fen FROM account_move_line l
                         JOIN prepaid_gl_batch x ON x.move_id = l.move_id
                        WHERE x.company_id = %(company)s AND l.account_id = %(account)s AND l.parent_state = 'posted' GROUP BY 1) m
                   ON m.move_id = b.move_id
                WHERE b.company_id = %(company)s AND b.state = 'posted'
            UNION ALL
               SELECT b.id, b.name, (sum(e.amount) * 100)::bigint, 0 FROM prepaid_gl_batch b JOIN prepaid_entry e ON e.gl_batch_id = b.id
                WHERE b.company_id = %(company)s AND b.state <> 'posted' GROUP BY 1, 2) x
            WHERE ledger_fen <> gl_fen""", company=company_id, account=gl_account_id, memo=memo))
    return cr.dictfetchall()


def counts(cr, company_id):
    """Count what a certificate speaks for.

    :return: dict of accounts, entries, holds (live), held_fen, available_fen, sealed, last_entry_id.
    """
    cr.execute(SQL(
        """SELECT a.accounts, a.available_fen, e.entries, e.sealed, e.last_entry_id, h.holds, h.held_fen
             FROM (SELECT count(*) AS accounts, coalesce(sum(available) * 100, 0)::bigint AS available_fen FROM prepaid_account
                    WHERE company_id = %(company)s) a,
                  (SELECT count(*) AS entries, count(hash) AS sealed, coalesce(max(id), 0) AS last_entry_id FROM prepaid_entry
                    WHERE company_id = %(company)s) e,
                  (SELECT count(*) AS holds, coalesce(sum(amount - captured - released) * 100, 0)::bigint AS held_fen FROM prepaid_hold
                    WHERE company_id = %(company)s AND state IN ('tentative', 'open')) h""", company=company_id))
    return cr.dictfetchone()


def topup_legs(cr, company_id):
    """Add up the confirmed top-ups by what proves them: the bank's own line, the provider's notification, or a slip alone.

    A slip with a remittance that was typed by hand is a leg of its own.

    :return: dict of topup_fen (entries of top-ups less reversals), bank_fen, online_fen, typed_fen, slip_fen; topup = the four others.
    """
    cr.execute(SQL(
        """SELECT (coalesce((SELECT sum(e.amount) FROM prepaid_entry e WHERE e.company_id = %(company)s
                              AND (e.kind = 'topup' AND e.res_model = 'prepaid.topup' OR e.kind = 'topup_reversal')), 0) * 100)::bigint AS topup_fen,
                  (coalesce(sum(t.amount) FILTER (WHERE t.leg = 'bank'), 0) * 100)::bigint AS bank_fen,
                  (coalesce(sum(t.amount) FILTER (WHERE t.leg = 'online'), 0) * 100)::bigint AS online_fen,
                  (coalesce(sum(t.amount) FILTER (WHERE t.leg = 'typed'), 0) * 100)::bigint AS typed_fen,
                  (coalesce(sum(t.amount) FILTER (WHERE t.leg = 'slip'), 0) * 100)::bigint AS slip_fen
             FROM (SELECT t.amount, CASE WHEN l.id IS NOT NULL AND l.by_hand IS NOT TRUE THEN 'bank' WHEN t.provider IS NOT NULL THEN 'online'
                                         WHEN l.id IS NOT NULL THEN 'typed' ELSE 'slip' END AS leg
                     FROM prepaid_topup t LEFT JOIN prepaid_bank_line l ON l.id = t.bank_line_id
                    WHERE t.company_id = %(company)s AND t.state = 'confirmed') t""", company=company_id))
    return cr.dictfetchone()


def moved_moves(cr, company_id, since):
    """Find the journal entries that stand in another month than the ledger has them, or than they happened in.

    Income that waits for the receipt of the goods is in another month by the company's choice and is left out.

    :param since: day of the books from which on they are looked at.
    :return: dicts of move_id, partner_id, gl_date, ledger_date, event_date (both None where they do not matter), fen.
    """
    cr.execute(SQL(
        """SELECT m.id AS move_id, m.partner_id, m.date AS gl_date, m.prepaid_event_date AS event_date, min(e.date) AS ledger_date,
                  (coalesce(sum(e.amount), m.amount_total_signed) * 100)::bigint AS fen
             FROM account_move m LEFT JOIN prepaid_entry e ON e.move_id = m.id
            WHERE m.company_id = %(company)s AND m.state = 'posted' AND (m.date >= %(since)s OR e.date >= %(since)s)
              AND (e.gl_mode IS NULL OR e.gl_mode <> 'receipt')
              AND (date_trunc('month', m.prepaid_event_date) <> date_trunc('month', m.date)
                   OR date_trunc('month', e.date) <> date_trunc('month', m.date))
            GROUP BY m.id ORDER BY m.date, m.id""", company=company_id, since=since))
    return cr.dictfetchall()
