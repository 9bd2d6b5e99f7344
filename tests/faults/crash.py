"""R2 (F01, F04): workers of Odoo on a real server; the killer stops workers and the server at any moment; nothing acknowledged may be lost or doubled.

    python -m tests.faults.crash --database NAME --folder OUT [--kind drill] [--seconds 300] [--workers 6] [--seed N]

The server is the drill cluster that PGHOST names (tools/cluster.sh drill start). The parent loads Odoo once and forks: workers, two
recovery jobs, an auditor. Prints one line of JSON with the figures; status 1 when something was lost, doubled or broken.
"""
import argparse
import contextlib
import gc
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2

import odoo
from odoo import api
from odoo.modules.registry import Registry

from .cluster import Cluster
from .disk import Disk
from .invariants import violations
from .points import Points
from .shop import FULL_LOG, ORDER_TABLE, Worker, open_shop, request

JOBS = ("recovery1", "recovery2", "auditor")


class Drill:
    """One drill: the children, the killer and what they have seen."""

    def __init__(self, options):
        self.options, self.random = options, random.Random(options.seed)
        self.folder = Path(options.folder)
        self.children, self.accounts = {}, []
        self.figures = {"kills": 0, "crashes": 0, "terminated": 0, "seed": options.seed, "workers": options.workers}
        self.cluster, self.disk = Cluster(options.kind), None
        self.filled, self.heard = 0, 0     # when the disk was filled up last, and how many sentences there were then

    # -- children

    def fork(self, name):
        """Start a child and remember it."""
        pid = os.fork()
        if pid:
            self.children[pid] = name
            return
        status = 1
        try:
            signal.signal(signal.SIGTERM, lambda *_args: os._exit(0))
            self.child(name)
            status = 0
        except BaseException:
            import traceback
            with (self.folder / "errors.log").open("a") as out:
                out.write(f"-- {name} {os.getpid()}\n{traceback.format_exc()}")
        finally:
            os._exit(status)

    def child(self, name):
        """What a child of this name does, for ever."""
        database = self.options.database
        if name.startswith("recovery"):
            while True:
                request(database, lambda env: env["prepaid.account"]._cron_recover())
                time.sleep(0.3)
        elif name == "auditor":
            self.audit(database)
        else:
            Worker(database, self.folder, int(name[1:]), self.accounts, self.random.random() + os.getpid()).run()

    def audit(self, database):
        """Sweep the invariants in one snapshot, note the end of every chain, and cut a session's connection now and then."""
        out = (self.folder / f"sweeps-{os.getpid()}.jsonl").open("a")
        while True:
            def sweep(env):
                found = violations(env.cr)
                env.cr.execute("""SELECT DISTINCT ON (account_id) account_id, sequence, hash FROM prepaid_entry
                                   WHERE hash IS NOT NULL ORDER BY account_id, sequence DESC""")
                heads = env.cr.fetchall()
                env.cr.execute("""SELECT count(pg_terminate_backend(pid)) FROM (
                                      SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                                       ORDER BY random() LIMIT 1) x""")
                return found, heads, env.cr.fetchone()[0]
            found, heads, cut = request(database, sweep)
            out.write(json.dumps([found, heads, cut]) + "\n")
            out.flush()
            time.sleep(self.options.sweep)

    # -- faults

    def kill(self):
        """SIGKILL one child."""
        pid = self.random.choice(sorted(self.children))
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            self.figures["kills"] += 1

    def reap(self, respawn=True):
        """Replace the children that have died."""
        while self.children:
            pid, _status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            name = self.children.pop(pid, None)
            if name and respawn:
                self.fork(name)

    def run(self):
        """Prepare, let them work and die, stop, recover, judge."""
        self.prepare()
        self.figures["points"] = Points(self.options.database, self.accounts[0], self.options.slow).run() if self.options.slow else {}
        gc.freeze()     # the children share the memory of what is loaded
        for name in [*(f"w{slot}" for slot in range(self.options.workers)), *JOBS]:
            self.fork(name)
        begun = time.monotonic()
        end, next_kill, next_crash, crash = begun + self.options.seconds, begun + 1, begun + self.gap(), None
        next_full = begun + 2
        while time.monotonic() < end or self.unheard():
            now = time.monotonic()
            self.reap()
            if now >= next_kill:
                self.kill()
                next_kill = now + self.random.uniform(0, 0.8)
            if self.disk and crash is None and now >= next_full:
                next_full = self.turn_disk(now)
            if crash is None and now >= next_crash and not (self.disk and self.disk.full):
                crash = subprocess.Popen(
                    ["bash", "-c", f"tools/cluster.sh {self.cluster.kind} crash && tools/cluster.sh {self.cluster.kind} start"], env=self.cluster.outside,
                    stdout=subprocess.DEVNULL)
            elif crash is not None and crash.poll() is not None:
                if crash.returncode:
                    raise RuntimeError("the server does not come back after its crash")
                self.figures["crashes"] += 1
                crash, next_crash = None, now + self.gap()
            time.sleep(0.02)
        if self.disk and self.disk.full:
            self.turn_disk(0)
        if crash is not None:
            crash.wait()
            self.figures["crashes"] += 1
        for pid in self.children:
            os.kill(pid, signal.SIGKILL)
        while self.children:
            self.children.pop(os.wait()[0], None)
        self.figures["seconds"] = round(time.monotonic() - begun)
        return self.judge()

    def turn_disk(self, now):
        """Fill the disk, or give space back and have the server run again; return when the next turn is."""
        if not self.disk.full:
            self.figures["full"] += 1
            self.heard = self.sentences()
            self.disk.fill()
            self.filled = time.monotonic()
            return now + self.random.uniform(1.5, 3)
        if now and self.unheard():
            return now + 0.2
        self.disk.free()
        self.cluster.control("start")   # without space for its log the server ends
        return now + self.random.uniform(1.5, 3)

    def sentences(self):
        """How many answers said with a sentence that there is no space."""
        path = self.folder / "full.jsonl"
        return path.read_text().count('"UserError"') if path.exists() else 0

    def unheard(self):
        """Whether nobody met the full disk yet, on a machine that is slow today; after a minute the test says so."""
        full = self.disk and self.disk.full and self.disk.kind == "data"
        return bool(full) and time.monotonic() < self.filled + 60 and self.sentences() == self.heard

    def gap(self):
        """Seconds until the server's next crash."""
        return self.random.uniform(*self.options.crash_every)

    def prepare(self):
        """Accounts and the order table; then no connection is left that a child could inherit."""
        with Registry(self.options.database).cursor() as cr:
            cr.execute(ORDER_TABLE)
            self.accounts = open_shop(api.Environment(cr, 1, {"tracking_disable": True}), self.options.accounts)
        odoo.sql_db.close_all()
        if self.options.full:
            FULL_LOG.append(self.folder / "full.jsonl")
            self.figures["full"] = 0
            self.disk = Disk(self.cluster, self.options.database, self.options.full)
            self.disk.place()

    def await_server(self):
        """Wait until the server has read its log again: one that ended for want of space starts by itself and refuses meanwhile."""
        end = time.monotonic() + 120
        while True:
            try:
                Registry(self.options.database).cursor().close()
                return
            except psycopg2.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.5)

    def judge(self):
        """Recover once more and compare what was acknowledged with what is there."""
        from . import verdict  # the add-ons can be imported once Odoo knows where they are
        begun = time.monotonic()
        self.await_server()
        with Registry(self.options.database).cursor() as cr:
            env = api.Environment(cr, 1, {"tracking_disable": True})
            for _round in range(20):
                self.figures["recovered"] = env["prepaid.gate"]._recover()
                cr.commit()
                if not any(env["prepaid.gate"]._call(verdict.left(env)).values()):
                    break
            self.figures["recovery_seconds"] = round(time.monotonic() - begun, 1)
            found = verdict.judge(env, self.folder, self.figures)
        errors = self.folder / "errors.log"
        if errors.exists():
            found.append(f"children ended with errors: {errors.read_text()[-1500:]}")
        found += [f"{name}: {text}" for name, text in self.figures["points"].items() if text != "ok"]
        self.figures["problems"] = found
        return self.figures


def main():
    """Read the options, run the drill, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--kind", default="drill", help="kind of the cluster, see tools/cluster.sh")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--workers", type=int, default=6)
    parser.add_argument("--accounts", type=int, default=12)
    parser.add_argument("--sweep", type=float, default=1.5)
    parser.add_argument("--crash-every", type=float, nargs=2, default=(10, 15))
    parser.add_argument("--slow", type=float, default=60, help="seconds of the slow transaction of F08; 0 leaves the fault points out")
    parser.add_argument("--full", choices=("data", "wal"), help="F06: a small disk for the tables of the ledger, or for the server's log, that fills up")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    Path(options.folder).mkdir(parents=True, exist_ok=True)
    odoo.tools.config.parse_config(["-d", options.database, "--no-http", "--max-cron-threads=0", "--log-level=error", f"--logfile={options.folder}/odoo.log"])
    drill = Drill(options)
    try:
        figures = drill.run()
    finally:
        if drill.disk:
            drill.disk.remove()
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
    return 1 if figures["problems"] else 0


if __name__ == "__main__":
    sys.exit(main())
