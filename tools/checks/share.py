"""pytest plugin: several runs of the same tests share them out, one file at a time, so that each test runs in exactly one of them.

A run takes a file by making its mark in the folder ``SHARE_FOLDER``; with ``SHARE_FROM=end`` it begins with the last file.
"""
import gc
import hashlib
import os
from itertools import groupby
from pathlib import Path

import pytest


def pytest_collection_modifyitems(items):
    """Turn the order of the files round for the run that begins at the end."""
    if os.environ.get("SHARE_FROM") == "end":
        files = [list(group) for _path, group in groupby(items, key=lambda item: item.path)]
        items[:] = [item for group in reversed(files) for item in group]


def pytest_collection_finish():
    """Leave what lives as long as the run, the registry and the tests, out of the garbage collection: a tenth of the time of Odoo's tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


class _Taken:
    """Which files this run has taken, and which another one has."""

    def __init__(self, folder):
        self.folder, self.known = Path(folder), {}

    def ours(self, path):
        """Take a file unless another run has it."""
        if path not in self.known:
            try:
                (self.folder / hashlib.sha256(str(path).encode()).hexdigest()).touch(exist_ok=False)
                self.known[path] = True
            except FileExistsError:
                self.known[path] = False
        return self.known[path]


def pytest_configure(config):
    """Share only where a folder is named."""
    if os.environ.get("SHARE_FOLDER"):
        config.pluginmanager.register(_Share(_Taken(os.environ["SHARE_FOLDER"])))


class _Share:
    def __init__(self, taken):
        self.taken = taken

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item, nextitem):
        """Leave out the tests of the others; what the last own test has set up is taken down with the next own one, or at the end."""
        return None if self.taken.ours(item.path) else True
