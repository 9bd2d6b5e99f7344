"""A commission run over 200,000 settled lines: python -m tests.bench --database NAME commission.

Sales of 2,000 guides and of the salespeople there are, over 100,000 orders a month, one of ten returned the month after; made in a transaction that is rolled
back. Seconds of the clock from the first batch to the last, and how much more memory the process ever held than at the beginning.
"""
import resource
import time

from odoo.fields import Command

from .meter import environment
from .registry import Row, bench

ORDERS, GUIDES, PEOPLE = 100_000, 2_000, 40
SECONDS, MEGABYTES = 60, 64


def fill(env):
    """Make the guides and the credited lines: each order for its guide and for its store in November, in December again, a tenth of them back."""
    company = env.company
    partner = env["res.partner"].create({"name": "Bench", "is_company": True, "dealer_level": "sales_company"})
    users = env["res.users"].search([("share", "=", False)], limit=PEOPLE).ids
    # Documents are not the matter here: their keys are set aside within the transaction.
    for name in ("order_id", "return_id", "picking_id"):
        env.cr.execute(f"ALTER TABLE dealer_attribution DROP CONSTRAINT IF EXISTS dealer_attribution_{name}_fkey")
    env.cr.execute(
        "INSERT INTO dealer_guide (name, work_number, store_id, company_id, kind, active) SELECT 'Bench', 'B' || n, %s, %s, 'store', TRUE "
        "FROM generate_series(1, %s) n RETURNING id", (partner.id, company.id, GUIDES))
    guides = [row[0] for row in env.cr.fetchall()]
    for month, back in (("2020-11", False), ("2020-12", False), ("2020-12", True)):
        env.cr.execute("""
            INSERT INTO dealer_attribution (company_id, date, period, order_id, picking_id, return_id, kind, role, guide_id, store_id, salesperson_id,
                                            share_bp, base, amount)
            SELECT %(company)s, (%(month)s || '-15')::date, %(month)s,
                   100000000 + n + CASE WHEN %(month)s = '2020-12' AND NOT %(back)s THEN 50000000 ELSE 0 END,
                   CASE WHEN %(back)s THEN NULL ELSE n END, CASE WHEN %(back)s THEN n END, 'own_store', role,
                   CASE WHEN role = 'guide' THEN (%(guides)s::int[])[1 + n %% %(many)s] END, %(partner)s, (%(users)s::int[])[1 + n %% %(people)s],
                   10000, s * (100 + n %% 97), s * (100 + n %% 97)
              FROM generate_series(1, %(orders)s) n, unnest(ARRAY['store', 'guide']) role, (SELECT CASE WHEN %(back)s THEN -1 ELSE 1 END AS s) sign
             WHERE NOT %(back)s OR n %% 10 = 0""", {
            "company": company.id, "month": month, "back": back, "guides": guides, "many": GUIDES, "partner": partner.id, "users": users,
            "people": len(users), "orders": ORDERS})
    env.cr.execute("ANALYZE dealer_attribution")
    brackets = [Command.create({"amount_from": 0, "amount_upto": 3_000, "rate": 1}), Command.create({"amount_from": 3_000, "rate": 2})]
    env["perf.commission.scheme"].create([
        {"name": "Guides", "scope": "guide", "date_from": "2020-01-01", "line_ids": brackets},
        {"name": "People", "scope": "own", "date_from": "2020-01-01", "user_ids": [Command.set(users)], "line_ids": brackets}]).state = "active"
    return partner


def work(env, period):
    """Run a period, batch by batch. :return: (run, seconds, batches)."""
    run = env["perf.commission.run"].create({"period": period})
    begin, batches = time.perf_counter(), 0
    run._begin()
    run._set({"state": "running"})
    while run._step():
        batches += 1
    return run, time.perf_counter() - begin, batches


@bench
def commission(database, options):
    """Seconds and memory of the second of two runs: it has sales, returns of the first and what is owed."""
    with environment(database) as env:
        if "perf.commission.run" not in env:
            return
        runs = env["perf.commission.run"].search([("company_id", "=", env.company.id)])
        if runs:  # months follow each other: an empty database is asked for
            return
        fill(env)
        first, _seconds, _batches = work(env, "2020-11")
        first.state = "approved"
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        run, seconds, batches = work(env, "2020-12")
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) / 1024
        env.cr.execute("SELECT count(*), sum(amount) FROM dealer_attribution WHERE company_id = %s AND period = '2020-12'", (env.company.id,))
        lines, settled = env.cr.fetchone()
        frozen = sum(amount for (amount,) in env["perf.commission.sale"]._read_group([("run_id", "=", run.id)], [], ["amount:sum"]))
        right = run.state == "calculated" and abs(float(settled) - frozen) < 0.005
        label = f"commission run: {lines:,} settled lines, {run.total:,} people, {batches} batches"
        yield Row(label, round(seconds, 1), "s", None, f"< {SECONDS} s", seconds < SECONDS and right)
        yield Row("commission run: memory beyond that of the first", round(grown, 1), "MB", None, f"< {MEGABYTES} MB", grown < MEGABYTES)
