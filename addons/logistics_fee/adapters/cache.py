"""Compiled tariffs of this process, least recently used dropped first.

An active version never changes and its checksum covers every price in it, so an entry never has to be invalidated; the
choice of the version by date is not cached here.
"""
from collections import OrderedDict
from threading import Lock

SIZE = 256


class TariffCache:
    """A locked least-recently-used map (version id, checksum) -> compiled tariff."""

    def __init__(self, size=SIZE):
        self._size, self._items, self._lock = size, OrderedDict(), Lock()

    def get(self, key):
        """:param key: (version id, checksum). :return: the tariff or None."""
        with self._lock:
            tariff = self._items.get(key)
            if tariff is not None:
                self._items.move_to_end(key)
            return tariff

    def put(self, key, tariff):
        """Keep a tariff, dropping the one that was not used for longest."""
        with self._lock:
            self._items[key] = tariff
            self._items.move_to_end(key)
            while len(self._items) > self._size:
                self._items.popitem(last=False)

    def clear(self):
        """Forget everything; only tests need it."""
        with self._lock:
            self._items.clear()


TARIFFS = TariffCache()
