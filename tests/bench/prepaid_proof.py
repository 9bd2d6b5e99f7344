"""The proofs over a million entries, and the chain."""
from odoo import api
from odoo.modules.registry import Registry

from odoo.addons.dealer_prepaid.sql import chain, check

from ..faults.shop import open_shop
from .meter import stopwatch
from .registry import Row, bench

FILL = """
CREATE FUNCTION bench_fill(acc integer, n integer) RETURNS void AS $$
DECLARE e prepaid_entry; seq integer; digest text; o integer; total numeric;
BEGIN
    SELECT * INTO e FROM prepaid_entry WHERE account_id = acc AND hash IS NOT NULL ORDER BY sequence DESC LIMIT 1;
    seq := e.sequence; digest := e.hash; total := 0;
    INSERT INTO prepaid_operation (account_id, company_id, kind, key, fingerprint, delta, applied_at)
    VALUES (acc, e.company_id, 'entries', 'bench-' || acc, 'bench', 0, now()) RETURNING id INTO o;
    e.operation_id := o; e.kind := 'topup'; e.bucket := 'cash'; e.memo := NULL; e.components := NULL; e.lots := NULL;
    FOR i IN 1..n LOOP
        e.id := nextval('prepaid_entry_id_seq'); e.amount := 1 + i % 977; e.label := 'bench ' || i; e.prev_hash := digest;
        seq := seq + 1; e.sequence := seq; e.hash := NULL;
        e.hash := prepaid_entry_hash(e, seq, digest); digest := e.hash;
        total := total + e.amount;
        INSERT INTO prepaid_entry SELECT (e).*;
    END LOOP;
    UPDATE prepaid_operation SET delta = total WHERE id = o;
    INSERT INTO prepaid_lot (account_id, company_id, currency_id, bucket, memo, initial, free, settled, restored, entry_id, created_on)
    VALUES (acc, e.company_id, e.currency_id, 'cash', false, total, total, 0, 0, e.id, e.date);
    UPDATE prepaid_account SET available = available + total WHERE id = acc;
END $$ LANGUAGE plpgsql;
"""
INDEXES = """SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'prepaid_entry'
                AND indexname NOT IN ('prepaid_entry_pkey', 'prepaid_entry_account_order')"""


def fill(database, entries, accounts):
    """Make so many sealed entries on so many accounts, with their lots; the copy is thrown away afterwards."""
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, 1, {"tracking_disable": True})
        cr.execute("SET LOCAL synchronous_commit = off")
        ids = open_shop(env, accounts, "million")
        cr.commit()
        cr.execute(INDEXES)
        indexes = cr.fetchall()
        for name, _text in indexes:
            cr.execute(f'DROP INDEX "{name}"')
        cr.execute(FILL)
        for account in ids:
            cr.execute("SELECT bench_fill(%s, %s)", [account, entries // accounts])
        for _name, text in indexes:
            cr.execute(text)
        cr.execute("DROP FUNCTION bench_fill")
        cr.commit()
        cr._cnx.autocommit = True
        cr.execute("VACUUM ANALYZE prepaid_entry")
        cr._cnx.autocommit = False


@bench
def proof(database, options):
    """Every proof of the nightly check over a million entries."""
    fill(database, options.entries, 500)
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, 1, {})
        company = env.company.id
        cr.execute("SELECT count(*) FROM prepaid_entry")
        count = cr.fetchone()[0]
        total = 0
        for name, func in (
                ("balances", lambda: check.account_proof(cr, company)), ("lots", lambda: check.lot_proof(cr, company)),
                ("chain", lambda: chain.broken_links(cr, company))):
            with stopwatch() as taken:
                found = func()
            assert not found, found[:3]
            total += taken[0] if name != "chain" else 0
            goal = ("< 2 s", taken[0] < 2) if name in ("balances", "chain") else ("", None)
            yield Row(f"proof of {name} over {count:,} entries", round(taken[0], 2), "s", None, *goal)
        with stopwatch() as taken:
            env["prepaid.check"]._owner_figures(env.company)
        total += taken[0]
        yield Row(f"ledger against general ledger over {count:,} entries", round(taken[0], 2), "s")
        yield Row("proof of balances, lots and general ledger together", round(total, 2), "s", None, "< 2 s", total < 2)
