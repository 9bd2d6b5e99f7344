"""Figures that are not columns, as the database works them out: for searching, sorting, grouping and summing."""
from odoo.tools import SQL


def _identifier(alias, column):
    return SQL.identifier(alias, column)


def balance(alias):
    """Give the sum of all entries of an account."""
    return SQL("(SELECT coalesce(sum(e.amount), 0) FROM prepaid_entry e WHERE e.account_id = %s)", _identifier(alias, "id"))


def held(alias):
    """Give what the live holds of an account keep back."""
    return SQL(
        """(SELECT coalesce(sum(h.amount - h.captured - h.released), 0) FROM prepaid_hold h
             WHERE h.account_id = %s AND h.state IN ('tentative', 'open'))""", _identifier(alias, "id"))


def cash_free(alias):
    """Give the free cash of an account."""
    return SQL(
        "(SELECT coalesce(sum(l.free), 0) FROM prepaid_lot l WHERE l.account_id = %s AND l.bucket = 'cash')", _identifier(alias, "id"))


def balance_after(alias):
    """Give the balance of the account after an entry."""
    return SQL(
        "(SELECT sum(e.amount) FROM prepaid_entry e WHERE e.account_id = %s AND e.id <= %s)",
        _identifier(alias, "account_id"), _identifier(alias, "id"))


def balance_before(alias):
    """Give the balance of the account before an entry."""
    return SQL(
        "(SELECT coalesce(sum(e.amount), 0) FROM prepaid_entry e WHERE e.account_id = %s AND e.id < %s)",
        _identifier(alias, "account_id"), _identifier(alias, "id"))


def open_amount(alias):
    """Give what a hold still keeps back."""
    return SQL("(%s - %s - %s)", *(_identifier(alias, name) for name in ("amount", "captured", "released")))


def used(alias):
    """Give what of a lot was used or is held."""
    return SQL("(%s - %s - %s)", *(_identifier(alias, name) for name in ("initial", "free", "settled")))
