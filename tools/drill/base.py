"""A database with the prepaid ledger on a durable cluster of its own."""
import os
from contextlib import contextmanager

from tests.faults.cluster import Cluster
from tools.checks.database import Databases
from tools.checks.repo import ROOT, Repo

ADDONS = ("dealer_prepaid",)


@contextmanager
def drill_database(source=None, addons=ADDONS, kind="drill", native=None):
    """Make the cluster and the database, remove them afterwards.

    :param source: a database of the test server that has the add-ons; a new one is made by default.
    :param addons: what a new one gets.
    :param kind: name of the cluster; another one beside a cluster that is in use.
    :param native: name of a second database beside it, of the same modules of Odoo without our add-ons (those of ``addons`` that are Odoo's
        are installed there, too); none by default.
    :return: (environment for programs, name of the database)
    """
    made, bases = None, Databases(Repo(), os.environ["CHECKS_STATE"])
    if not source:
        made = source = "drill_source"
        bases.copy(bases.ensure_full(), source)
        bases.modules("drill-install", source, "-i", list(addons))
    cluster = Cluster(kind)
    cluster.start()
    try:
        cluster.copy(source, "drill")
        if made:
            bases.drop(made)
        if native:
            plain = [name for name in addons if not (ROOT / "addons" / name).is_dir()]
            bases.copy(bases.ensure_full(), "drill_native")
            if plain:
                bases.modules("drill-native", "drill_native", "-i", plain)
            cluster.copy("drill_native", native)
            bases.drop("drill_native")
        yield cluster.environ, "drill"
    finally:
        cluster.drop()
