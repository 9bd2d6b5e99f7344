"""The figures of the funnel in one pass over the customers: as ``funnel/rates.py`` defines them."""
from odoo.tools import SQL

MONTH = SQL("to_char(timezone(z.tz, timezone('UTC', r.invited_at)), 'YYYY-MM')")
KEYS = {
    "user": SQL("r.user_id::text"),
    "sales_company": SQL("r.sales_company_id::text"),
    "province": SQL("r.province_id::text"),
    "month": MONTH,
    "user_month": SQL("r.user_id::text || '/' || %s", MONTH),
    "all": SQL("''"),
}
COLUMNS = (
    "key", "registered", "activated", "ordering", "login_median", "login_p80", "order_median", "order_p80", "logins", "seen")


def rates(env, visible, by, until, since=None, orders_from=None, with_logins=False, tz="Asia/Shanghai"):
    """Count registered, activated and ordering customers by a key, with hours to the first login and order, and their own logins.

    :param visible: SQL of the ids of the customers that the user may read.
    :param by: a key of ``KEYS``.
    :param until: naive UTC datetime, the end of the reading (not included).
    :param since: naive UTC datetime: only customers invited from then on (cohort); None: cumulative.
    :param orders_from: naive UTC datetime from which orders and logins count; None: all.
    :param with_logins: whether to count the logins of the period, too; the rates do not need them.
    :param tz: name of the company's time zone, by which months are cut.
    :return: list of dicts of ``COLUMNS``; medians and p80 are whole hours or None, the overall row (key None) is the last.
    """
    env["activation.record"].flush_model()
    env["activation.order"].flush_model()
    env["activation.login"].flush_model()
    low = since or "1970-01-01"
    begin = orders_from or "1970-01-01"
    rows = env.execute_query(SQL(
        """WITH customer AS (
               SELECT r.id, %(key)s AS key, r.invited_at, r.first_login_at, r.first_order_at,
                      COALESCE(r.first_login_at < %(until)s, FALSE) AS is_activated,
                      floor(extract(epoch FROM r.first_login_at - r.invited_at) / 3600)::int AS login_hours,
                      floor(extract(epoch FROM r.first_order_at - r.invited_at) / 3600)::int AS order_hours
                 FROM activation_record r, (SELECT %(tz)s AS tz) z
                WHERE r.id IN (%(visible)s) AND r.invited_at < %(until)s AND r.invited_at >= %(low)s),
           buyer AS (
               SELECT DISTINCT record_id FROM activation_order
                WHERE is_counted AND net_amount > 0 AND date < %(until)s AND date >= %(begin)s),
           login AS (
               SELECT record_id, count(*) AS logins FROM activation_login
                WHERE %(with_logins)s AND is_own AND at < %(until)s AND at >= %(begin)s GROUP BY record_id)
           SELECT c.key, count(*), count(*) FILTER (WHERE c.is_activated),
                  count(*) FILTER (WHERE c.is_activated AND b.record_id IS NOT NULL),
                  percentile_disc(0.5) WITHIN GROUP (ORDER BY greatest(c.login_hours, 0)) FILTER (WHERE c.is_activated),
                  percentile_disc(0.8) WITHIN GROUP (ORDER BY greatest(c.login_hours, 0)) FILTER (WHERE c.is_activated),
                  percentile_disc(0.5) WITHIN GROUP (ORDER BY greatest(c.order_hours, 0))
                      FILTER (WHERE c.is_activated AND b.record_id IS NOT NULL AND c.order_hours IS NOT NULL),
                  percentile_disc(0.8) WITHIN GROUP (ORDER BY greatest(c.order_hours, 0))
                      FILTER (WHERE c.is_activated AND b.record_id IS NOT NULL AND c.order_hours IS NOT NULL),
                  COALESCE(sum(l.logins), 0)::bigint, count(l.record_id)
             FROM customer c
             LEFT JOIN buyer b ON b.record_id = c.id
             LEFT JOIN login l ON l.record_id = c.id
            GROUP BY GROUPING SETS ((c.key), ())
            ORDER BY GROUPING(c.key), c.key""",
        key=KEYS[by], visible=visible, until=until, low=low, begin=begin, with_logins=with_logins, tz=tz))
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]
