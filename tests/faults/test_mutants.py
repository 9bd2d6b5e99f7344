"""R5: each broken variant is caught by a named check; the sound ledger passes all of them.

The short form takes some variants; ``DRILL_MUTANTS=all`` takes every one, ``DRILL_MUTANTS=3`` the first three of each kind, and the table
is written to the folder ``DRILL_FOLDER``.
"""
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

import psycopg2

from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from odoo.addons.dealer_prepaid.sql import chain, functions
from odoo.addons.dealer_prepaid.tests.common import PrepaidCommon

from ..load.yard import Yard
from .checks import PARALLEL, SEQUENTIAL
from .cluster import ROOT
from .mutants import CONCURRENT, DATABASE, PURE

WANTED = os.environ.get("DRILL_MUTANTS", "")     # "all", a number, or nothing for the short form
SHORT = (
    "no balance guard and no CHECK", "no key on a capture", "an operation is applied twice", "a release goes to the wrong lots",
    "a refund forgets what was refunded before", "recovery keeps money for nobody", "entries may be changed", "the digest leaves out the text")
CAUGHT = (AssertionError, UserError, psycopg2.Error, TypeError, ValueError, KeyError, IndexError, AttributeError)


def chosen(variants, short):
    """The variants that are wanted, or the short form's."""
    return variants if WANTED == "all" else variants[:int(WANTED)] if WANTED else short


def mutated(mutant):
    """The text of the changed function; an error when the place to change is gone, so that no mutant is forgotten."""
    source = chain.CANONICAL if mutant.function == "CANONICAL" else getattr(functions, mutant.function)
    assert mutant.old in source, f"{mutant.name}: {mutant.function} has no {mutant.old!r} any more"
    return source.replace(mutant.old, mutant.new, mutant.count)


def apply(cr, mutant):
    """Put the variant into the database, in the transaction of the cursor."""
    if mutant.function:
        cr.execute(mutated(mutant))
    for statement in mutant.sql:
        cr.execute(statement)


@contextlib.contextmanager
def patched(mutant):
    """Put the variant into the program."""
    with contextlib.ExitStack() as stack:
        for target, replacement in mutant.patches:
            stack.enter_context(patch(target, replacement))
        yield


def report(name, rows):
    """Keep the table of a long run."""
    if folder := os.environ.get("DRILL_FOLDER"):
        Path(folder, f"mutants-{name}.json").write_text(json.dumps(rows, indent=1))


@tagged("post_install", "-at_install")
class TestMutants(PrepaidCommon):
    """Variants that show in one request after the other."""

    def _savepoint(self):
        self.env.flush_all()
        return self.env.cr.savepoint(flush=False)

    def _catch(self, mutant):
        """The name of the check that catches the variant, or None."""
        for name, check in SEQUENTIAL.items():
            savepoint = self._savepoint()
            try:
                if mutant:
                    apply(self.env.cr, mutant)
                with patched(mutant) if mutant else contextlib.nullcontext():
                    check(self)
            except CAUGHT:
                return name
            finally:
                savepoint.close(rollback=True)
                self.env.cr.clear()
                self.env.invalidate_all()
        return None

    @mute_logger("odoo.sql_db", "odoo.addons.dealer_prepaid.models.prepaid_gate")
    def test_database(self):
        self.assertIsNone(self._catch(None), "the sound ledger passes every check")
        rows = [(mutant.name, self._catch(mutant)) for mutant in chosen(DATABASE, [mutant for mutant in DATABASE if mutant.name in SHORT])]
        report("database", rows)
        self.assertEqual([name for name, caught in rows if not caught], [], "variants that nothing catches")
        self.assertGreaterEqual(len(rows), len(SHORT) if WANTED in ("", "all") else 1)

    def test_every_place_exists(self):
        for mutant in (*DATABASE, *CONCURRENT):
            if mutant.function:
                self.assertNotEqual(mutated(mutant), "")


@tagged("post_install", "-at_install")
class TestConcurrentMutants(BaseCase):
    """Variants that show only when several requests are at work."""

    def _catch(self, yard, mutant):
        for name, check in PARALLEL.items():
            try:
                with patched(mutant) if mutant else contextlib.nullcontext():
                    check(yard)
            except CAUGHT:
                return name
        return None

    def _restore(self, yard):
        with Registry(yard.database).cursor() as cr:
            functions.install(cr)

    @mute_logger("odoo.sql_db", "odoo.service.model", "odoo.addons.dealer_prepaid.models.prepaid_gate")
    def test_concurrent(self):
        rows = []
        for mutant in (None, *chosen(CONCURRENT, CONCURRENT[:2])):
            yard = Yard(get_db_name())
            try:
                if mutant:
                    with Registry(yard.database).cursor() as cr:
                        apply(cr, mutant)
                rows.append((mutant.name if mutant else None, self._catch(yard, mutant)))
            finally:
                self._restore(yard)
                yard.clean()
        report("concurrent", rows[1:])
        self.assertEqual(rows[0], (None, None), "the sound ledger passes every check")
        self.assertEqual([name for name, caught in rows[1:] if not caught], [], "variants that nothing catches")


@tagged("post_install", "-at_install")
class TestPureMutants(BaseCase):
    """Variants of the pure package, caught by its own tests without Odoo."""

    def _tree(self, folder):
        """A copy of what the pure tests need."""
        shutil.copytree(ROOT / "tools/pure", folder / "tools/pure", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "addons").mkdir()
        for name in ("dealer_base", "dealer_prepaid"):
            shutil.copytree(ROOT / "addons" / name, folder / "addons" / name, ignore=shutil.ignore_patterns("__pycache__", "static", "i18n", "views"))

    def _caught(self, folder):
        targets = [f"addons/dealer_prepaid/tests/test_core_{name}.py" for name in ("ledger", "lots")]
        done = subprocess.run(
            [sys.executable, "-B", "-m", "pytest", "-c", "tools/pure/pytest.ini", "--rootdir=.", "-p", "tools.pure.conftest", "-q", "-x", *targets],
            cwd=folder, capture_output=True, text=True, check=False)
        return "test_core" if done.returncode == 1 else None

    def test_pure(self):
        rows = []
        with tempfile.TemporaryDirectory(prefix="mutants.") as name:
            folder = Path(name)
            self._tree(folder)
            self.assertIsNone(self._caught(folder), "the sound package passes")
            for file, old, new in chosen(PURE, PURE[::12]):
                path = folder / "addons/dealer_prepaid/ledger" / file
                source = path.read_text()
                self.assertIn(old, source)
                path.write_text(source.replace(old, new, 1))
                rows.append((f"{file}: {old} -> {new}", self._caught(folder)))
                path.write_text(source)
        report("pure", rows)
        self.assertEqual([name for name, caught in rows if not caught], [], "variants that nothing catches")
