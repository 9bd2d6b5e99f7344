"""Counting statements and taking times."""
import time
from contextlib import contextmanager
from unittest.mock import patch

from odoo import api
from odoo.modules.registry import Registry
from odoo.sql_db import Cursor


@contextmanager
def statements():
    """Collect the text of every statement of the process, whichever cursor sends it."""
    seen, execute = [], Cursor.execute

    def count(self, query, params=None, *args, **kwargs):
        seen.append(getattr(query, "code", query))
        return execute(self, query, params, *args, **kwargs)
    with patch.object(Cursor, "execute", count):
        yield seen


@contextmanager
def environment(database, *, keep=False):
    """An environment in a transaction that is rolled back unless it is to be kept."""
    with Registry(database).cursor() as cr:
        yield api.Environment(cr, 1, {"tracking_disable": True})
        if not keep:
            cr.postrollback.clear()
            cr.rollback()


@contextmanager
def stopwatch():
    """A list that gets the seconds."""
    taken, begun = [], time.perf_counter()
    yield taken
    taken.append(time.perf_counter() - begun)
