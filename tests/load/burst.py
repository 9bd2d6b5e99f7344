"""R3: bursts through Odoo's own retry loop. Each case returns its figures; ``problems`` names what is wrong with them.

    python -m tests.load.burst --database NAME [--users 48] [--turns 4] [--races 1000]

Beside what is wrong it names the goals of goals.py that were missed.
"""
import argparse
import json
import sys
import time
from unittest.mock import patch

import psycopg2
import psycopg2.errorcodes
import psycopg2.errors

import odoo.tools
from odoo.exceptions import UserError
from odoo.modules.registry import Registry

from .goals import missed
from .yard import TECHNICAL, Yard, percentile, pool_size

FEN = 68_000
START = 5_900_000   # what open_shop puts into an account


def short_waits():
    """Let Odoo's retries wait for a hundredth of a second instead of some seconds; for races, where only the outcome counts."""
    return patch("odoo.service.model.random.uniform", lambda _low, _high: 0.01)


class Injected(psycopg2.errors.SerializationFailure):
    """The database's refusal to serialize, made by a test."""

    pgcode = psycopg2.errorcodes.SERIALIZATION_FAILURE


def _timed(answers):
    seconds = [seconds for _answer, seconds in answers]
    return {"p50": round(percentile(seconds, 50), 3), "p95": round(percentile(seconds, 95), 3), "max": round(max(seconds), 3)}


def _failures(answers):
    return [repr(answer)[:200] for answer, _seconds in answers if isinstance(answer, Exception)]


def one_account(database, users, turns, linger):
    """C01: everybody orders from one account; there is money for two thirds of the orders, the rest is told what is missing."""
    yard = Yard(database, 2)
    try:
        count, (account, other) = users * turns, yard.accounts
        yard.together([lambda i=i: yard.hold(other, f"warm-{other}-{i}", 100, 0.1) for i in range(users)], users)   # they have been at work before
        fen = START * 3 // (count * 2) // 10 * 10
        answers = yard.together([lambda i=i: yard.hold(account, f"c01-{account}-{i}", fen, linger) for i in range(count)], users)
        held = sum(not isinstance(answer, Exception) and answer.ok for answer, _seconds in answers)
        problems = _failures(answers) + yard.problems()
        if held != START // fen or yard.figures(account) != (START, held * fen, START - held * fen):
            problems.append(f"{held} orders held of {START // fen}, figures {yard.figures(account)}")
        return {"case": "C01", "users": users, "calls": count, "held": held, **_timed(answers), "problems": problems}
    finally:
        yard.clean()


def own_accounts(database, users, turns, linger):
    """C02: everybody has an own account."""
    yard = Yard(database, users)
    try:
        works = [lambda a=account, t=turn: yard.hold(a, f"c02-{a}-{t}", FEN, linger) for turn in range(turns) for account in yard.accounts]
        answers = yard.together(works, users)
        problems = _failures(answers) + yard.problems()
        problems += [f"account {account}: {yard.figures(account)}" for account in yard.accounts
                     if yard.figures(account) != (START, turns * FEN, START - turns * FEN)]
        return {"case": "C02", "users": users, "calls": len(works), **_timed(answers), "problems": problems}
    finally:
        yard.clean()


def opposite_order(database, races):
    """C03: two clerks move money between three accounts in opposite order, again and again."""
    yard = Yard(database, 3)

    def move(source, target, key):
        def work(env):
            accounts = env["prepaid.account"]
            result, _entry = accounts.browse(source)._debit(
                key, 100, kind="transfer_out", label=key, res_model="drill", res_id=1, buckets=("cash",))
            line = {"kind": "transfer_in", "amount_fen": 100, "label": key}
            accounts.browse(target)._post_entries(key, [line], "drill", 1)
            return result.ok
        return yard.request(work)
    try:
        first, second, third = yard.accounts
        pairs = [(first, second), (second, first), (second, third), (third, second), (third, first), (first, third)]
        works = [lambda p=pairs[i % 6], i=i: move(*p, f"c03-{first}-{i}") for i in range(races)]
        answers = yard.together(works, 6)
        problems = _failures(answers) + yard.problems()
        total = sum(yard.figures(account)[0] for account in yard.accounts)
        if total != 3 * START:
            problems.append(f"{total} fen instead of {3 * START}")
        return {"case": "C03", "calls": races, **_timed(answers), "problems": problems}
    finally:
        yard.clean()


def mixture(database, users, turns):
    """C04: orders, shipments, cancellations, top-ups, returns, freezing at once on three accounts."""
    yard = Yard(database, 3)

    def visit(number):
        account, key = yard.accounts[number % 3], f"c04-{yard.accounts[0]}-{number}"
        kind = number % 7
        if kind in (0, 1, 2, 3):
            if not yard.hold(account, key, FEN + number).ok:
                return None
        if kind in (1, 2):
            yard.capture(account, key, FEN // 2, f"{key}-ship")
        if kind in (2, 3):
            yard.release(account, key)
        if kind == 4:
            yard.top_up(account, key, 5_000 + number)
        if kind == 5:
            lines = [{"kind": "refund", "amount_fen": 900, "label": key}, {"kind": "handling", "amount_fen": -100, "label": key}]
            yard.request(lambda env: env["prepaid.account"].browse(account)._post_entries(key, lines, "res.partner", 1).ids)
        if kind == 6:
            for state in ("frozen", "open"):
                yard.request(lambda env, state=state: env["prepaid.account"].browse(account)._set_state(state, f"{key}-{state}"))
        return None
    try:
        answers = yard.together([lambda n=n: visit(n) for n in range(users * turns)], users)
        return {"case": "C04", "users": users, "calls": len(answers), **_timed(answers), "problems": _failures(answers) + yard.problems()}
    finally:
        yard.clean()


def serialization_failures(database):
    """C05: the database refuses a request four times: one effect; five times: an error and nothing done."""
    yard = Yard(database)
    try:
        (account,), problems = yard.accounts, []
        for times in (4, 5):
            turns = []

            def work(env, key=f"c05-{account}-{times}", times=times, turns=turns):
                ok = env["prepaid.account"].browse(account)._hold(key, FEN, "res.partner", 1, key).ok
                turns.append(1)
                if len(turns) <= times:
                    raise Injected("could not serialize access")
                return ok
            with patch("odoo.service.model.time.sleep"):
                try:
                    yard.request(work)
                    done = True
                except TECHNICAL:
                    done = False
            if done != (times == 4):
                problems.append(f"{times} failures: {'done' if done else 'refused'} after {len(turns)} turns")
        if yard.figures(account) != (START, FEN, START - FEN):
            problems.append(f"figures {yard.figures(account)}")
        return {"case": "C05", "problems": problems + yard.problems()}
    finally:
        yard.clean()


def same_request(database, races):
    """C06, C07: the same request twice in a row, twice at once (a double click in two tabs), and with other figures."""
    yard = Yard(database)
    try:
        (account,), problems, held, used, paid = yard.accounts, [], 0, 0, 0
        for turn in range(races):
            key = f"c06-{account}-{turn}"
            both = yard.together([lambda k=key: yard.hold(account, k, 700), lambda k=key: yard.hold(account, k, 700)], 2)
            ships = yard.together([lambda k=key: yard.capture(account, k, 300, f"{k}-s")] * 2, 2)
            coins = yard.together([lambda k=key: yard.top_up(account, k, 50)] * 2, 2)
            held, used, paid = held + 400, used + 300, paid + 50
            if not all(getattr(answer, "ok", False) for answer, _s in both):
                problems.append(f"hold twice: {both}")
            for name, answers in (("capture", ships), ("top-up", coins)):
                if len({answer for answer, _s in answers}) != 1 or not isinstance(answers[0][0], int):
                    problems.append(f"{name} twice: {answers}")
            for again in (lambda k=key: yard.capture(account, k, 301, f"{k}-s"), lambda k=key: yard.top_up(account, k, 51)):
                try:
                    problems.append(f"other figures under the same key: {again()}")
                except UserError:
                    pass
            if yard.hold(account, key, 701).ok:
                problems.append("another amount under the key of a hold")
        if yard.figures(account) != (START - used + paid, held, START + paid - held - used):
            problems.append(f"figures {yard.figures(account)}")
        return {"case": "C06, C07", "calls": races * 9, "problems": problems[:5] + yard.problems()}
    finally:
        yard.clean()


def capture_or_release(database, races):
    """C08: the goods leave while somebody cancels: exactly one of the two wins."""
    yard = Yard(database)
    try:
        (account,), problems, shipped = yard.accounts, [], 0
        for turn in range(races):
            key = f"c08-{account}-{turn}"
            yard.hold(account, key, 700)
            (ship, _s), (freed, _t) = yard.together(
                [lambda k=key: yard.capture(account, k, 700, f"{k}-s"), lambda k=key: yard.release(account, k)], 2)
            won = isinstance(ship, int)
            lost = isinstance(freed, UserError) or freed == 0
            if won != lost or isinstance(ship, TECHNICAL) or isinstance(freed, TECHNICAL):
                problems.append(f"{key}: capture {ship!r}, release {freed!r}")
            shipped += won
        if yard.figures(account) != (START - 700 * shipped, 0, START - 700 * shipped):
            problems.append(f"figures {yard.figures(account)}")
        return {"case": "C08", "calls": races * 2, "captures won": shipped, "problems": problems[:5] + yard.problems()}
    finally:
        yard.clean()


def pool_exhausted(database):
    """C10: more users than connections: "busy" or an error for some, nothing half done after recovery, and the same key works later."""
    yard = Yard(database)
    try:
        (account,) = yard.accounts
        works = [lambda i=i: yard.hold(account, f"c10-{account}-{i}", 700, 0.1) for i in range(8)]
        with pool_size(4):
            answers = yard.together(works, 8)
        refused = sum(isinstance(answer, Exception) for answer, _s in answers)
        yard.request(lambda env: env["prepaid.account"]._cron_recover())
        problems = []
        if not refused:
            problems.append("the pool was never empty")
        problems += [f"{answer!r}" for answer, _s in yard.together(works, 8) if isinstance(answer, Exception) or not answer.ok]
        if yard.figures(account) != (START, 5_600, START - 5_600):
            problems.append(f"figures {yard.figures(account)}")
        return {"case": "C10", "refused": refused, "problems": problems + yard.problems()}
    finally:
        yard.clean()


def campaign(database, users, orders, accounts):
    """C11: a campaign starts: many orders over many accounts, each held or told exactly what is missing; none is lost."""
    yard = Yard(database, accounts)
    try:
        works = [lambda i=i: yard.hold(yard.accounts[i % accounts], f"c11-{yard.accounts[0]}-{i}", 900_000) for i in range(orders)]
        begun = time.perf_counter()
        answers = yard.together(works, users)
        took = time.perf_counter() - begun
        held = sum(getattr(answer, "ok", False) for answer, _s in answers)
        problems = _failures(answers) + yard.problems()
        refused = [answer for answer, _s in answers if not isinstance(answer, Exception) and not answer.ok]
        if len(refused) + held != orders or {answer.missing_fen for answer in refused} - {900_000 - START % 900_000}:
            problems.append(f"{held} held and {len(refused)} waiting of {orders}, missing {sorted({answer.missing_fen for answer in refused})}")
        wanted = sum(min(START // 900_000, len(range(number, orders, accounts))) for number in range(accounts))
        if held != wanted:
            problems.append(f"{held} held of {wanted}")
        return {"case": "C11", "users": users, "calls": orders, "held": held, "seconds": round(took, 1), **_timed(answers), "problems": problems}
    finally:
        yard.clean()


def all_cases(database, *, users, turns, races, linger, orders, accounts):
    """Every case, the long ones as long as asked for."""
    yield one_account(database, users, turns, linger)
    yield own_accounts(database, users, turns, linger)
    yield opposite_order(database, races)
    yield mixture(database, min(users, 24), turns * 2)
    yield serialization_failures(database)
    with short_waits():
        yield same_request(database, max(races // 20, 3))
        yield capture_or_release(database, races)
    yield pool_exhausted(database)
    yield campaign(database, users, orders, accounts)


def main():
    """Run the long form, print a line a case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", required=True)
    parser.add_argument("--users", type=int, default=48)
    parser.add_argument("--turns", type=int, default=4)
    parser.add_argument("--races", type=int, default=1000)
    options = parser.parse_args()
    odoo.tools.config.parse_config(["-d", options.database, "--no-http", "--max-cron-threads=0", "--log-level=critical"])
    Registry(options.database)
    failed = 0
    with pool_size(2 * options.users + 16):    # as the server does: two connections for each thread
        for figures in all_cases(options.database, users=options.users, turns=options.turns, races=options.races, linger=0.3, orders=500, accounts=50):
            figures["problems"] += missed(figures)
            sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
            sys.stdout.flush()
            failed += bool(figures["problems"])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
