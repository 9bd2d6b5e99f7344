"""Statements of the self-test on a copy of the database: make it, end one of its sessions, drop it."""
import odoo
from odoo.tools import SQL


def drop(name):
    """Drop a copy; nothing happens where it does not exist.

    :param name: name that :func:`dealer_prepaid.adapters.self_test_copy.copied` made.
    """
    odoo.sql_db.close_db(name)
    with odoo.sql_db.db_connect("postgres").cursor() as cr:
        cr._cnx.autocommit = True  # DROP DATABASE works outside of a transaction only
        cr.execute(SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", name))
        cr.execute(SQL("DROP DATABASE IF EXISTS %s", SQL.identifier(name)))


def end_session(cr, pid):
    """End another session of the copy, as a crash of its worker would."""
    cr.execute(SQL("SELECT pg_terminate_backend(%s)", pid))


def session_of(cr):
    """Give the number of the session of a cursor."""
    cr.execute(SQL("SELECT pg_backend_pid()"))
    return cr.fetchone()[0]


def tentative_holds(cr, account_id):
    """Count the holds of an account that no request has claimed or given back yet."""
    cr.execute(SQL("SELECT count(*) FROM prepaid_hold WHERE account_id = %s AND state = 'tentative'", account_id))
    return cr.fetchone()[0]
