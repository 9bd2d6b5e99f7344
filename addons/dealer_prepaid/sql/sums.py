"""Figures that are not columns, as the database works them out: for searching, sorting, grouping and summing.

Each takes the alias of the row's table and the query that it stands in.
"""
from odoo.tools import SQL


def _identifier(alias, column):
    return SQL.identifier(alias, column)


def balance(alias, _query):
    """Give the sum of all entries of an account."""
    return SQL("(SELECT coalesce(sum(e.amount), 0) FROM prepaid_entry e WHERE e.account_id = %s)", _identifier(alias, "id"))


def held(alias, _query):
    """Give what the live holds of an account keep back."""
    return SQL(
        """(SELECT coalesce(sum(h.amount - h.captured - h.released), 0) FROM prepaid_hold h
             WHERE h.account_id = %s AND h.state IN ('tentative', 'open'))""", _identifier(alias, "id"))


def cash_free(alias, _query):
    """Give the free cash of an account."""
    return SQL(
        "(SELECT coalesce(sum(l.free), 0) FROM prepaid_lot l WHERE l.account_id = %s AND l.bucket = 'cash')", _identifier(alias, "id"))


def disputed(alias, _query):
    """Give what the owner of an account disputes of its debits and nobody has decided."""
    return SQL(
        """(SELECT coalesce(sum(d.disputed), 0) FROM prepaid_statement_dispute d
             WHERE d.account_id = %s AND d.state = 'open' AND d.amount < 0)""", _identifier(alias, "id"))


RUNNING = SQL(
    """(SELECT id, account_id, sum(amount) OVER chain AS after, sum(amount) OVER chain - amount AS before FROM prepaid_entry
        WINDOW chain AS (PARTITION BY account_id ORDER BY sequence NULLS LAST, id))""")


def _running(alias, query, column):
    """Give a column of the running balances, in the order of the chain: one pass over the entries, joined once, not one sum an entry.

    The account stands in the condition so that a query for one account reads the entries of that account only.
    """
    run = query.make_alias(alias, "running")
    query.add_join("LEFT JOIN", run, RUNNING, SQL(
        "%s = %s AND %s = %s", _identifier(run, "id"), _identifier(alias, "id"), _identifier(run, "account_id"), _identifier(alias, "account_id")))
    return _identifier(run, column)


def balance_after(alias, query):
    """Give the balance of the account after an entry."""
    return _running(alias, query, "after")


def balance_before(alias, query):
    """Give the balance of the account before an entry."""
    return _running(alias, query, "before")


def open_amount(alias, _query):
    """Give what a hold still keeps back."""
    return SQL("(%s - %s - %s)", *(_identifier(alias, name) for name in ("amount", "captured", "released")))


def used(alias, _query):
    """Give what of a lot was used or is held."""
    return SQL("(%s - %s - %s)", *(_identifier(alias, name) for name in ("initial", "free", "settled")))
