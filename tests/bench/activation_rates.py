"""Activation figures over 100,000 customers and 1,000,000 logins: python -m tests.bench --database NAME activation_rates.

Customers, orders and logins are made in a transaction that is rolled back. Seconds of the clock for one reading, the worst of three, with the
sorting and grouping of the database and the record rules of a reader of all.
"""
import time
from datetime import datetime

from .meter import environment
from .registry import Row, bench

CUSTOMERS, LOGINS, REPS = 100_000, 1_000_000, 40


def fill(env):
    """Make customers of REPS salespeople, invited over ten months; four of five log in, half of these order."""
    # One customer stands for all: the figures never look at the partner.
    env.cr.execute("ALTER TABLE activation_record DROP CONSTRAINT activation_record_partner_uniq")
    partner = env["res.partner"].create({"name": "Bench", "is_company": True, "dealer_level": "sales_company"})
    users = env["res.users"].search([("share", "=", False)], limit=REPS).ids
    names = {"users": users, "partner": partner.id, "company": env.company.id, "count": CUSTOMERS}
    env.cr.execute("""
        INSERT INTO activation_record (company_id, partner_id, user_id, source, account_state, stage, invited_at, first_login_at, first_order_at, has_ordered)
        SELECT %(company)s, %(partner)s, (%(users)s::int[])[1 + n %% cardinality(%(users)s::int[])], 'import', 'pending', 'invited', i,
               CASE WHEN n %% 5 > 0 THEN i + (n %% 400) * interval '1 hour' END, CASE WHEN n %% 5 > 2 THEN i + (n %% 900) * interval '1 hour' END, n %% 5 > 2
          FROM (SELECT n, timestamp '2026-01-01' + (n %% 300) * interval '1 day' AS i FROM generate_series(1, %(count)s) n) made""", names)
    order = env["sale.order"].create({"partner_id": partner.id})
    env.cr.execute("ALTER TABLE activation_order DROP CONSTRAINT activation_order_order_uniq")
    env.cr.execute("""
        INSERT INTO activation_order (record_id, company_id, order_id, date, net_amount, is_counted)
        SELECT id, company_id, %s, first_order_at, 100, TRUE FROM activation_record WHERE first_order_at IS NOT NULL AND partner_id = %s""",
                   (order.id, partner.id))
    env.cr.execute("""
        INSERT INTO activation_login (record_id, company_id, owner_id, user_id, at, is_own)
        SELECT r.id, r.company_id, r.user_id, r.user_id, r.first_login_at + s * interval '9 hours', TRUE
          FROM (SELECT * FROM activation_record WHERE partner_id = %s AND first_login_at IS NOT NULL) r, generate_series(0, %s) s
         LIMIT %s""", (partner.id, LOGINS * 5 // (CUSTOMERS * 4), LOGINS))
    env.cr.execute("ANALYZE activation_record")
    env.cr.execute("ANALYZE activation_order")
    env.cr.execute("ANALYZE activation_login")


@bench
def activation_rates(database, options):
    """Seconds of one reading by salesperson (cumulative), by salesperson and month (cohort), and with the logins of each counted."""
    with environment(database) as env:
        if "activation.record" not in env:
            return
        # Only now, when the registry is loaded, are the add-ons on the path.
        from odoo.addons.customer_activation.sql.rates import rates

        fill(env)
        visible = env["activation.record"]._search([("company_id", "=", env.company.id)]).select()
        for label, by, since, with_logins in (
                ("by salesperson, cumulative", "user", None, False), ("by salesperson and month, cohorts", "user_month", datetime(2026, 1, 1), False),
                ("by salesperson, cumulative, with the logins counted", "user", None, True)):
            worst, found = 0.0, []
            for _round in range(3):
                begin = time.perf_counter()
                found = rates(env, visible, by, datetime(2027, 1, 1), since, datetime(2026, 1, 1), with_logins=with_logins)
                worst = max(worst, time.perf_counter() - begin)
            total = found[-1]
            complete = total["registered"] >= CUSTOMERS and (not with_logins or total["logins"] >= LOGINS)
            yield Row(f"activation rates {label}: {CUSTOMERS:,} customers, {LOGINS:,} logins", round(worst, 2), "s", None, "< 2 s", worst < 2 and complete)
