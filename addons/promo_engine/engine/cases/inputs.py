"""The cart, the rules and the customer of a case."""
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from ..cart import Cart, Line, Party, Ship
from ..reading import Unreadable
from ..reading.values import scaled, whole, words
from ..snapshot import read_snapshot

LINE_KEYS = {
    "id", "sku", "qty", "unit_price", "tags", "tax_pct", "tax_included", "floor_price", "list_price", "already_discounted", "undiscountable",
    "cost", "ex_factory", "launched", "notes"}
MOST_PIECES = 1_000_000
ZONE = ZoneInfo("Asia/Shanghai")
CART_KEYS = {"id", "lines", "shipping", "codes", "date", "payment_method", "picks", "balances", "notes"}


def _known(row, keys, place):
    unknown = sorted(set(row) - keys)
    if unknown:
        raise Unreadable(place, unknown[0], "is not known here")


def read_line(row, position, decimals):
    """:param row: a line of a case. :return: Line; its place in the file is its place in the cart."""
    name = str(row.get("id", f"L{position + 1}"))
    _known(row, LINE_KEYS, f"line {name}")

    def fen(key):
        return None if row.get(key) is None else scaled(row[key], decimals, f"line {name}", key)

    flags = {flag for key, flag in (("already_discounted", "sale"), ("undiscountable", "no_promo")) if row.get(key)}
    if whole(row.get("qty", 1), f"line {name}", "qty", 0) > MOST_PIECES:
        raise Unreadable(f"line {name}", "qty", f"is above {MOST_PIECES}")
    if row.get("unit_price") is None:
        raise Unreadable(f"line {name}", "unit_price", "is missing")
    return Line(
        name, str(row.get("sku", name)), whole(row.get("qty", 1), f"line {name}", "qty", 0), fen("unit_price"), position,
        frozenset(words(row.get("tags") or (), f"line {name}", "tags")), fen("list_price"), fen("floor_price") or 0, fen("cost"),
        fen("ex_factory"), scaled(row.get("tax_pct") or 0, 2, f"line {name}", "tax_pct"), row.get("tax_included") is not False,
        frozenset(flags), str(row.get("launched") or ""))


def _shipping(value, decimals):
    if value is None:
        return ()
    rows = value if isinstance(value, list) else [value]
    found = []
    for k, row in enumerate(rows, 1):
        row = row if isinstance(row, dict) else {"amount": row}
        fee = scaled(row.get("amount", row.get("fee", 0)), decimals, "shipping", "amount")
        found.append(Ship(str(row.get("id", f"S{k}")), fee, str(row.get("method", ""))))
    return tuple(found)


def _moment(value):
    """A day of a case is its noon; a time without a zone is one of the campaign's zone."""
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value) if len(str(value)) > 10 else datetime.combine(date.fromisoformat(value), time(12))
    except (TypeError, ValueError):
        raise Unreadable("cart", "date", f"{value!r} is no date") from None
    return found if found.tzinfo else found.replace(tzinfo=ZONE)


def _with_zone(row):
    """The start and end of a promotion with the zone of the campaign, where they name none."""
    found = {}
    for key in ("start", "end"):
        try:
            moment = datetime.fromisoformat(row[key])
        except (KeyError, TypeError, ValueError):
            continue
        if not moment.tzinfo:
            found[key] = moment.replace(tzinfo=_zone(row.get("zone"))).isoformat()
    return found


def _zone(name):
    try:
        return ZoneInfo(name) if name else ZONE
    except (TypeError, ValueError, OSError, KeyError):
        return ZONE


def read_returns(case):
    """:param case: a case with ``returns``: pieces by line, or several of those. :return: a list of {line id: pieces}."""
    given = case.get("returns") or {}
    found = []
    for row in given if isinstance(given, list) else [given]:
        if not isinstance(row, dict):
            raise Unreadable("returns", "", f"{row!r} is no object")
        found.append({str(name): whole(count, "returns", name, 0) for name, count in row.items()})
    return found or [{}]


def _lines(rows, decimals):
    found = tuple(read_line(row, k, decimals) for k, row in enumerate(rows or ()))
    seen = set()
    for line in found:
        if line.id in seen:
            raise Unreadable(f"line {line.id}", "id", "two lines have it")
        seen.add(line.id)
    return found


def read_cart(case, decimals):
    """:param case: a case with cart and customer. :return: Cart."""
    row, customer = case["cart"], dict(case.get("customer") or {})
    _known(row, CART_KEYS, "cart")
    orders = customer.pop("placed_orders", 0)
    return Cart(
        str(case.get("id", "case")), _lines(row.get("lines"), decimals),
        _shipping(row.get("shipping"), decimals), _moment(row.get("date")), frozenset(words(row.get("codes") or (), "cart", "codes")),
        Party(str(customer.get("id", "")), customer, whole(orders, "customer", "placed_orders", 0)),
        currency=str(case.get("currency") or "CNY"), payment_method=str(row.get("payment_method") or ""), picks=row.get("picks") or {},
        balances={key: scaled(value, decimals, "cart", "balances") for key, value in (row.get("balances") or {}).items()})


def in_currency(value, currency):
    """:return: a promotion whose amounts per currency, such as {"CNY": "10", "USD": "2"}, are those of the cart's currency."""
    if isinstance(value, dict):
        if value and all(isinstance(key, str) and len(key) == 3 and key.isalpha() and key.isupper() for key in value) and currency in value:
            return value[currency]
        return {key: in_currency(item, currency) for key, item in value.items()}
    return [in_currency(item, currency) for item in value] if isinstance(value, list) else value


def promotion_row(row, position):
    """The row of a rule for a promotion of a case.

    In the format of the files a promotion without ``seq`` comes in listing order, ``group`` is a best-of group, and price promotions
    that share no group follow one after the other.
    """
    found = {key: value for key, value in row.items() if key not in ("group", "seq", "customer_text")}
    found.update(_with_zone(row))
    found["seq"] = int(row.get("seq") or 0) * 1_000_000 + position
    if row.get("group"):
        found["groups"] = [{"name": str(row["group"])}]
    if row.get("level") == "price":
        found.setdefault("stack", True)
    return found


def read_promotions(case, decimals, listed=False):
    """:param listed: the listing order alone counts. :return: Snapshot. :raises Unreadable: for the first promotion that cannot be read."""
    rows = []
    for k, row in enumerate(case.get("promotions") or ()):
        if not isinstance(row, dict):
            raise Unreadable("promotions", "", f"{row!r} is no promotion")
        row = in_currency(row, str(case.get("currency") or "CNY"))
        rows.append(promotion_row({**row, "seq": 0} if listed else row, k))
    snapshot = read_snapshot(rows, decimals)
    if snapshot.problems:
        raise Unreadable("promotions", "", snapshot.problems[0].text)
    return snapshot
