"""bin/test: run the stages, or what the arguments name, and print one summary line.

    bin/test                        everything
    bin/test lint | pure | odoo | upgrade | alone | tools      these stages
    bin/test dealer_base            the pure and the Odoo tests of an add-on
    bin/test alone dealer_base      a stage for some add-ons
    bin/test addons/dealer_base/tests/test_season.py::TestSeason   a test path
    bin/test dealer_base -k season  options (from the first - on) go to pytest
"""
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.checks import alone, lint, odoo_tests, pure
from tools.checks.database import Databases
from tools.checks.pytest_run import run_pytest
from tools.checks.repo import Repo
from tools.checks.results import Results

STAGES = ("lint", "tools", "pure", "odoo", "upgrade", "alone")


class Plan:
    """What the command line asks for: stages, add-ons, test paths, pytest options."""

    def __init__(self, repo, arguments):
        first = next((i for i, word in enumerate(arguments) if word.startswith("-")), len(arguments))
        words, self.options = arguments[:first], arguments[first:]
        self.paths, self.names, stages = [], [], []
        for word in words:
            name = word.rstrip("/").removeprefix("addons/")
            if word in STAGES:
                stages.append(word)
            elif name in repo.ours:
                self.names.append(name)
            elif (repo.root / word.split("::")[0]).exists():
                self.paths.append(word)
            else:
                raise SystemExit(f"error: {word} is no stage ({', '.join(STAGES)}), no add-on and no test path")
        self.narrowed = bool(self.names or self.paths)
        self.pure_paths = [path for path in self.paths if Path(path.split("::")[0]).name.startswith("test_core_")]
        self.odoo_paths = [path for path in self.paths if path not in self.pure_paths]
        if not stages:
            if self.paths and not self.names:
                stages = [*(["pure"] if self.pure_paths else []), *(["odoo"] if self.odoo_paths else [])]
            elif self.names:
                stages = ["pure", "odoo"]
            else:
                stages = STAGES
        self.stages = stages
        if not self.names:
            self.names = repo.ours

    def odoo_names(self, repo):
        """The add-ons to install for the Odoo tests: those of the paths and names, or all."""
        if not self.narrowed:
            return repo.ours
        if set(self.names) != set(repo.ours):
            wanted = set(self.names)
        else:
            wanted = set()
        for path in self.odoo_paths:
            parts = Path(path.split("::")[0]).parts
            wanted.add(parts[1] if parts[0] == "addons" and len(parts) > 1 else None)
        return repo.ours if None in wanted or not wanted else sorted(wanted)

    def odoo_targets(self, repo):
        """The pytest arguments for the Odoo tests."""
        if not self.narrowed:
            return ["addons", *(["tests"] if list((repo.root / "tests").glob("test_*.py")) else [])]
        named = [] if set(self.names) == set(repo.ours) else [f"addons/{name}" for name in self.names]
        return [*named, *self.odoo_paths] or ["addons"]


def _without_database(results, repo, plan):
    if "lint" in plan.stages:
        lint.run(results, repo, plan.names)
    if "tools" in plan.stages:
        with results.timed("tools"):
            run_pytest(results, "tools", ["-p", "no:odoo", "tools/tests", *plan.options], repo.root)
    if "pure" in plan.stages:
        pure.run(results, repo, plan.names, plan.pure_paths, plan.options)


def main(arguments):
    """Run the stages that the arguments ask for; return the exit status."""
    if {"-h", "--help"} & set(arguments):
        print(__doc__)
        return 0
    repo, results = Repo(), Results()
    plan = Plan(repo, arguments)
    os.environ["OUR_ADDONS"] = " ".join(repo.ours)
    if not {"odoo", "upgrade", "alone"} & set(plan.stages):
        _without_database(results, repo, plan)
        return results.report()
    bases = Databases(repo, os.environ["CHECKS_STATE"])
    with ThreadPoolExecutor(1) as pool:     # an installation keeps one core busy: what needs no database runs beside it
        beside = pool.submit(_without_database, results, repo, plan)
        if {"odoo", "upgrade"} & set(plan.stages):
            odoo_tests.run(results, repo, bases, plan.odoo_names(repo), plan.odoo_targets(repo), plan.options, plan.stages, beside.result)
        if "alone" in plan.stages:
            alone.run(results, repo, bases, plan.names)
        beside.result()
    return results.report()


def _stop(_signal, _frame):
    """A terminated run takes its children along: they share our process group."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)
    raise SystemExit(143)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    raise SystemExit(main(sys.argv[1:]))
