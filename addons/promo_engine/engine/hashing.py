"""Hashes that do not depend on the order in which anything came in."""
import hashlib
from collections.abc import Mapping


def canonical(value):
    """:return: the value with every set and mapping in one order, made of tuples: equal values give equal texts."""
    if isinstance(value, Mapping):
        return tuple(sorted((str(key), canonical(item)) for key, item in value.items()))
    if isinstance(value, (set, frozenset)):
        return tuple(sorted(map(canonical, value), key=repr))
    if isinstance(value, (list, tuple)):
        return tuple(map(canonical, value))
    slots = getattr(type(value), "__dataclass_fields__", None)
    return tuple(canonical(getattr(value, name)) for name in slots) if slots else value


def _text(value):
    return repr(value).encode()


def cart_hash(cart, options, availability):
    """:return: hash of everything an evaluation looks at beside the rules."""
    lines = sorted(
        (line.seq, line.id, line.sku, line.qty, line.price_fen, sorted(line.tags), line.list_price_fen, line.floor_fen, line.cost_fen,
         line.ex_factory_fen, line.tax_bp, line.tax_included, sorted(line.flags), line.launched) for line in cart.lines)
    # A deposit of before its buyer was kept has the hash it had.
    deposits = tuple(one if one.buyer else (one.rule, one.paid_fen, one.number, one.at) for one in cart.deposits)
    rest = canonical((
        cart.id, sorted((ship.id, ship.fee_fen, ship.method) for ship in cart.shipping), cart.at.isoformat() if cart.at else None,
        cart.codes, cart.buyer, cart.org, cart.currency, cart.payment_method, deposits, cart.balances, cart.picks, availability or {}))
    return hashlib.sha256(_text((lines, rest, options))).hexdigest()
