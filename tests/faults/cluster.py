"""A private, durable PostgreSQL cluster with a copy of a test database (see tools/cluster.sh)."""
import os
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Cluster:
    """The cluster of one kind below DEALER_STATE; ``environ`` is the environment of programs that use it."""

    def __init__(self, kind="drill"):
        self.kind = kind
        state = os.environ.get("CHECKS_STATE") or os.environ.get("DEALER_STATE")
        self.outside = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        if state:
            self.outside["DEALER_STATE"] = state
        self.environ = None

    def control(self, action):
        """Run one action of tools/cluster.sh; return what it prints."""
        done = subprocess.run([ROOT / "tools/cluster.sh", self.kind, action], env=self.outside, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"tools/cluster.sh {self.kind} {action}: {done.stderr[-600:]}")
        return done.stdout.strip()

    def start(self):
        """Start the server, made anew if there is none."""
        self.environ = {**os.environ, "PGHOST": self.control("start"), "PGPORT": "5432", "PGUSER": "odoo"}
        self.environ.pop("PGPASSWORD", None)

    def copy(self, source, target, environ=None):
        """Copy a database of the caller's server, or of the one that an environment names, into this one, replacing an older copy."""
        with tempfile.TemporaryDirectory(prefix="drill.") as folder:
            subprocess.run(["pg_dump", "-Fd", "-Z0", "-j2", "-f", f"{folder}/dump", source], env=environ, check=True)
            subprocess.run(["dropdb", "-f", "--if-exists", target], env=self.environ, check=True)
            subprocess.run(["createdb", target], env=self.environ, check=True)
            fast = {**self.environ, "PGOPTIONS": "-c synchronous_commit=off"}   # a copy that a crash tears is made anew
            subprocess.run(["pg_restore", "-j2", "-d", target, f"{folder}/dump"], env=fast, check=True)

    def drop(self):
        """Stop the server and remove its files."""
        self.control("drop")
