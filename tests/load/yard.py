"""Accounts that are really committed, requests as the server runs them, many at the same moment; everything is removed afterwards."""
import multiprocessing
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg2

import odoo
from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.sql_db import PoolError

from ..faults.invariants import ALWAYS, AT_REST, violations
from ..faults.shop import open_shop

TECHNICAL = (psycopg2.Error, PoolError)
TABLES = ("prepaid_lot", "prepaid_entry", "prepaid_hold", "prepaid_operation", "prepaid_account")


class Yard:
    """Some accounts of a database and users who hurry.

    :param accounts: how many, each with 50,000.00 in cash and 9,000.00 as a gift.
    """

    def __init__(self, database, accounts=1):
        self.database = database
        with Registry(database).cursor() as cr:
            env = api.Environment(cr, 1, {"tracking_disable": True})
            self.accounts = open_shop(env, accounts, f"yard{time.time_ns()}")
            self.company = env.company.id

    def clean(self):
        """Remove the accounts with everything on them."""
        with Registry(self.database).cursor() as cr:
            ids = tuple(self.accounts)
            env = api.Environment(cr, 1, {"active_test": False})
            owners = env["prepaid.account"].browse(ids).partner_id
            cr.execute("SET LOCAL session_replication_role = replica")
            cr.execute("DELETE FROM prepaid_hold_line WHERE hold_id IN (SELECT id FROM prepaid_hold WHERE account_id IN %s)", [ids])
            for table in TABLES:
                cr.execute(f"DELETE FROM {table} WHERE {'id' if table == 'prepaid_account' else 'account_id'} IN %s", [ids])
            cr.execute("SET LOCAL session_replication_role = DEFAULT")
            env.invalidate_all()
            (owners | owners.parent_id).unlink()

    # -- requests

    def request(self, func, *, linger=0.0):
        """Run func(env) as the server does: own cursor, Odoo's retries, commit."""
        with Registry(self.database).cursor() as cr:
            env = api.Environment(cr, 1, {"tracking_disable": True})

            def work():
                answer = func(env)
                if linger:
                    time.sleep(linger)     # the rest of a request: picking, mails, page
                return answer
            return retrying(work, env)

    def hold(self, account, key, fen, linger=0.0):
        """Hold money for an order."""
        return self.request(lambda env: env["prepaid.account"].browse(account)._hold(key, fen, "res.partner", 1, key), linger=linger)

    def capture(self, account, hold, fen, key):
        """Ship."""
        return self.request(lambda env: env["prepaid.account"].browse(account)._capture(
            hold, fen, operation_key=key, label=key, res_model="res.partner", res_id=1).id)

    def release(self, account, hold):
        """Cancel the rest."""
        return self.request(lambda env: env["prepaid.account"].browse(account)._release(hold, "load"))

    def top_up(self, account, key, fen):
        """Money comes in."""
        line = {"kind": "topup", "amount_fen": fen, "label": key}
        return self.request(lambda env: env["prepaid.account"].browse(account)._post_entries(key, [line], "res.partner", 1).id)

    # -- many at once

    def together(self, works, users, processes=1):
        """Run the works, ``users`` at a time, the first ones at the same moment.

        :param processes: share them out to so many processes, as a server with workers does; their answers come back as texts.
        :return: [(answer or exception, seconds)] in order.
        """
        if processes > 1:
            return self._shared_out(works, users, processes)
        return self._threads(works, users, threading.Barrier(min(users, len(works))))

    def _shared_out(self, works, users, processes):
        start, pipes, found = multiprocessing.get_context("fork").Barrier(processes), [], [None] * len(works)
        odoo.sql_db.close_all()     # no connection is shared with a child
        for number in range(processes):
            here, there = multiprocessing.Pipe(duplex=False)
            pid = os.fork()
            if not pid:
                try:
                    share = works[number::processes]
                    with Registry(self.database).cursor() as cr:
                        cr.execute("SELECT 1")      # a worker has its connection before its first request
                    start.wait()
                    answers = self._threads(share, -(-users // processes), threading.Barrier(min(-(-users // processes), len(share))))
                    there.send([(repr(answer)[:200] if isinstance(answer, Exception) else None, seconds) for answer, seconds in answers])
                finally:
                    os._exit(0)
            there.close()
            pipes.append((pid, here))
        for number, (pid, here) in enumerate(pipes):
            found[number::processes] = [(answer and RuntimeError(answer), seconds) for answer, seconds in here.recv()]
            os.waitpid(pid, 0)
        return found

    @staticmethod
    def _threads(works, users, start):
        def one(pair):
            index, work = pair
            if index < start.parties:
                start.wait()
            begun = time.perf_counter()
            try:
                answer = work()
            except (UserError, *TECHNICAL) as error:
                answer = error
            return answer, time.perf_counter() - begun
        with ThreadPoolExecutor(users) as pool:
            return list(pool.map(one, enumerate(works)))

    # -- judging

    def problems(self):
        """Everything that is not as it must be once nobody is at work."""
        with Registry(self.database).cursor() as cr:
            return violations(cr, {**ALWAYS, **AT_REST})

    def figures(self, account):
        """(sum of entries, held, available) in fen."""
        with Registry(self.database).cursor() as cr:
            cr.execute("""
                SELECT (SELECT coalesce(sum(amount) * 100, 0) FROM prepaid_entry WHERE account_id = a.id)::bigint,
                       (SELECT coalesce(sum(amount - captured - released) * 100, 0) FROM prepaid_hold
                         WHERE account_id = a.id AND state IN ('tentative', 'open'))::bigint,
                       (available * 100)::bigint FROM prepaid_account a WHERE id = %s""", [account])
            return cr.fetchone()


@contextmanager
def pool_size(connections):
    """Let the process have so many connections, as db_maxconn does."""
    odoo.sql_db.close_all()
    pool = odoo.sql_db._Pool
    saved, pool._maxconn = pool._maxconn, connections
    try:
        yield
    finally:
        pool._maxconn = saved


def percentile(seconds, percent):
    """The value that so many percent of the list do not exceed."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
