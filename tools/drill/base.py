"""A database with the prepaid ledger on a durable cluster of its own."""
import os
from contextlib import contextmanager

from tests.faults.cluster import Cluster
from tools.checks.database import Databases
from tools.checks.repo import Repo

ADDONS = ("dealer_prepaid",)


@contextmanager
def drill_database(source=None, addons=ADDONS, kind="drill"):
    """Make the cluster and the database, remove them afterwards.

    :param source: a database of the test server that has the add-ons; a new one is made by default.
    :param addons: what a new one gets.
    :param kind: name of the cluster; another one beside a cluster that is in use.
    :return: (environment for programs, name of the database)
    """
    made = None
    if not source:
        repo = Repo()
        bases = Databases(repo, os.environ["CHECKS_STATE"])
        made = source = "drill_source"
        bases.copy(bases.ensure_full(), source)
        bases.modules("drill-install", source, "-i", list(addons))
    cluster = Cluster(kind)
    cluster.start()
    try:
        cluster.copy(source, "drill")
        if made:
            bases.drop(made)
        yield cluster.environ, "drill"
    finally:
        cluster.drop()
