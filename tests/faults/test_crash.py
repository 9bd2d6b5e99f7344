"""R2, F01 to F05, G01, short form: kills and one crash of the server in a few seconds, and the fault points. The long form is ``bin/drill crash``."""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from .cluster import ROOT, Cluster


@tagged("post_install", "-at_install")
class TestCrash(BaseCase):
    def test_nothing_acknowledged_is_lost_or_doubled(self):
        cluster = Cluster(f"drill{os.getpid()}")
        self.addCleanup(cluster.drop)
        cluster.start()
        cluster.copy(get_db_name(), "drill")
        with tempfile.TemporaryDirectory(prefix="drill.") as folder:
            command = [
                sys.executable, "-m", "tests.faults.crash", "--database", "drill", "--folder", folder, "--kind", cluster.kind,
                "--seconds", "8", "--crash-every", "3", "4", "--slow", "1.5", "--workers", "4", "--accounts", "4", "--sweep", "0.7"]
            done = subprocess.run(command, cwd=ROOT, env=cluster.environ, capture_output=True, text=True, check=False, timeout=300)
            self.assertTrue(done.stdout, f"{done.stderr[-3000:]}")
            figures = json.loads(done.stdout.splitlines()[-1])
            log = Path(folder, "odoo.log")
            self.assertEqual(figures["problems"], [], log.read_text()[-3000:] if log.exists() else "")
        self.assertEqual(set(figures["points"].values()), {"ok"})
        self.assertGreaterEqual(figures["crashes"], 1)
        self.assertGreaterEqual(figures["kills"], 5)
        self.assertGreater(figures["acknowledged"], 20)
