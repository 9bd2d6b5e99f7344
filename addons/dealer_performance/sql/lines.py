"""What was settled in a month or a year by person, and of which earlier one what came back was: one statement, whatever the size."""
from odoo.tools import SQL

PERSON = {"store": SQL.identifier("salesperson_id"), "guide": SQL.identifier("guide_id")}
COLUMN = {"store": SQL.identifier("user_id"), "guide": SQL.identifier("guide_id")}


def bounds(period):
    """Give the first and the last month of a period.

    :param period: 2026-11 or 2026. :return: two texts such as 2026-01 and 2026-12.
    """
    return (period, period) if len(period) > 4 else (f"{period}-01", f"{period}-12")


def freeze(env, run_id, company_id, period):
    """Write the credited goods of a period by person into perf.commission.sale: nothing of the lines passes through the program.

    What comes back is taken from what its order shipped, the oldest month first; so an order that is given back entirely takes back what it earned in
    each of its months. Sums by role equal the attribution of the period to the fen, without the orders that earn no
    commission (R3-093).

    :param period: 2026-11 or 2026.
    """
    env["dealer.attribution"].flush_model()
    env["sale.order"].flush_model(["is_commission_excluded"])
    low, high = bounds(period)
    env.cr.execute(SQL("DELETE FROM perf_commission_sale WHERE run_id = %s", run_id))
    for role in ("store", "guide"):
        env.cr.execute(SQL(
            """WITH mine AS (
                   SELECT a.order_id, a.%(person)s AS person, a.return_id IS NOT NULL AS back, a.amount FROM dealer_attribution a
                    WHERE a.role = %(role)s AND a.company_id = %(company)s AND a.period BETWEEN %(low)s AND %(high)s
                      AND NOT EXISTS (SELECT FROM sale_order o WHERE o.id = a.order_id AND o.is_commission_excluded)),
               moved AS (
                   SELECT a.order_id, a.%(person)s AS person, left(a.period, %(cut)s) AS period, a.return_id IS NOT NULL AS back, sum(a.amount) AS amount
                     FROM dealer_attribution a
                    WHERE a.role = %(role)s AND a.company_id = %(company)s AND a.period <= %(high)s
                      AND a.order_id IN (SELECT order_id FROM mine WHERE back)
                    GROUP BY 1, 2, 3, 4),
               span AS (
                   SELECT m.*, abs(sum(amount) OVER w) AS upto, abs(sum(amount) OVER w) - abs(amount) AS since FROM moved m
                   WINDOW w AS (PARTITION BY order_id, person, back ORDER BY period)),
               earlier AS (
                   SELECT b.person, s.period AS origin, sum(least(b.upto, s.upto) - greatest(b.since, s.since)) AS amount
                     FROM span b
                     JOIN span s ON s.order_id = b.order_id AND s.person IS NOT DISTINCT FROM b.person AND NOT s.back AND s.period < b.period
                                AND least(b.upto, s.upto) > greatest(b.since, s.since)
                    WHERE b.back AND b.period = %(period)s
                    GROUP BY 1, 2),
               fact AS (
                   SELECT person, NULL AS origin, amount FROM mine
                   UNION ALL SELECT person, NULL, amount FROM earlier
                   UNION ALL SELECT person, origin, -amount FROM earlier)
               INSERT INTO perf_commission_sale (run_id, company_id, role, %(column)s, origin, amount)
               SELECT %(run)s, %(company)s, %(role)s, person, origin, sum(amount) FROM fact GROUP BY person, origin ORDER BY person, origin""",
            person=PERSON[role], column=COLUMN[role], role=role, company=company_id, run=run_id, period=period, low=low, high=high, cut=len(period)))
    env["perf.commission.sale"].invalidate_model()
