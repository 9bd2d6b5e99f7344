"""The hot paths: statements of one hold, capture and top-up, and how many of them go through in a second."""
import json
import sys
import time

import psycopg2

from odoo.sql_db import connection_info_for

from ..load import burst
from ..load.yard import Yard, pool_size
from .meter import statements
from .registry import Row, bench

FEN = 700
BARE = (
    "SELECT prepaid_place(%(place)s::jsonb)",
    """INSERT INTO prepaid_operation (account_id, company_id, kind, key, fingerprint, delta)
       VALUES (%(account)s, %(company)s, 'hold', %(key)s, 'bench', 0) RETURNING id""",
    "SELECT prepaid_apply(%(operation)s)",
)


def _one(yard, turn):
    """One hold, capture and top-up; {name: statements}.

    The request has read its user, company, account and its owner before, as every document has that names them; what the ledger reads besides counts.
    """
    (account,), found = yard.accounts, {}
    key = f"bench-{account}-{turn}"
    line = {"kind": "topup", "amount_fen": FEN, "label": key}
    for name, work in (
            ("hold", lambda record: record._hold(key, FEN, "res.partner", 1, key)),
            ("capture", lambda record: record._capture(key, FEN, operation_key=f"{key}-ship", label=key, res_model="res.partner", res_id=1)),
            ("top-up", lambda record: record._post_entries(f"{key}-topup", [line], "res.partner", 1))):
        with statements() as seen:
            def request(env, work=work, seen=seen):
                record = env["prepaid.account"].browse(account)
                for part in (record, record.partner_id, record.company_id, record.company_id.partner_id, record.currency_id, env.user, env.user.partner_id):
                    part.mapped("display_name")
                seen.clear()
                work(record)
                env.flush_all()
            yard.request(request)
        found[name] = seen
    return found


@bench
def statements_of_a_request(database, options):
    """SQL statements of a request that holds, captures, tops up: main and side transactions, warm process."""
    yard = Yard(database)
    try:
        for turn in range(3):
            found = _one(yard, turn)
    finally:
        yard.clean()
    for name, seen in found.items():
        inserts = sum("INSERT INTO" in text and "prepaid_entry" in text for text in seen)
        rest = len(seen) - inserts
        if options.verbose:
            for text in seen:
                sys.stdout.write(f"    {name}: {' '.join(str(text).split())[:150]}\n")
        yield Row(f"statements of a {name} besides the entry insert", rest, native=3, goal="<= 3", reached=rest <= 3)


def _bare(database, yard, count):
    """Seconds of one hold and capture by the two functions alone, one connection, the same commits."""
    (account,) = yard.accounts
    _db, info = connection_info_for(database)
    cnx = psycopg2.connect(**info)
    cr, begun = cnx.cursor(), time.perf_counter()
    for turn in range(count):
        key = f"bare-{account}-{turn}"
        place = {"account": account, "key": key, "fen": FEN, "states": ["open"], "buckets": [], "lots": [], "credit": True, "forced": False,
                 "store": None, "model": "res.partner", "res": 1, "label": key, "uid": 1, "tz": "Asia/Shanghai", "days": 30}
        cr.execute(BARE[0], {"place": json.dumps(place)})
        cnx.commit()
        cr.execute(BARE[1], {"account": account, "company": yard.company, "key": key})
        operation = cr.fetchone()[0]
        cnx.commit()
        cr.execute(BARE[2], {"operation": operation})
        cnx.commit()
        capture = {"account": account, "company": yard.company, "key": key, "operation": f"{key}-s", "fingerprint": "bench", "fen": FEN, "uid": 1}
        cr.execute("SELECT prepaid_capture(%s::jsonb)->>'operation'", [json.dumps(capture)])
        operation = cr.fetchone()[0]
        cr.execute("""INSERT INTO prepaid_entry (account_id, company_id, currency_id, season_id, operation_id, kind, label, date, recorded_at, actor_id,
                                                 gl_mode, amount, hold_key)
                      SELECT id, company_id, currency_id, season_id, %s, 'capture', 'bench', now()::date, now(), 1, 'event', -%s, %s
                        FROM prepaid_account WHERE id = %s""", [operation, FEN / 100, key, account])
        cnx.commit()
        cr.execute(BARE[2], {"operation": operation})
        cnx.commit()
    seconds = time.perf_counter() - begun
    cnx.close()
    return seconds / count


@bench
def throughput(database, options):
    """Hold and capture through the ORM against the functions of the database alone, one user."""
    yard, count = Yard(database), 60
    try:
        _one(yard, 0)
        begun, work = time.perf_counter(), time.process_time()
        for turn in range(count):
            key = f"orm-{yard.accounts[0]}-{turn}"
            yard.hold(yard.accounts[0], key, FEN)
            yard.capture(yard.accounts[0], key, FEN, f"{key}-s")
        orm, work = (time.perf_counter() - begun) / count, (time.process_time() - work) / count
        bare = _bare(database, yard, count)
    finally:
        yard.clean()
    yield Row("hold and capture of one order, one user", round(orm * 1000, 2), "ms", round(bare * 1000, 2))
    yield Row("of it, processor time of Odoo", round(work * 1000, 2), "ms")
    yield Row("orders in a second, one user", round(1 / orm, 1), "/s", round(1 / bare, 1))


@bench
def users(database, options):
    """48 users order from one account and from an own account each; 0.3 s of other work in each request."""
    with pool_size(2 * options.users + 16):
        for case, name in ((burst.one_account, "one account"), (burst.own_accounts, "own accounts")):
            found = case(database, options.users, 3, 0.3)
            if found["problems"]:
                raise AssertionError(found["problems"])
            yield Row(f"{options.users} users, {name}: p95", found["p95"], "s", 0.3, "<= 1 s", found["p95"] <= 1)
            yield Row(f"{options.users} users, {name}: p50", found["p50"], "s", 0.3)
