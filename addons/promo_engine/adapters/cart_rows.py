"""A cart as JSON data and back: what is kept with an order so that its prices can be worked out again years later."""
from dataclasses import asdict
from datetime import datetime

from ..engine import Cart, Deposit, Line, Org, Party, Ship


def _plain(value):
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def cart_row(cart):
    """:param cart: Cart. :return: JSON data."""
    return _plain(asdict(cart))


def read_cart(row):
    """:param row: what ``cart_row`` gave. :return: the same Cart."""
    values = dict(row)
    values["lines"] = tuple(Line(**{**line, "tags": frozenset(line["tags"]), "flags": frozenset(line["flags"])}) for line in row["lines"])
    values["shipping"] = tuple(Ship(**ship) for ship in row["shipping"])
    values["deposits"] = tuple(Deposit(**{
        **deposit, "at": _moment(deposit["at"]), "buyer": Party(**buyer) if (buyer := deposit.get("buyer")) else None}) for deposit in row["deposits"])
    if isinstance(row["payment_method"], list):
        values["payment_method"] = tuple(row["payment_method"])
    values.update(at=_moment(row["at"]), codes=frozenset(row["codes"]), buyer=Party(**row["buyer"]), org=Org(**row["org"]))
    return Cart(**values)


def _moment(text):
    return datetime.fromisoformat(text) if text else None
