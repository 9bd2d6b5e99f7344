"""The order register: numbers without a gap, drawn after the commit, see docs/adr/0018."""
from odoo.tools.sql import SQL


def enter(company_id, tz, ids=None):
    """Enter submitted dealer orders of a company that have no number yet, in the order of their submission.

    The lock is the first statement of its own, so the second one sees what others entered while it waited; both end with the
    side transaction after some milliseconds.

    :param tz: time zone of the company; its year is the order's.
    :param ids: list of the ids of the orders to look at; None for all, which reads every submitted order while others wait for the lock.
    :return: SQL of one row: how many were entered.
    """
    return SQL(
        """SELECT pg_advisory_xact_lock(hashtextextended('dealer.order.register', %(company)s));
        WITH open AS (
            SELECT o.id, o.submitted_at, date_part('year', o.submitted_at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::int AS year
              FROM sale_order o
             WHERE o.company_id = %(company)s AND o.is_dealer_order AND o.submitted_at IS NOT NULL
               AND (%(ids)s::int[] IS NULL OR o.id = ANY(%(ids)s::int[]))
               AND NOT EXISTS (SELECT 1 FROM dealer_order_register r WHERE r.order_id = o.id)),
        numbered AS (
            SELECT open.*, coalesce((SELECT max(number) FROM dealer_order_register r WHERE r.company_id = %(company)s AND r.year = open.year), 0)
                   + row_number() OVER (PARTITION BY open.year ORDER BY open.submitted_at, open.id) AS number
              FROM open),
        entered AS (
            INSERT INTO dealer_order_register (company_id, year, number, name, order_id, registered_at)
            SELECT %(company)s, year, number, 'DO/' || year || '/' || lpad(number::text, greatest(6, length(number::text)), '0'), id,
                   now() AT TIME ZONE 'UTC'
              FROM numbered ORDER BY number
            RETURNING 1)
        SELECT count(*) FROM entered""", company=company_id, tz=tz, ids=ids)


def gaps(env, company_id):
    """Find what is wrong with the numbers of a company's register.

    :return: list of (year, lowest number, highest number, how many): years whose numbers do not run from 1 without a gap.
    """
    return env.execute_query(SQL(
        """SELECT year, min(number), max(number), count(*) FROM dealer_order_register WHERE company_id = %s
            GROUP BY year HAVING min(number) <> 1 OR max(number) <> count(*) ORDER BY year""", company_id))
