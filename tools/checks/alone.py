"""Each add-on installs on a database that holds nothing but Odoo's base, without a warning."""
from concurrent.futures import ThreadPoolExecutor

from tools.checks import log_check
from tools.checks.database import OdooFailed

PARALLEL = 2


def run(results, repo, bases, names):
    """Install every add-on of `names` on its own copy of the bare template, two at a time."""
    with results.timed("alone"):
        try:
            bases.ensure_bare()
        except OdooFailed as error:
            results.check("alone", "bare template database", str(error))
            return
        order = sorted(names, key=repo.weight, reverse=True)
        for name in order:      # a template may have no other user while it is copied
            bases.copy(bases.bare, f"alone_{name}")
        with ThreadPoolExecutor(PARALLEL) as pool:
            for name, problem in zip(order, pool.map(lambda name: _install(bases, name), order), strict=True):
                results.check("alone", f"{name} installs alone", problem)


def _install(bases, name):
    database = f"alone_{name}"
    try:
        return "\n".join(log_check.problems(bases.modules(f"alone-{name}", database, "-i", [name])))
    except OdooFailed as error:
        return str(error)
    finally:
        bases.drop(database)
