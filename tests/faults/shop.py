"""The requests of a drill's workers: orders, shipments, returns, top-ups, each one a transaction of Odoo with its retries.

A request has a key and is repeated under it until its outcome is known; then, and only then, it is acknowledged: one line with fsync.
What a worker is about to ask for is written before (without fsync: only processes die here, not the machine).
"""
import functools
import json
import os
import random
import time

import psycopg2

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.sql_db import PoolError

ORDER_TABLE = """
    CREATE TABLE drill_order (key text PRIMARY KEY, account_id integer NOT NULL, fen bigint NOT NULL, cancelled boolean NOT NULL DEFAULT false);
    CREATE INDEX drill_entry_hold_key ON prepaid_entry (hold_key);
"""
FULL_LOG = []    # the file that gets a line for each answer that the disk is full; set before workers are forked
BROKEN = (psycopg2.OperationalError, psycopg2.InterfaceError, PoolError)


class Failed(Exception):
    """The request fails after its work."""


def open_shop(env, accounts, name="shop"):
    """Make dealers with accounts, and the table that stands for the orders of the addons above.

    :return: account ids.
    """
    env.company._dealer_base_setup()
    ids = []
    west = env["res.partner"].create({"name": f"Drill West {name}", "dealer_level": "sales_company", "is_company": True})
    for number in range(accounts):
        dealer = env["res.partner"].create({
            "name": f"Drill dealer {name} {number}", "dealer_level": "dealer", "is_company": True, "parent_id": west.id, "dealer_state": "approved"})
        account = env["prepaid.account"]._get_or_create(env.company, dealer)
        lines = [{"kind": "topup", "amount_fen": 5_000_000, "label": "open"},
                 {"kind": "gift", "amount_fen": 900_000, "label": "gift", "bucket": "gift"}]
        account._post_entries(f"{name}-{number}", lines, "res.partner", dealer.id, new_state="open")
        ids.append(account.id)
    return ids


def note_full(error):
    """Write down that the disk was full, and with which words a user was told."""
    for path in FULL_LOG:
        with path.open("a") as out:
            out.write(json.dumps([type(error).__name__, str(error)[:300]]) + "\n")


def request(database, func):
    """Run ``func(env)`` as a request; while the server is away, again. A refusal (UserError) is an outcome too."""
    while True:
        try:
            with Registry(database).cursor() as cr:
                env = api.Environment(cr, 1, {"tracking_disable": True})
                return retrying(functools.partial(func, env), env)
        except UserError as error:
            if not isinstance(error.__cause__, psycopg2.errors.DiskFull):
                return error
            note_full(error)    # refused for want of space: asked for again until there is some
            time.sleep(0.1)
        except BROKEN as error:
            if isinstance(error, psycopg2.errors.DiskFull):
                note_full(error)
            time.sleep(0.05)
        except psycopg2.Error as error:     # the connection broke in the middle: which class it is depends on where
            if error.pgcode and not error.pgcode.startswith(("08", "57")):
                raise
            time.sleep(0.05)


class Worker:
    """One worker process: random requests until it is killed."""

    def __init__(self, database, folder, slot, accounts, seed):
        self.database, self.accounts, self.slot = database, accounts, slot
        self.random = random.Random(seed)
        self.name, self.count = f"w{slot}.{os.getpid()}", 0
        self.acks = (folder / f"ack-{self.name}.jsonl").open("a")
        self.wants = (folder / f"want-{self.name}.jsonl").open("a")
        self.holds = {}     # key -> (account, fen left, number of shipments)
        self.shipped = {}   # order key -> (account, fen shipped and not returned)
        self.adopt()

    def adopt(self):
        """Go on with the orders of the worker that was killed."""
        def read(env):
            env.cr.execute("""SELECT h.key, h.account_id, ((h.amount - h.captured - h.released) * 100)::bigint FROM prepaid_hold h
                               WHERE h.state = 'open' AND h.key LIKE %s LIMIT 40""", [f"order-w{self.slot}.%"])
            return env.cr.fetchall()
        self.holds = {key: (account, fen) for key, account, fen in request(self.database, read)}

    def key(self, what):
        """A name that no other request has."""
        self.count += 1
        return f"{what}-{self.name}.{self.count}"

    def want(self, kind, key, account, fen):
        """Write down what is about to be asked for."""
        self.wants.write(json.dumps([kind, key, account, fen]) + "\n")
        self.wants.flush()

    def ack(self, kind, key, account, fen, outcome="done"):
        """The caller has its answer: from here on it must be true."""
        self.acks.write(json.dumps([kind, key, account, fen, outcome]) + "\n")
        self.acks.flush()
        os.fsync(self.acks.fileno())

    def run(self):
        """Work until killed."""
        steps = [self.order] * 30 + [self.ship] * 30 + [self.cancel] * 8 + [self.top_up] * 12 + [self.give_back] * 6 + [self.charge] * 5
        steps += [self.forced] + [self.fail] * 4 + [self.slow] * 4 + [self.line] + [self.freeze]
        while True:
            self.random.choice(steps)()

    def twice(self, func):
        """Send a request; now and then the caller sends it again. A refusal leaves nothing behind, so the second answer is the one that counts."""
        first = request(self.database, func)
        if self.random.random() >= 0.2:
            return first
        again = request(self.database, func)
        return again if first is False or isinstance(first, UserError) else first

    # -- requests

    def order(self, linger=0.0):
        """An order holds its money and is written in the same transaction."""
        key, account, fen = self.key("order"), self.random.choice(self.accounts), self.random.randrange(1, 90_000)
        self.want("hold", key, account, fen)

        def func(env):
            result = env["prepaid.account"].browse(account)._hold(key, fen, "res.partner", 1, key)
            if result.ok:
                env.cr.execute("INSERT INTO drill_order (key, account_id, fen) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", [key, account, fen])
                time.sleep(linger)
            return result.ok
        done = self.twice(func)
        if done is True:
            self.ack("hold", key, account, fen)
            self.holds[key] = (account, fen)
        else:
            self.ack("hold", key, account, fen, "refused")

    def slow(self):
        """An order that takes its time between the hold and the commit."""
        self.order(self.random.uniform(0.1, 0.6))

    def fail(self):
        """An order that holds its money and fails."""
        key, account, fen = self.key("lost"), self.random.choice(self.accounts), self.random.randrange(1, 90_000)

        def func(env):
            env["prepaid.account"].browse(account)._hold(key, fen, "res.partner", 1, key)
            raise Failed
        try:
            request(self.database, func)
        except Failed:
            pass

    def _some(self, owned):
        return self.random.choice(sorted(owned)) if owned else None

    def ship(self):
        """A part of an order ships."""
        hold = self._some(self.holds)
        if not hold:
            return
        account, left = self.holds[hold]
        key, fen = self.key("ship"), self.random.choice((left, max(left // 2, 1), max(left // 3, 1)))
        self.want("capture", key, account, -fen)
        done = self.twice(lambda env: env["prepaid.account"].browse(account)._capture(
            hold, fen, operation_key=key, label=key, res_model="res.partner", res_id=1, order_model="drill", order_id=hash(hold) % 2**31).id)
        if isinstance(done, int):
            self.ack("capture", key, account, -fen)
            self.shipped[hold] = (account, self.shipped.get(hold, (account, 0))[1] + fen)
        if isinstance(done, UserError) or fen == left:
            del self.holds[hold]
        else:
            self.holds[hold] = (account, left - fen)

    def cancel(self):
        """The rest of an order is cancelled."""
        hold = self._some(self.holds)
        if not hold:
            return
        account, left = self.holds.pop(hold)
        self.want("release", hold, account, left)

        def func(env):
            env["prepaid.account"].browse(account)._release(hold, "drill")
            env.cr.execute("UPDATE drill_order SET cancelled = true WHERE key = %s", [hold])
        self.twice(func)
        self.ack("release", hold, account, left)

    def top_up(self):
        """Money comes in; some of it as a rebate."""
        key, account, fen = self.key("topup"), self.random.choice(self.accounts), self.random.randrange(1, 200_000)
        bucket, kind = self.random.choice((("cash", "topup"), ("cash", "topup"), ("rebate", "rebate")))
        line = {"kind": kind, "amount_fen": fen, "label": key, "bucket": bucket}
        self.want("entries", key, account, fen)
        self.twice(lambda env: bool(env["prepaid.account"].browse(account)._post_entries(key, [line], "res.partner", 1)))
        self.ack("entries", key, account, fen)

    def give_back(self):
        """Goods of an order come back; handling is charged."""
        hold = self._some(self.shipped)
        if not hold:
            return
        account, fen = self.shipped.pop(hold)
        key, fee = self.key("return"), min(1_000, fen)
        lines = [{"kind": "refund", "amount_fen": fen, "label": key}, {"kind": "handling", "amount_fen": -fee, "label": key}]
        self.want("entries", key, account, fen - fee)
        self.twice(lambda env: bool(env["prepaid.account"].browse(account)._post_entries(
            key, lines, "res.partner", 1, "drill", hash(hold) % 2**31)))
        self.ack("entries", key, account, fen - fee)

    def charge(self, forced=False):
        """A debit without a hold."""
        key, account, fen = self.key("debit"), self.random.choice(self.accounts), self.random.randrange(1, 20_000)
        self.want("debit", key, account, -fen)
        done = self.twice(lambda env: env["prepaid.account"].browse(account)._debit(
            key, fen, kind="adjust", label=key, res_model="res.partner", res_id=1, forced=forced)[0].ok)
        self.ack("debit", key, account, -fen, "done" if done is True else "refused")

    def forced(self):
        """A debit that takes what may not be there."""
        self.charge(forced=True)

    def line(self):
        """A credit line is given or changed."""
        key, account, fen = self.key("line"), self.random.choice(self.accounts), self.random.choice((0, 100_000, 500_000))
        self.want("line", key, account, 0)
        self.twice(lambda env: env["prepaid.account"].browse(account)._set_credit_line(key, fen, "2020-01-01", "2099-12-31"))
        self.ack("line", key, account, 0)

    def freeze(self):
        """An account is frozen, and opened again right after."""
        account = self.random.choice(self.accounts)
        for state in ("frozen", "open"):
            key = self.key(state)
            self.want("state", key, account, 0)
            self.twice(lambda env, state=state, key=key: env["prepaid.account"].browse(account)._set_state(state, key))
            self.ack("state", key, account, 0)
