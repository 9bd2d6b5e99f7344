"""bin/drill: the long forms, one after the other, and a report (markdown and JSON) in the folder that is printed.

    bin/drill                         all of them
    bin/drill crash burst             these: crash, disk, burst, mutants, model, rounding, orders
    bin/drill --minutes 30            how long workers and server are killed (5)
    bin/drill mutants --variants 3    the first three of each kind (all)
    bin/drill rounding --cuts 1000000 shipments of random orders
    bin/drill --users 48 --races 1000 --examples 200 --steps 100 --seed N
    bin/drill --database NAME         a copy of this database of the test server instead of a new one (orders: with online_offline_order)
"""
import argparse
import contextlib
import datetime
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

from tests.faults.cluster import Cluster
from tests.faults.disk import unable
from tools.checks.repo import ROOT
from tools.checks.results import say
from tools.drill.base import drill_database

FORMS = ("crash", "disk", "burst", "mutants", "model", "rounding", "orders")
OF_THEIR_OWN = {"orders"}  # forms that make a cluster and a database by themselves


class Drill:
    """The long forms on one database."""

    def __init__(self, options, environ, database, folder):
        self.options, self.database, self.folder = options, database, folder
        self.environ = {**environ, "DRILL_FOLDER": str(folder), "DRILL_SEED": str(options.seed)}

    def _run(self, module, *args, timeout, environ=None, database=None):
        done = subprocess.run(
            [sys.executable, "-m", module, "--database", database or self.database, *map(str, args)], cwd=ROOT, env=environ or self.environ,
            capture_output=True, text=True, check=False, timeout=timeout)
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        return lines or [{"problems": [done.stderr[-2000:] or f"status {done.returncode}"]}]

    def _pytest(self, path, **more):
        begun = time.monotonic()
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--odoo-database={self.database}", "--odoo-log-level=error", path]
        done = subprocess.run(command, cwd=ROOT, env={**self.environ, **more}, capture_output=True, text=True, check=False)
        return round(time.monotonic() - begun), [] if done.returncode == 0 else [done.stdout[-3000:]]

    def crash(self):
        """R2, on a copy of its own: the forms after it begin with a ledger that nobody has used."""
        seconds, copy = self.options.minutes * 60, f"{self.database}_crash"
        subprocess.run(["createdb", "-T", self.database, copy], env=self.environ, check=True)
        return self._run("tests.faults.crash", "--folder", self.folder / "crash", "--seconds", seconds, "--workers", self.options.workers,
                         "--seed", self.options.seed, "--slow", min(60, seconds / 5), timeout=seconds + 900, database=copy)[-1]

    def disk(self):
        """F06: the disk of the tables, then that of the server's log, on clusters of their own."""
        if reason := unable(self.folder):
            return {"skipped": reason, "problems": []}
        found, seconds = {"problems": []}, self.options.minutes * 60 / 2
        for kind in ("data", "wal"):
            cluster = Cluster(f"drill-{kind}")
            cluster.start()
            try:
                cluster.copy(self.database, "drill", self.environ)
                figures = self._run(
                    "tests.faults.crash", "--folder", self.folder / f"disk-{kind}", "--kind", cluster.kind, "--full", kind, "--seconds", seconds,
                    "--workers", self.options.workers, "--seed", self.options.seed, "--slow", 0, timeout=seconds + 900, environ=cluster.environ)[-1]
            finally:
                cluster.drop()
            found["problems"] += [f"{kind}: {text}" for text in figures.pop("problems")]
            found.update({f"{kind} {name}": value for name, value in figures.items()})
        return found

    def burst(self):
        """R3."""
        cases = self._run("tests.load.burst", "--users", self.options.users, "--races", self.options.races, timeout=3600)
        return {"cases": cases, "problems": [f"{case.get('case')}: {text}" for case in cases for text in case["problems"]]}

    def orders(self):
        """A35: submits of dealer orders, in a database of their own that has the add-on of the orders."""
        with drill_database(self.options.database, ("online_offline_order",), "drill-orders") as (environ, database):
            other = Drill(self.options, environ, database, self.folder)
            cases = other._run("tests.load.order_burst", "--users", self.options.users, timeout=3600, environ=other.environ)
        return {"cases": cases, "problems": [f"{case.get('case')}: {text}" for case in cases for text in case["problems"]]}

    def mutants(self):
        """R5."""
        seconds, problems = self._pytest("tests/faults/test_mutants.py", DRILL_MUTANTS=self.options.variants)
        rows = [row for path in sorted(self.folder.glob("mutants-*.json")) for row in json.loads(path.read_text())]
        return {"variants": len(rows), "caught": sum(bool(caught) for _name, caught in rows), "seconds": seconds, "rows": rows, "problems": problems}

    def model(self):
        """R1."""
        examples, steps = self.options.examples, self.options.steps
        seconds, problems = self._pytest("tests/faults/test_model.py", DRILL_EXAMPLES=str(examples), DRILL_STEPS=str(steps))
        return {"sequences": examples, "steps": steps, "seconds": seconds, "problems": problems}

    def rounding(self):
        """D13."""
        return self._run("tests.faults.rounding", "--cuts", self.options.cuts, "--seed", self.options.seed, timeout=7200)[-1]


def text_of(found, options):
    """The report as markdown."""
    machine = f"{os.cpu_count()} cores, load {options.load:.1f} at the start, Python {platform.python_version()}, seed {options.seed}"
    lines = [f"# Drill of {datetime.date.today()}", "", machine, ""]
    for form, figures in found.items():
        lines += [f"## {form}: {'FAILED' if figures['problems'] else 'passed'}", ""]
        lines += [f"- {name}: {value}" for name, value in figures.items() if name not in ("problems", "rows", "cases")]
        for case in figures.get("cases", ()):
            lines.append("- " + ", ".join(f"{name} {value}" for name, value in case.items() if name != "problems"))
        if figures.get("rows"):
            lines += ["", "| variant | caught by |", "|---|---|", *(f"| {name.replace('|', '&#124;')} | {caught} |" for name, caught in figures["rows"])]
        lines += ["", *(f"    {line}" for problem in figures["problems"] for line in str(problem).splitlines()), ""]
    return "\n".join(lines)


def main():
    """Read the options, run the forms, write the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="bin/drill")
    parser.add_argument("forms", nargs="*", choices=[*FORMS, []])
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--users", type=int, default=48)
    parser.add_argument("--workers", type=int, default=6)
    parser.add_argument("--races", type=int, default=1000)
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--variants", default="all")
    parser.add_argument("--cuts", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--database")
    options = parser.parse_args()
    options.load = os.getloadavg()[0]
    folder = Path(os.environ["CHECKS_STATE"]) / "drill" / datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
    folder.mkdir(parents=True)
    found = {}
    forms = options.forms or FORMS
    shared = drill_database(options.database) if set(forms) - OF_THEIR_OWN else contextlib.nullcontext((dict(os.environ), None))
    with shared as (environ, database):
        drill = Drill(options, environ, database, folder)
        for form in forms:
            say(f"{form} ...")
            found[form] = getattr(drill, form)()
            (folder / "report.json").write_text(json.dumps(found, indent=1, ensure_ascii=False))
            (folder / "report.md").write_text(text_of(found, options))
    sys.stdout.write(f"{text_of(found, options)}\nreport: {folder}/report.md\n")
    return 1 if any(figures["problems"] for figures in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
