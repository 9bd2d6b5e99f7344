"""The nightly proof: available = entries - holds - what is still to be applied = free lots - debt, and ledger = general ledger."""
from odoo.tools import SQL


def account_proof(cr, company_id):
    """Recompute each account from its parts. A committed debit counts as an entry and, until it is applied, as a hold: it is pending with its minus.

    :return: dicts of id, available_fen, entries_fen, held_fen, pending_fen of the accounts of the company that do not add up.
    """
    cr.execute(SQL(
        """SELECT a.id, (a.available * 100)::bigint AS available_fen, coalesce(e.fen, 0) AS entries_fen,
                  coalesce(h.fen, 0) AS held_fen, coalesce(o.fen, 0) AS pending_fen
             FROM prepaid_account a
        LEFT JOIN (SELECT account_id, (sum(amount) * 100)::bigint AS fen FROM prepaid_entry GROUP BY 1) e ON e.account_id = a.id
        LEFT JOIN (SELECT account_id, (sum(amount - captured - released) * 100)::bigint AS fen FROM prepaid_hold
                    WHERE state IN ('tentative', 'open') GROUP BY 1) h ON h.account_id = a.id
        LEFT JOIN (SELECT account_id, sum(delta * 100 - CASE WHEN kind = 'debit' THEN (payload->>'fen')::bigint ELSE 0 END)::bigint AS fen
                     FROM prepaid_operation
                    WHERE applied_at IS NULL GROUP BY 1) o ON o.account_id = a.id
            WHERE a.company_id = %s
              AND (a.available * 100)::bigint <> coalesce(e.fen, 0) - coalesce(h.fen, 0) - coalesce(o.fen, 0)""", company_id))
    return cr.dictfetchall()


def disabled_triggers(cr):
    """Find the triggers of the append-only tables that are missing or switched off.

    :return: names.
    """
    cr.execute(SQL(
        """SELECT wanted.name FROM unnest(ARRAY['prepaid_entry_append_only', 'prepaid_entry_keep']) wanted(name)
        LEFT JOIN pg_trigger t ON t.tgname = wanted.name AND t.tgrelid = 'prepaid_entry'::regclass AND t.tgenabled IN ('O', 'A')
            WHERE t.oid IS NULL ORDER BY 1"""))
    return [row[0] for row in cr.fetchall()]


def closed_with_money(cr, company_id):
    """Find closed accounts that still have money: a credit that arrived while the account was being paid out.

    :return: dicts of account_id, available_fen.
    """
    cr.execute(SQL(
        """SELECT id AS account_id, (available * 100)::bigint AS available_fen FROM prepaid_account
            WHERE company_id = %s AND state = 'closed' AND available <> 0 ORDER BY id""", company_id))
    return cr.dictfetchall()


def lot_proof(cr, company_id):
    """Recompute each lot from its uses, and each account from its lots (invariant I11).

    :return: dicts of account_id, lot_id (None for an account whose lots do not add up), found_fen, expected_fen.
    """
    cr.execute(SQL(
        """SELECT l.account_id, l.id AS lot_id, (l.free * 100)::bigint AS found_fen,
                  ((l.initial - l.settled + l.restored - coalesce(u.taken, 0)) * 100)::bigint AS expected_fen
             FROM prepaid_lot l
        LEFT JOIN (SELECT lot_id, sum(amount - released) AS taken FROM prepaid_hold_line
                    WHERE company_id = %(company)s AND lot_id IS NOT NULL GROUP BY 1) u ON u.lot_id = l.id
            WHERE l.company_id = %(company)s AND l.free <> l.initial - l.settled + l.restored - coalesce(u.taken, 0)
        UNION ALL
           SELECT a.id, NULL, (a.available * 100)::bigint, ((coalesce(f.free, 0) - a.debt) * 100)::bigint
             FROM prepaid_account a
        LEFT JOIN (SELECT account_id, sum(free) AS free FROM prepaid_lot WHERE company_id = %(company)s GROUP BY 1) f ON f.account_id = a.id
            WHERE a.company_id = %(company)s AND a.available <> coalesce(f.free, 0) - a.debt
            ORDER BY 1, 2""", company=company_id))
    return cr.dictfetchall()


def unsettled_invoices(cr, company_id):
    """Find the invoices and credit notes of ledger entries that are not posted or not cleared.

    :return: dicts of move_id, name, account_id (prepaid), residual_fen.
    """
    cr.execute(SQL(
        """SELECT DISTINCT m.id AS move_id, m.name, e.account_id, (m.amount_residual * 100)::bigint AS residual_fen
             FROM prepaid_entry e JOIN account_move m ON m.id = e.move_id
            WHERE e.company_id = %s AND m.move_type IN ('out_invoice', 'out_refund') AND (m.state <> 'posted' OR m.amount_residual <> 0)
            ORDER BY m.id""", company_id))
    return cr.dictfetchall()
