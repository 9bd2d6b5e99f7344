"""F06: the disk of the ledger's tables, or of the server's log, fills up while workers are at work and die. The long form is ``bin/drill disk``."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from .cluster import ROOT, Cluster
from .disk import unable

SHORT = ("--seconds", "10", "--crash-every", "4", "5", "--slow", "0", "--workers", "4", "--accounts", "4", "--sweep", "0.7")


@tagged("post_install", "-at_install")
class TestDisk(BaseCase):
    def _drill(self, kind):
        with tempfile.TemporaryDirectory(prefix="drill.") as folder:
            if reason := unable(folder):
                self.skipTest(reason)
            cluster = Cluster(f"drill{os.getpid()}{kind}")
            self.addCleanup(cluster.drop)
            cluster.start()
            cluster.copy(get_db_name(), "drill")
            command = [sys.executable, "-m", "tests.faults.crash", "--database", "drill", "--folder", folder, "--kind", cluster.kind, "--full", kind, *SHORT]
            done = subprocess.run(command, cwd=ROOT, env=cluster.environ, capture_output=True, text=True, check=False, timeout=300)
            self.assertTrue(done.stdout, done.stderr[-3000:])
            figures = json.loads(done.stdout.splitlines()[-1])
        self.assertEqual(figures["problems"], [])
        self.assertGreaterEqual(figures["full"], 1)
        self.assertGreater(figures["acknowledged"], 20)
        return figures

    def test_tables(self):
        """Requests are refused with a sentence while there is no space; nothing is half done, and with space the same requests go through."""
        figures = self._drill("data")
        self.assertGreaterEqual(figures["full_answers"], 1)
        self.assertGreaterEqual(figures["full_sentences"], 1)

    @unittest.skipUnless(os.environ.get("DRILL_DISK") == "all", "the server's log on a full disk takes a cluster of its own: bin/drill disk, or DRILL_DISK=all")
    def test_log(self):
        """Without space for its log the server ends; what was acknowledged is there when it runs again."""
        self._drill("wal")
