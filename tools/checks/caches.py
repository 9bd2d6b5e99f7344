"""pytest plugin: after a test, only those of Odoo's caches are emptied that the test made invalid; a tenth of the time of Odoo's tests.

Odoo empties all of them after every test, as what a test has changed is rolled back. A cache that nothing has invalidated since the test
began holds what was true before the test and is true after it: whoever changes what a cache is made of has to invalidate it, in
production as here. Tests over HTTP, whose requests run in threads of their own, and the end of a class empty all caches as Odoo does.
"""
import sys
from unittest.mock import patch

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """Look after the caches once Odoo and the tests are loaded."""
    if "odoo.tests.common" in sys.modules:
        _Caches(sys.modules["odoo.tests.common"])


class _Caches:
    def __init__(self, common):
        self.dirty, self.http = set(), common.HttpCase
        module = sys.modules["odoo.orm.registry"]
        registry, self.names = module.Registry, tuple(module._CACHES_BY_KEY)
        self.clear, self.clear_all, self.set_up = registry.clear_cache, registry.clear_all_caches, common.TransactionCase.setUp
        registry.clear_cache = lambda known, *names: self._clear_cache(known, *names)
        registry.clear_all_caches = lambda known: self._clear_all_caches(known)
        common.TransactionCase.setUp = lambda test: self._set_up(test)

    def _clear_cache(self, registry, *names):
        self.dirty.update(names or ("default",))
        self.clear(registry, *names)

    def _clear_all_caches(self, registry):
        self.dirty.update(self.names)
        self.clear_all(registry)

    def _set_up(self, test):
        if isinstance(test, self.http):
            self.set_up(test)
            return
        with patch.object(test.registry, "clear_all_caches", lambda: self._end(test.registry)):   # what the cleanup of the test will call
            self.set_up(test)
        self.dirty.clear()

    def _end(self, registry):
        if self.dirty:
            self.clear(registry, *self.dirty)
            self.dirty.clear()
