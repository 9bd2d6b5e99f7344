"""F06: a small disk below a part of the drill's cluster that can be filled up and given space again."""
import errno
import os
import shutil
import subprocess
from pathlib import Path

TABLES = ("prepaid_account", "prepaid_entry", "prepaid_hold", "prepaid_hold_line", "prepaid_lot", "prepaid_operation", "drill_order")
MOVE = """
DO $$ DECLARE x record; BEGIN
    FOR x IN SELECT c.oid::regclass AS name, c.relkind FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
              WHERE c.oid::regclass::text = ANY (ARRAY[{names}]) OR i.indrelid::regclass::text = ANY (ARRAY[{names}]) LOOP
        EXECUTE format('ALTER %s %s SET TABLESPACE drill_full', CASE x.relkind WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END, x.name);
    END LOOP;
END $$
"""


def unable(folder):
    """Why no small disk can be mounted here, or None."""
    if os.geteuid() != 0:
        return "a small disk can be mounted by root only"
    place = Path(folder, "probe")
    place.mkdir(parents=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, text=True, check=False)
    if done.returncode:
        place.rmdir()
        return f"a small disk cannot be mounted: {done.stderr.strip()}"
    subprocess.run(["umount", place], check=True)
    place.rmdir()
    return None


class Disk:
    """The disk; ``kind`` says what lies on it: "data" (the tables of the ledger) or "wal" (the server's log)."""

    def __init__(self, cluster, database, kind):
        self.cluster, self.database, self.kind, self.full = cluster, database, kind, False
        state = Path(cluster.outside["DEALER_STATE"])
        self.place_of_server, self.mount = state / f"pg-{cluster.kind}", state / f"full-{cluster.kind}"

    def place(self):
        """Mount the disk and move the part there."""
        owner = self.place_of_server.stat()
        self.mount.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={'24m' if self.kind == 'data' else '192m'}", "tmpfs", self.mount], check=True)
        os.chown(self.mount, owner.st_uid, owner.st_gid)
        if self.kind == "data":
            space = self.mount / "space"
            space.mkdir()
            os.chown(space, owner.st_uid, owner.st_gid)
            self.sql(f"CREATE TABLESPACE drill_full LOCATION '{space}'")
            self.sql(MOVE.replace("{names}", ", ".join(f"'{name}'" for name in TABLES)))
            return
        self.sql("ALTER SYSTEM SET max_wal_size = '48MB'")
        self.sql("ALTER SYSTEM SET min_wal_size = '32MB'")
        self.cluster.control("stop")
        subprocess.run(["cp", "-a", self.place_of_server / "pg_wal", self.mount / "pg_wal"], check=True)
        shutil.rmtree(self.place_of_server / "pg_wal")
        (self.place_of_server / "pg_wal").symlink_to(self.mount / "pg_wal")
        self.cluster.control("start")

    def sql(self, text):
        """Run a statement as the cluster's owner."""
        return subprocess.run(["psql", "-qXd", self.database, "-c", text], check=self.kind == "data" or not self.full, capture_output=True, text=True)

    def fill(self):
        """Take all that is left of the disk; the server's log is led to its next file, which does not fit any more."""
        self.full = True
        with (self.mount / "ballast").open("ab", buffering=0) as out:
            for size in (1 << 20, 4096, 1):
                try:
                    while True:
                        out.write(b"\0" * size)
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
        if self.kind == "wal":
            for _turn in range(12):
                self.sql("SELECT pg_switch_wal()")

    def free(self):
        """Give the space back."""
        (self.mount / "ballast").unlink()
        self.full = False

    def remove(self):
        """Unmount; the server has to be stopped for that and cannot be used again."""
        self.cluster.control("crash")
        subprocess.run(["umount", "-l", self.mount], check=True)
        self.mount.rmdir()
