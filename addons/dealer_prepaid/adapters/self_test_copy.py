"""A copy of the running database for the self-test, made without stopping anybody: dumped and restored beside it, and dropped at the end."""
import subprocess
from contextlib import contextmanager

from odoo.modules.registry import Registry
from odoo.service.db import _create_empty_database
from odoo.tools.misc import exec_pg_environ, find_pg_tool

from ..sql import self_test

# Jobs and mail servers stay behind: nothing of the copy runs by itself or tells anybody anything.
LEFT_OUT = ("ir_cron", "ir_cron_trigger", "ir_cron_progress", "ir_mail_server", "fetchmail_server")


class CopyError(Exception):
    """The copy could not be made; the text says why."""


@contextmanager
def copied(source, name):
    """Make a copy, give its registry, and drop it whatever happens.

    :param source: name of the database.
    :param name: name of the copy.
    :raises CopyError: when the server refuses or a tool of PostgreSQL is missing.
    """
    try:
        self_test.drop(name)
        _create_empty_database(name)
        _fill(source, name)
        yield Registry(name)
    finally:
        Registry.delete(name)
        self_test.drop(name)


def _fill(source, name):
    env = exec_pg_environ()
    dump = [find_pg_tool("pg_dump"), "--no-owner", "--format=c", *(f"--exclude-table-data={table}" for table in LEFT_OUT), source]
    restore = [find_pg_tool("pg_restore"), "--no-owner", f"--dbname={name}"]
    with subprocess.Popen(dump, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reader:
        done = subprocess.run(restore, env=env, stdin=reader.stdout, capture_output=True, text=True, check=False)
        reader.stdout.close()
    if reader.returncode:
        raise CopyError(f"pg_dump: {reader.returncode}")
    if done.returncode and "FATAL" in done.stderr:
        raise CopyError(done.stderr.strip().splitlines()[-1])
