"""Each add-on installs on a database that holds nothing but the modules of Odoo it depends on, without a warning.

What several add-ons need of Odoo is installed once and copied: on an empty database Odoo would install just that before the add-on.
"""
from concurrent.futures import ThreadPoolExecutor

from tools.checks import log_check
from tools.checks.database import OdooFailed

PARALLEL = 2


def run(results, repo, bases, names):
    """Install every add-on of `names` on its own copy of the template that holds what it needs of Odoo, two at a time."""
    with results.timed("alone"):
        try:
            bases.ensure_bare()
        except OdooFailed as error:
            results.check("alone", "bare template database", str(error))
            return
        needs = {name: repo.closure(name) for name in names}
        steps = sorted(set(needs.values()), key=lambda modules: (len(modules), sorted(modules)))
        order = sorted(names, key=lambda name: (len(needs[name]), name))
        with ThreadPoolExecutor(PARALLEL) as pool:   # first come, first served: what a work waits for was begun before it
            ready = {}
            for number, modules in enumerate(steps):
                below = max((step for step in steps if step < modules), key=len, default=frozenset())
                ready[modules] = pool.submit(_needed, bases, f"alone_needs_{number}", modules - below, ready.get(below))
            done = [pool.submit(_install, bases, name, ready[needs[name]]) for name in order]
            for name, work in zip(order, done, strict=True):
                results.check("alone", f"{name} installs alone", work.result())
        for number in range(len(steps)):
            bases.drop(f"alone_needs_{number}")


def _needed(bases, database, modules, below):
    """Make the template of a set of Odoo's modules.

    :param modules: what it has more than `below`, the future of the name of the template it begins with; None = the bare one.
    :return: its name. :raises OdooFailed: when Odoo's own modules do not install.
    """
    bases.copy(below.result() if below else bases.bare, database)
    bases.modules(database.replace("_", "-"), database, "-i", sorted(modules))
    return database


def _install(bases, name, needed):
    database = f"alone_{name}"
    try:
        bases.copy(needed.result(), database)
        return "\n".join(log_check.problems(bases.modules(f"alone-{name}", database, "-i", [name])))
    except OdooFailed as error:
        return str(error)
    finally:
        bases.drop(database)
