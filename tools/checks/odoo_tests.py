"""Tests that need Odoo: installed together, under pytest-odoo with an HTTP server and Chromium; then one upgrade."""
import json
import os

from tools.checks import log_check, po_check
from tools.checks.database import OdooFailed
from tools.checks.pytest_run import run_pytest, share_pytest

OPTIONS = ["--odoo-http", "--odoo-log-level=warn"]
PARALLEL = 2    # runs that share the tests of everything; each has a copy of the database


def _logged(results, stage, name, work):
    """Run `work()` -> log; the check `name` fails with a bad status or with warnings in the log."""
    try:
        entries = log_check.problems(work())
    except OdooFailed as error:
        results.check(stage, name, str(error))
        return False
    results.check(stage, name, "\n".join(entries))
    return True


def run(results, repo, bases, names, targets, options, stages, wait=lambda: None):
    """Install `names` into a fresh copy of the template, test `targets` (or all their tests), upgrade them.

    :param stages: which of "odoo" (the tests) and "upgrade" are wanted.
    :param wait: called before the tests begin; they have both cores for themselves.
    """
    with results.timed("install together"):
        try:
            database = bases.fresh_test_database()
        except OdooFailed as error:
            results.check("odoo", "template database", str(error))
            return
        if not _logged(results, "odoo", "install together", lambda: bases.modules("install", database, "-i", names)):
            return
        try:
            bases.shell("bundles", database, "bundles.py")
        except OdooFailed as error:
            results.check("odoo", "asset bundles compile", str(error))
    wait()
    if "odoo" in stages:
        with results.timed("odoo tests"):
            if options or len(targets) < PARALLEL or (os.cpu_count() or 1) < PARALLEL:
                run_pytest(results, "odoo", [f"--odoo-database={database}", *OPTIONS, *options, *targets], repo.root)
            else:
                twin = f"{database}_draft"
                bases.copy(database, twin)
                share_pytest(results, "odoo", [[f"--odoo-database={name}", *OPTIONS, *targets] for name in (database, twin)], repo.root)
                bases.drop(twin)
    if "upgrade" in stages:
        with results.timed("upgrade"):
            if _logged(results, "upgrade", f"-u {','.join(names)}", lambda: bases.modules("upgrade", database, "-u", names)):
                _check_terms(results, repo, bases, database, names)


def _check_terms(results, repo, bases, database, names):
    """The sources hold no term that a zh_CN.po does not know."""
    try:
        output = bases.shell("terms", database, "terms.py")
    except OdooFailed as error:
        results.check("upgrade", "terms are exported", str(error))
        return
    terms = json.loads(next(line for line in output.splitlines() if line.startswith("{")))
    for name in names:
        problems = po_check.check_terms(repo.folder / name, terms.get(name, []))
        results.check("upgrade", f"terms of {name}", "\n".join(f"  {name}: {line}" for line in problems))
