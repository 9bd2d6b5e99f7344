"""Fault points: a process dies, is slow or loses its connection at one exact place (F02, F03, F05, F07, F08, G01)."""
import os
import signal
import time
from unittest.mock import patch

import odoo

from .shop import request

FEN = 4_321


class Points:
    """The cases on one account. The parent keeps no connection while it forks.

    :param slow: seconds that the slow transaction of F08 takes.
    """

    def __init__(self, database, account, slow):
        self.database, self.account, self.slow = database, account, slow
        self.problems = []

    def run(self):
        """Run all cases; return {case: "ok" or what went wrong}."""
        outcome = {}
        for name in ("g01", "f02", "f03", "f05", "f07", "f08"):
            self.problems, before = [], self.available()
            getattr(self, name)()
            wanted = before - FEN * len(self.open_holds(f"point-{name}%"))
            if self.available() != wanted:
                self.problems.append(f"available is {self.available()}, not {wanted}")
            outcome[name.upper()] = "; ".join(self.problems) or "ok"
        return outcome

    # -- parts

    def expect(self, right, text):
        """Note what is not as it should be."""
        if not right:
            self.problems.append(text)

    def parent(self, func):
        """Run a request in the parent and close its connections, so that no child inherits one."""
        try:
            return request(self.database, func)
        finally:
            odoo.sql_db.close_all()

    def available(self):
        """What the account has available, in fen."""
        def read(env):
            env.cr.execute("SELECT (available * 100)::bigint FROM prepaid_account WHERE id = %s", [self.account])
            return env.cr.fetchone()[0]
        return self.parent(read)

    def open_holds(self, pattern):
        """{key: state} of the live holds whose key is like the pattern."""
        def read(env):
            env.cr.execute("SELECT key, state FROM prepaid_hold WHERE key LIKE %s AND state IN ('tentative', 'open')", [pattern])
            return dict(env.cr.fetchall())
        return self.parent(read)

    def recover(self):
        """The job of each minute, once."""
        return self.parent(lambda env: env["prepaid.account"]._cron_recover())

    def child(self, func):
        """Fork a child that runs ``func()``; return its pid."""
        pid = os.fork()
        if not pid:
            try:
                func()
            finally:
                os._exit(0)
        return pid

    def order(self, env, key):
        """Hold the money of an order and write it."""
        done = env["prepaid.account"].browse(self.account)._hold(key, FEN, "res.partner", 1, key)
        env.cr.execute("INSERT INTO drill_order (key, account_id, fen) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", [key, self.account, FEN])
        return done.ok

    @staticmethod
    def die():
        """As if somebody had typed kill -9."""
        os.kill(os.getpid(), signal.SIGKILL)

    # -- cases

    def f02(self):
        """The process dies between the gate's commit and the order's: recovery gives the money back."""
        os.waitpid(self.child(lambda: request(self.database, lambda env: self.order(env, "point-f02") and self.die())), 0)
        self.expect(self.open_holds("point-f02") == {"point-f02": "tentative"}, "no tentative hold after the kill")
        applied, promoted, released = self.recover()
        self.expect((applied, promoted, released) == (0, 0, 1), f"recovery: {applied, promoted, released}")
        self.expect(not self.open_holds("point-f02"), "the hold is still there")

    def f03(self):
        """The process dies between the order's commit and the promotion: recovery promotes, the order has its money."""
        def work():
            def late(env):
                env.cr.postcommit.add(self.die)
                return self.order(env, "point-f03")
            request(self.database, late)
        os.waitpid(self.child(work), 0)
        self.expect(self.open_holds("point-f03") == {"point-f03": "tentative"}, "no tentative hold after the kill")
        self.recover()
        self.expect(self.open_holds("point-f03") == {"point-f03": "open"}, "not promoted")

    def f05(self):
        """The server cuts the connection of a request in the middle: an error, and the same key again has one effect."""
        def work():
            turn = []

            def cut(env):
                self.order(env, "point-f05")
                turn.append(1)
                if len(turn) == 1:
                    env.cr.execute("SELECT pg_terminate_backend(pg_backend_pid())")
            request(self.database, cut)
        os.waitpid(self.child(work), 0)
        self.recover()
        self.expect(self.open_holds("point-f05") == {"point-f05": "open"}, f"{self.open_holds('point-f05%')}")

    def f07(self):
        """Two recovery jobs at once: each of twenty holds is handled once."""
        def orphans(env):
            for number in range(20):
                env["prepaid.account"].browse(self.account)._take(f"point-f07-{number}", FEN, "res.partner", 1, "f07", {
                    "fresh": False, "states": ["open"], "buckets": [], "lots": [], "credit": True, "forced": False, "store": None, "days": 1})
            self.die()
        os.waitpid(self.child(lambda: request(self.database, orphans)), 0)
        pids = []
        for _job in range(2):
            pids.append(self.child(lambda: request(self.database, lambda env: env["prepaid.account"]._cron_recover())))
        for pid in pids:
            os.waitpid(pid, 0)
        self.recover()
        self.expect(not self.open_holds("point-f07%"), "holds are left")

    def f08(self):
        """A slow request is alive: recovery leaves its hold alone however long it takes."""
        def slow(env):
            self.order(env, "point-f08")
            time.sleep(self.slow)
        pid = self.child(lambda: request(self.database, slow))
        end = time.monotonic() + self.slow - 0.3
        time.sleep(min(1.0, self.slow / 3))
        while time.monotonic() < end:
            self.recover()
            self.expect(self.open_holds("point-f08") == {"point-f08": "tentative"}, "recovery took the hold of a request at work")
            time.sleep(self.slow / 8)
        os.waitpid(pid, 0)
        self.expect(self.open_holds("point-f08") == {"point-f08": "open"}, "the hold is not open after the commit")

    def g01(self):
        """The process that books a day dies when its journal entry is written and not committed: nothing of it stays, the next run makes one."""
        keys = ("point-g01-1", "point-g01-2")

        def ship(env):
            account = env["prepaid.account"].browse(self.account)
            before, account.company_id.prepaid_gl_mode = account.company_id.prepaid_gl_mode, "daily"
            for key in keys:
                account._capture(key, FEN, operation_key=f"{key}-ship", label=key, res_model="res.partner", res_id=1, components={"goods": FEN})
            account.company_id.prepaid_gl_mode = before

        def post(env, die=None):
            batches, items = env["prepaid.gl.batch"], type(env["account.move"])
            with patch.object(items, "_post", die) if die else patch.object(items, "_post", items._post):
                batches._post_waiting(env.company)
            return batches.search([]).mapped("entry_count")

        def refund(env):
            lines = [{"kind": "adjust", "amount_fen": 2 * FEN, "label": "point-g01"}]
            env["prepaid.account"].browse(self.account)._post_entries("point-g01-back", lines, "res.partner", 1)
        for key in keys:
            self.parent(lambda env, key=key: env["prepaid.account"].browse(self.account)._hold(  # a gift would not be booked
                key, FEN, "res.partner", 1, key, buckets=("cash",)).ok)
        self.parent(ship)
        os.waitpid(self.child(lambda: request(self.database, lambda env: post(env, lambda *_args, **_more: self.die()))), 0)
        self.expect(self.parent(lambda env: env["prepaid.gl.batch"].search_count([])) == 0, "a batch of the dead run is left")
        found = [self.parent(post) for _run in range(2)]
        self.expect(found == [[2], [2]], f"batches after two more runs: {found}")
        self.parent(refund)
