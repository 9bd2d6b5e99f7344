"""Statements on points: an account changes by one conditional UPDATE, so two orders never spend the same points."""
from odoo.tools import SQL


def book(cr, company_id, partner_id, points, key, least=None):
    """Book points once per key.

    :param points: signed. :param least: what must be left after it, None = it may go below zero.
    :return: (account id, whether it was booked now); (None, False) when the account has too few.
    """
    cr.execute(SQL(
        """INSERT INTO promo_points_account (company_id, partner_id, balance, create_date, write_date)
           VALUES (%s, %s, 0, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC') ON CONFLICT (company_id, partner_id) DO NOTHING""",
        company_id, partner_id))
    cr.execute(SQL("SELECT id FROM promo_points_account WHERE company_id = %s AND partner_id = %s FOR UPDATE", company_id, partner_id))
    account_id = cr.fetchone()[0]
    cr.execute(SQL("SELECT 1 FROM promo_points_entry WHERE account_id = %s AND key = %s", account_id, key))
    if cr.fetchone():
        return account_id, False
    bound = SQL("TRUE") if least is None else SQL("balance + %s >= %s", points, least)
    cr.execute(SQL(
        "UPDATE promo_points_account SET balance = balance + %s, write_date = now() AT TIME ZONE 'UTC' WHERE id = %s AND %s RETURNING id",
        points, account_id, bound))
    return (account_id, True) if cr.fetchone() else (None, False)


def expired(cr, company_id, today):
    """Say what has run out in a company: of what was earned until a day, what was not used, first in first out.

    :return: list of (account id, points). Points that an order gave back count as never used: they run out with the day they were earned for.
    """
    cr.execute(SQL(
        """SELECT account_id, over FROM (
               SELECT account_id, COALESCE(SUM(points) FILTER (WHERE points > 0 AND kind <> 'back' AND expires_on <= %s), 0)
                      + COALESCE(SUM(points) FILTER (WHERE points < 0 OR kind = 'back'), 0) AS over
                 FROM promo_points_entry WHERE account_id IN (SELECT id FROM promo_points_account WHERE company_id = %s) GROUP BY account_id) sums
            WHERE over > 0""", today, company_id))
    return cr.fetchall()
