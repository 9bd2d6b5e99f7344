"""The named checks that catch the mutants: small and fast, each raises when something is wrong."""
import datetime
import threading
import time

import psycopg2

from odoo import api
from odoo.exceptions import UserError

from odoo.addons.dealer_prepaid.models.prepaid_gate import PrepaidGate
from odoo.addons.dealer_prepaid.sql import chain

from .driver import Driver, walk

SEEDS = (1, 2, 5)


def _refused(case, text, *args):
    """The statement is refused by the database itself."""
    try:
        with case.env.cr.savepoint(flush=False):
            case.env.cr.execute(text, list(args))
            raise AssertionError(f"the database takes: {text}")
    except psycopg2.Error:
        pass


def floor(case):
    """What the database refuses whatever the program above it does (ledger.md c, design 1)."""
    driver = Driver(case, 1)
    account = driver.records["A"].id
    driver._hold("A", "floor", 1_000, 1)
    entry = case.env["prepaid.entry"].search([("account_id", "=", account)], limit=1).id
    _refused(case, "UPDATE prepaid_account SET available = -1 WHERE id = %s", account)
    _refused(case, "UPDATE prepaid_lot SET free = -1 WHERE account_id = %s", account)
    _refused(case, "UPDATE prepaid_lot SET free = initial + 1 WHERE account_id = %s", account)
    _refused(case, "UPDATE prepaid_hold SET captured = amount + 1 WHERE account_id = %s", account)
    _refused(case, "UPDATE prepaid_hold SET state = 'done' WHERE account_id = %s", account)
    _refused(case, "UPDATE prepaid_entry SET amount = amount + 1 WHERE id = %s", entry)
    _refused(case, "UPDATE prepaid_entry SET label = 'x' WHERE id = %s", entry)
    _refused(case, "DELETE FROM prepaid_entry WHERE id = %s", entry)
    _refused(case, "TRUNCATE prepaid_entry CASCADE")
    _refused(case, "UPDATE prepaid_operation SET delta = -1 WHERE account_id = %s", account)
    _refused(case, """INSERT INTO prepaid_operation (account_id, company_id, kind, key, fingerprint, delta)
                      SELECT account_id, company_id, kind, key, 'x', 0 FROM prepaid_operation WHERE account_id = %s LIMIT 1""", account)
    case.env.cr.execute("""SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns WHERE table_name = 'prepaid_entry'
                            AND column_name NOT IN ('id', 'hash', 'prev_hash', 'sequence', 'reversed_entry_id', 'amount', 'lots')""")
    columns = case.env.cr.fetchone()[0]
    again = f"""INSERT INTO prepaid_entry ({columns}, amount, reversed_entry_id)
                SELECT {columns}, -amount, id FROM prepaid_entry, generate_series(1, %s) WHERE id = %s"""
    with case.env.cr.savepoint(flush=False) as savepoint:
        case.env.cr.execute(again, [1, entry])      # once is right
        savepoint.rollback()
    _refused(case, again, 2, entry)


def tampering(case):
    """S16: an entry changed by SQL behind the trigger is named by the chain, whatever was changed."""
    driver = Driver(case, 1)
    driver._credit("A", "cash", "topup", 500)
    entries = case.env["prepaid.entry"].search([("account_id", "=", driver.records["A"].id)]).ids
    cr = case.env.cr
    for change in ("amount = amount + 1", "label = 'other'", "date = date - 1", "kind = 'gift'", "actor_id = actor_id + 1",
                   "components = '{\"goods\": 1}'", "res_id = 77", "hold_key = 'x'", "lots = '[[0, 1]]'", "memo = 5"):
        with case.env.cr.savepoint(flush=False) as savepoint:
            cr.execute("SET LOCAL session_replication_role = replica")
            cr.execute(f"UPDATE prepaid_entry SET {change} WHERE id = %s", [entries[0]])
            cr.execute("SET LOCAL session_replication_role = DEFAULT")
            found = [row["entry_id"] for row in chain.broken_links(cr, case.company.id)]
            assert entries[0] in found, f"{change} stays unseen"
            savepoint.rollback()
    first = entries[-1]
    for change in ("UPDATE prepaid_entry e SET label = 'other', hash = prepaid_entry_hash(e, e.sequence, e.prev_hash) WHERE id = %s",
                   "UPDATE prepaid_entry e SET prev_hash = 'none', hash = prepaid_entry_hash(e, e.sequence, 'none') WHERE id = %s",
                   "DELETE FROM prepaid_entry WHERE id = %s"):
        with case.env.cr.savepoint(flush=False) as savepoint:
            cr.execute("SET LOCAL session_replication_role = replica")
            cr.execute(change, [first])
            if change.startswith("UPDATE"):     # a digest that fits what now stands there
                cr.execute("UPDATE prepaid_entry e SET hash = prepaid_entry_hash(e, e.sequence, e.prev_hash) WHERE id = %s", [first])
            cr.execute("SET LOCAL session_replication_role = DEFAULT")
            assert chain.broken_links(cr, case.company.id), f"{change} stays unseen"
            savepoint.rollback()


def limits(case):
    """Limits of a store: an order, a day, and cancelled orders do not count."""
    driver = Driver(case, 1)
    account = driver.records["A"]
    case.env["prepaid.sub.limit"].create({
        "account_id": account.id, "partner_id": case.store_1a.id, "per_order": 1000, "per_day": 1500, "per_season": 1800})

    def hold(key, fen):
        return account._hold(key, fen, "res.partner", ord(key[0]), key, store=case.store_1a)  # an order each
    assert hold("a", 100_001).code == "store_order_limit"
    assert hold("b", 100_000).ok
    assert hold("c", 60_000).missing_fen == 10_000
    account._release("b", "limits")
    assert hold("d", 90_000).ok, "a cancelled order counts"
    assert hold("d, more", 20_000).code == "store_order_limit", "what an order costs more later is not counted"


def amounts(case):
    """Zero, negative and immense amounts, and a net debit without a hold, are refused before anything is written."""
    driver = Driver(case, 1)
    account = driver.records["A"]
    for fen in (0, -1, 10**13 + 1):
        assert not account._hold(f"bad{fen}", fen, "res.partner", 1, "bad").ok
    for lines in ([{"kind": "handling", "amount_fen": -5, "label": "x"}], [], [{"kind": "refund", "amount_fen": -5, "label": "x"}]):
        try:
            with case.env.cr.savepoint():
                account._post_entries("bad", lines, "res.partner", 1)
                raise AssertionError(f"{lines} is posted")
        except UserError:
            pass
    driver.check()


def _line(driver, fen, until):
    today = driver.today
    days = today - datetime.timedelta(days=9), today + datetime.timedelta(days=until)
    driver._odoo(lambda: driver.records["A"]._set_credit_line(f"line{driver._number()}", fen, *days))
    driver.model.set_line("A", fen, (str(days[0]), str(days[1])))


def _release(driver, key, fen=None):
    driver._same("release", ("ok", driver._odoo(lambda: driver.records["A"]._release(key, "check", fen))), driver.model.release("A", key, fen))


def lines(case):
    """The credit line: its days, who may use it, what pays it and what a release gives back."""
    driver = Driver(case, 1)
    _line(driver, 100_000, -1)
    driver._hold("A", "late", 550_000, 1)
    _line(driver, 100_000, 5)
    driver._hold("A", "cash only", 550_000, 2, credit=False)
    driver._hold("A", "line", 560_000, 3)
    driver.check()
    for fen in (20_000, 30_000, 40_000):
        driver._credit("A", "cash", "topup", fen)
        driver.check()
    _release(driver, "line", 15_000)
    driver.check()
    _release(driver, "line")
    driver.check()
    driver._debit("A", 900_000, forced=True)
    driver._credit("A", "gift", "gift", 10_000)
    driver.check()
    driver._credit("A", "cash", "topup", 900_000)
    driver.check()


def uses(case):
    """Order of use, and where shipments, cancellations and returns take and leave the money."""
    driver = Driver(case, 1)
    today = driver.today
    for bucket, fen, days in (("rebate", 4_000, 60), ("rebate", 3_000, 10), ("gift", 20_000, None), ("gift", 9_000, None)):
        driver._credit("A", bucket, bucket, fen, days and today + datetime.timedelta(days=days))
    driver._hold("A", "first", 5_000, 1)
    driver._hold("A", "order", 68_000, 2)
    driver.check()
    driver._replay_hold("A", "order", 68_000, 2, 1)
    _release(driver, "first")
    driver._replay_hold("A", "first", 5_000, 1, 0)
    driver.check()
    for fen in (9_000, 20_000):
        driver._capture("A", "order", fen)
        driver.check()
    kind, name, key, fen, operation, entry, order = driver.requests[-1]
    again = driver.records["A"]._capture(key, fen, operation_key=operation, label=operation, res_model="res.partner", res_id=1)
    driver._same("replay of a capture", again.id, entry)
    driver.check()
    _release(driver, "order", 5_000)
    driver._capture("A", "order", 34_000)
    driver.check()
    case.env.cr.execute("UPDATE prepaid_lot SET expires_on = %s WHERE account_id = %s AND expires_on IS NOT NULL",
                        [today - datetime.timedelta(days=2), driver.records["A"].id])
    case.env.invalidate_all()
    for lot in driver.model.accounts["A"].lots.values():
        lot.expires = lot.expires and str(today - datetime.timedelta(days=2))
    for fen, fee in ((10_000, 0), (30_000, 1_000), (23_000, 0)):
        key = f"return{driver._number()}"
        posted = [{"kind": "refund", "amount_fen": fen, "label": key}] + ([{"kind": "handling", "amount_fen": -fee, "label": key}] if fee else [])
        driver._odoo(lambda key=key, posted=posted: driver.records["A"]._post_entries(key, posted, "res.partner", 1, "drill", 2))
        driver.model.refund("A", 2, fen, fee)
        driver.check()


def dead(case):
    """Processes that die right after their commit: what others do before recovery, and after it."""
    driver = Driver(case, 1)
    saved, PrepaidGate._after_commit, driver.model.late = PrepaidGate._after_commit, (lambda gate_model, func: None), True
    try:
        driver._hold("A", "order", 68_000, 1)
        driver._debit("A", 500)
        driver._credit("A", "cash", "topup", 700)
    finally:
        PrepaidGate._after_commit, driver.model.late = saved, False
    driver.check()
    driver._replay_hold("A", "order", 68_000, 1, 1)
    driver.check()
    driver._capture("A", "order", 30_000)
    driver.check()
    driver.recover(None)
    driver.check()


SEQUENTIAL = {
    "lines": lines, "uses": uses, "dead": dead, "floor": floor, "tampering": tampering, "limits": limits, "amounts": amounts,
    **{f"walk {seed}": (lambda case, seed=seed: walk(case, seed, 70)) for seed in SEEDS},
}


# -- several requests at once: on the accounts of a Yard

def alive(yard):
    """Recovery leaves the hold of a request at work alone, and gives back that of a dead one."""
    (account,) = yard.accounts
    key = f"alive-{time.time_ns()}"

    def states():
        def read(env):
            env.cr.execute("SELECT state FROM prepaid_hold WHERE key = %s", [key])
            return [row[0] for row in env.cr.fetchall()]
        return yard.request(read)

    def work(env):
        env["prepaid.account"].browse(account)._hold(key, 700, "res.partner", 1, key)
        yard.request(lambda other: other["prepaid.account"]._cron_recover())
        assert states() == ["tentative"], f"the hold of a request at work is {states()}"
        return True
    yard.request(work)
    assert states() == ["open"], f"after the commit the hold is {states()}"
    assert not (found := yard.problems()), found


def committed(yard):
    """The owner of a hold died right after its commit; somebody asks under its key for another amount: the hold stays."""
    (account,) = yard.accounts
    key, before = f"committed-{time.time_ns()}", yard.figures(account)

    def work(env):
        env["prepaid.account"].browse(account)._hold(key, 700, "res.partner", 1, key)
        env.cr.postcommit.clear()
    yard.request(work)
    try:
        assert not yard.hold(account, key, 800).ok, "another amount under a committed key"
    except UserError:
        pass
    yard.request(lambda env: env["prepaid.account"]._cron_recover())
    wanted = (before[0], before[1] + 700, before[2] - 700)
    assert yard.figures(account) == wanted, f"{yard.figures(account)} instead of {wanted}"
    assert not (found := yard.problems()), found


def rolled_back(yard):
    """A request that fails gives its money back at once."""
    (account,) = yard.accounts
    before = yard.figures(account)

    def work(env):
        env["prepaid.account"].browse(account)._hold(f"back-{time.time_ns()}", 700, "res.partner", 1, "back")
        raise ZeroDivisionError
    try:
        yard.request(work)
    except ZeroDivisionError:
        pass
    assert yard.figures(account) == before, f"{yard.figures(account)} instead of {before}"


def burst(yard):
    """Sixteen users order at once, there is money for some: no technical failure and an exact balance."""
    (account,) = yard.accounts
    balance, held, available = yard.figures(account)
    stamp, fen = time.time_ns(), available // 5 // 100 * 100
    answers = [answer for answer, _seconds in yard.together(
        [lambda i=i: yard.hold(account, f"burst-{stamp}-{i}", fen, 0.1) for i in range(16)], 16)]
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    done = sum(answer.ok for answer in answers)
    assert yard.figures(account) == (balance, held + done * fen, available - done * fen), yard.figures(account)
    assert done in (4, 5), f"{done} of 16 orders held"
    assert not (found := yard.problems()), found


def locked(yard):
    """C09: somebody keeps the account locked; the gate gives up after its time-out instead of waiting for ever."""
    (account,) = yard.accounts
    end, told = threading.Event(), []

    def ask():
        try:
            told.append(yard.hold(account, f"locked-{time.time_ns()}", 700))
        except (UserError, psycopg2.Error) as error:
            told.append(error)
    from odoo.modules.registry import Registry
    with Registry(yard.database).cursor() as cr:
        api.Environment(cr, 1, {})
        cr.execute("SELECT 1 FROM prepaid_account WHERE id = %s FOR NO KEY UPDATE", [account])
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join(8)
        waits = thread.is_alive()
        cr.rollback()
    thread.join(20)
    end.set()
    assert not waits and isinstance(told[0], UserError), f"waits: {waits}, answer: {told}"


PARALLEL = {"alive": alive, "committed": committed, "rolled back": rolled_back, "burst": burst, "locked": locked}
