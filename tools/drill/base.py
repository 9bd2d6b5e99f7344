"""A database with the prepaid ledger on a durable cluster of its own."""
import os
from contextlib import contextmanager

from tests.faults.cluster import Cluster
from tools.checks.database import Databases
from tools.checks.repo import Repo

ADDON = "dealer_prepaid"


@contextmanager
def drill_database(source=None):
    """Make the cluster and the database, remove them afterwards.

    :param source: a database of the test server that has the add-on; a new one is made by default.
    :return: (environment for programs, name of the database)
    """
    made = None
    if not source:
        repo = Repo()
        bases = Databases(repo, os.environ["CHECKS_STATE"])
        made = source = "drill_source"
        bases.copy(bases.ensure_full(), source)
        bases.modules("drill-install", source, "-i", [ADDON])
    cluster = Cluster()
    cluster.start()
    try:
        cluster.copy(source, "drill")
        if made:
            bases.drop(made)
        yield cluster.environ, "drill"
    finally:
        cluster.drop()
