"""Figures of the month close, in one pass each."""
from odoo.tools import SQL


def negative_owners(cr, company_id, date_to, memo):
    """Give the owners whose ledger is below zero at the end of a day, as the books have it: money counts on the day of the bank.

    :param memo: SQL of the part of an entry ``e`` that is outside the books.
    :return: {partner_id: fen owed}.
    """
    cr.execute(SQL(
        """SELECT e.partner_id, (-sum(e.amount - %(memo)s) * 100)::bigint FROM prepaid_entry e
        LEFT JOIN account_move m ON m.id = e.move_id AND m.move_type = 'entry'
            WHERE e.company_id = %(company)s AND coalesce(m.date, e.date) <= %(date)s GROUP BY 1 HAVING sum(e.amount - %(memo)s) < 0""",
        memo=memo, company=company_id, date=date_to))
    return dict(cr.fetchall())


def held_at(cr, company_id, date_to, before):
    """Give what holds kept back at the end of a day, whatever has shipped or was released since.

    A capture counts by the date of its entry, a release by the moment it was recorded.

    :param date_to: the day.
    :param before: naive UTC datetime, the end of that day.
    :return: dicts of id, partner_id, res_model, res_id, fen (> 0).
    """
    cr.execute(SQL(
        """WITH taken AS (
               SELECT hold_key, -sum(amount) FILTER (WHERE date <= %(date)s) AS until, -sum(amount) FILTER (WHERE date > %(date)s) AS later
                 FROM prepaid_entry WHERE company_id = %(company)s AND hold_key IS NOT NULL GROUP BY 1),
           freed AS (
               SELECT (payload->>'hold')::integer AS hold_id, sum(delta) AS later FROM prepaid_operation
                WHERE company_id = %(company)s AND kind = 'release' AND create_date >= %(before)s GROUP BY 1)
           SELECT id, partner_id, res_model, res_id, (amount * 100)::bigint AS fen FROM (
               SELECT h.id, a.partner_id, h.res_model, h.res_id,
                      h.amount - coalesce(taken.until, 0) - (h.released - coalesce(freed.later, 0)) AS amount
                 FROM prepaid_hold h JOIN prepaid_account a ON a.id = h.account_id
            LEFT JOIN taken ON taken.hold_key = h.key LEFT JOIN freed ON freed.hold_id = h.id
                WHERE h.company_id = %(company)s AND h.create_date < %(before)s
                  AND (h.state = 'open' OR taken.later IS NOT NULL OR freed.later IS NOT NULL)) x
            WHERE amount > 0 ORDER BY id""", company=company_id, date=date_to, before=before))
    return cr.dictfetchall()


def vat_by_rate(cr, company_id, vat_account_id, date_from, date_to):
    """Compare VAT items with their base, rate by rate, and add up what stands on the VAT account without a tax.

    :return: dicts of rate (None: no tax), base_fen, vat_fen, items; sales positive.
    """
    cr.execute(SQL(
        """SELECT v.rate, coalesce(b.fen, 0) AS base_fen, v.fen AS vat_fen, v.items
             FROM (SELECT t.amount AS rate, (-sum(l.balance) * 100)::bigint AS fen, count(*) AS items
                     FROM account_move_line l LEFT JOIN account_tax t ON t.id = l.tax_line_id
                    WHERE l.company_id = %(company)s AND l.account_id = %(account)s AND l.parent_state = 'posted'
                      AND l.date BETWEEN %(start)s AND %(stop)s AND (t.id IS NULL OR t.type_tax_use = 'sale') GROUP BY 1) v
        LEFT JOIN (SELECT t.amount AS rate, (-sum(l.balance) * 100)::bigint AS fen
                     FROM account_move_line l
                     JOIN account_move_line_account_tax_rel r ON r.account_move_line_id = l.id
                     JOIN account_tax t ON t.id = r.account_tax_id AND t.type_tax_use = 'sale'
                    WHERE l.company_id = %(company)s AND l.parent_state = 'posted' AND l.date BETWEEN %(start)s AND %(stop)s GROUP BY 1) b
               ON b.rate = v.rate
            ORDER BY v.rate DESC NULLS LAST""", company=company_id, account=vat_account_id, start=date_from, stop=date_to))
    return cr.dictfetchall()


def number_gaps(cr, company_id, date_from, date_to):
    """Find missing numbers among the vouchers of a period, journal by journal.

    :return: (journal_id, first missing number as text) of each gap.
    """
    cr.execute(SQL(
        """SELECT journal_id, sequence_prefix || lpad((previous + 1)::text, width, '0') FROM (
               SELECT journal_id, sequence_prefix, sequence_number, date, length(name) - length(sequence_prefix) AS width,
                      lag(sequence_number, 1, 0) OVER (PARTITION BY journal_id, sequence_prefix ORDER BY sequence_number) AS previous
                 FROM account_move WHERE company_id = %s AND state = 'posted' AND sequence_number > 0 AND date >= %s::date - 366) x
            WHERE date BETWEEN %s AND %s AND sequence_number > previous + 1 ORDER BY 1, 2""", company_id, date_from, date_from, date_to))
    return cr.fetchall()
