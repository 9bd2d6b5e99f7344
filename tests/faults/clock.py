"""Clocks that a test sets: the database's, for one transaction, and the one of the host that runs Odoo."""
from contextlib import contextmanager

SCHEMA = """
    CREATE SCHEMA IF NOT EXISTS drill_clock;
    CREATE OR REPLACE FUNCTION drill_clock.now() RETURNS timestamptz AS $$
        SELECT current_setting('drill.clock')::timestamptz $$ LANGUAGE sql STABLE PARALLEL SAFE;
"""


@contextmanager
def database_clock(cr, moment):
    """Let now() of the database be a moment, in the functions of the ledger too: a function of that name is found before the built-in one.

    The transaction must be rolled back in the end.

    :param moment: naive UTC datetime.
    """
    cr.execute("SELECT current_setting('search_path')")
    path = cr.fetchone()[0]
    cr.execute(SCHEMA)
    cr.execute("SELECT set_config('drill.clock', %s, true), set_config('search_path', %s, true)", [
        f"{moment:%Y-%m-%d %H:%M:%S.%f}+00", f"drill_clock, {path.removeprefix('drill_clock, ').removesuffix(', pg_catalog')}, pg_catalog"])
    saved, cr._now = cr._now, None
    try:
        yield
    finally:
        cr.execute("SELECT set_config('search_path', %s, true)", [path])
        cr._now = saved
