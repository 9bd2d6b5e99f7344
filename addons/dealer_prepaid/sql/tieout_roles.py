"""Figures of the tie-out beside the advances: deposits, parked money and what companies owe each other, against their accounts."""
from odoo.tools import SQL

# What the documents of a role leave standing, as a credit of its account, and the journal entries that they made.
LEFT = {
    "deposit": "SELECT sum(CASE kind WHEN 'received' THEN amount ELSE -amount END) FROM prepaid_deposit WHERE company_id = %(company)s AND state = 'approved'",
    "unidentified": """SELECT sum(amount) FROM prepaid_unidentified
                        WHERE company_id = %(company)s AND state = 'approved' AND claim_state NOT IN ('claimed', 'returned')""",
    "other_payable": """SELECT sum(amount) FROM prepaid_company_transfer_side
                         WHERE company_id = %(company)s AND role = 'gives' AND entry_id IS NOT NULL AND settle_move_id IS NULL""",
    "other_receivable": """SELECT -sum(amount) FROM prepaid_company_transfer_side
                            WHERE company_id = %(company)s AND role = 'takes' AND entry_id IS NOT NULL AND settle_move_id IS NULL""",
}
MOVES = {
    "deposit": "SELECT move_id FROM prepaid_deposit WHERE move_id IS NOT NULL",
    "unidentified": """SELECT move_id FROM prepaid_unidentified WHERE move_id IS NOT NULL
                 UNION SELECT claim_move_id FROM prepaid_unidentified WHERE claim_move_id IS NOT NULL
                 UNION SELECT return_move_id FROM prepaid_unidentified WHERE return_move_id IS NOT NULL
                 UNION SELECT account_move_id FROM account_move_prepaid_unidentified_rel""",
    "other_payable": """SELECT move_id FROM prepaid_company_transfer_side WHERE role = 'gives' AND move_id IS NOT NULL
                  UNION SELECT settle_move_id FROM prepaid_company_transfer_side WHERE role = 'gives' AND settle_move_id IS NOT NULL""",
    "other_receivable": """SELECT move_id FROM prepaid_company_transfer_side WHERE role = 'takes' AND move_id IS NOT NULL
                     UNION SELECT settle_move_id FROM prepaid_company_transfer_side WHERE role = 'takes' AND settle_move_id IS NOT NULL""",
}


def left(cr, company_id, role):
    """Give the fen that the documents of a role leave standing on its account, credits above zero."""
    cr.execute(SQL("SELECT (coalesce((%s), 0) * 100)::bigint", SQL(LEFT[role], company=company_id)))
    return cr.fetchone()[0]


def booked(cr, company_id, role, account_ids):
    """Add up what the posted entries of a role's documents moved on the accounts that the role has or had.

    :return: dict of fen (credits above zero) and draft: names of those entries that are not posted.
    """
    cr.execute(SQL(
        """SELECT (coalesce(-sum(l.balance) FILTER (WHERE l.parent_state = 'posted'), 0) * 100)::bigint AS fen,
                  array_agg(DISTINCT coalesce(m.name, '/')) FILTER (WHERE l.parent_state <> 'posted') AS draft
             FROM account_move_line l JOIN account_move m ON m.id = l.move_id
            WHERE l.company_id = %(company)s AND l.account_id IN %(accounts)s AND l.move_id IN (%(moves)s)""",
        company=company_id, accounts=tuple(account_ids), moves=SQL(MOVES[role])))
    return cr.dictfetchone()


def account(cr, company_id, account_id, known):
    """Give the balance of an account, and the posted entries on it that no document names.

    :param known: SQL condition: some document names the entry ``m.id``.
    :return: dict of gl_fen, other_fen (credits above zero), others (number of entries), names (the newest five).
    """
    cr.execute(SQL(
        """SELECT (coalesce(sum(fen), 0) * 100)::bigint AS gl_fen, (coalesce(sum(fen) FILTER (WHERE NOT known), 0) * 100)::bigint AS other_fen,
                  count(*) FILTER (WHERE NOT known) AS others,
                  coalesce((array_agg(name ORDER BY id DESC) FILTER (WHERE NOT known))[1:5], '{}') AS names
             FROM (SELECT m.id, m.name, -sum(l.balance) AS fen, %(known)s AS known
                     FROM account_move_line l JOIN account_move m ON m.id = l.move_id
                    WHERE l.company_id = %(company)s AND l.account_id = %(account)s AND l.parent_state = 'posted' GROUP BY m.id) x""",
        company=company_id, account=account_id, known=known))
    return cr.dictfetchone()


def known_move(columns):
    """Give the condition that a document names the entry ``m.id``.

    :param columns: (table, column) of what names entries.
    :return: SQL.
    """
    return SQL("(%s)", SQL(" OR ").join(
        SQL("EXISTS (SELECT 1 FROM %s x WHERE x.%s = m.id)", SQL.identifier(table), SQL.identifier(column)) for table, column in columns))
