"""Drawing lots: a prize table whose odds add up to the whole, prizes with a stock, and a log that cannot be rewritten."""
import hashlib
from dataclasses import dataclass
from typing import NamedTuple

PRIZE_MOST_FEN = 5_000_000


class Prize(NamedTuple):
    """:ivar odds_bp: chance in basis points. :ivar stock: pieces left, None = without end. :ivar value_fen: declared value."""

    key: str
    odds_bp: int
    stock: int | None = None
    value_fen: int = 0


class Drawn(NamedTuple):
    """One line of the draw log. ``hash`` covers the line before it, so a line cannot be changed or left out.

    :ivar number: the random number, 0 to 9,999. :ivar hit: the prize of that number. :ivar prize: what was given: another one
    when the stock was gone.
    """

    ticket: str
    number: int
    hit: str
    prize: str
    hash: str


@dataclass(frozen=True, slots=True)
class Table:
    """:ivar prizes: Prize rows in their published order. :ivar fallback: key of the prize without a stock that is given when the one
    that was hit is gone.
    """

    name: str
    prizes: tuple
    fallback: str = ""


def table_problems(table):
    """What keeps a table from being published.

    :return: list of (code, value): odds_sum, odds_negative, prize_twice, no_fallback, prize_too_high.
    """
    found, keys = [], [prize.key for prize in table.prizes]
    whole = sum(prize.odds_bp for prize in table.prizes)
    if whole != 10_000:
        found.append(("odds_sum", whole))
    found += [("odds_negative", prize.key) for prize in table.prizes if prize.odds_bp < 0]
    found += [("prize_twice", key) for key in sorted(set(keys)) if keys.count(key) > 1]
    if any(prize.stock is not None for prize in table.prizes) and not any(
            prize.key == table.fallback and prize.stock is None for prize in table.prizes):
        found.append(("no_fallback", table.fallback))
    found += [("prize_too_high", prize.key) for prize in table.prizes if prize.value_fen > PRIZE_MOST_FEN]
    return found


def draw(table, ticket, number, left, before=""):
    """Draw once.

    :param ticket: the draw's own key; the caller draws a ticket once.
    :param number: random int from 0 to 9,999, made by the caller.
    :param left: prize key -> pieces left, for prizes with a stock.
    :param before: hash of the line before in the log.
    :return: Drawn.
    :raises ValueError: for a table with problems or a number outside.
    """
    if table_problems(table) or not 0 <= number < 10_000:
        raise ValueError("this table cannot be drawn from")
    at = 0
    for prize in table.prizes:
        at += prize.odds_bp
        if number < at:
            break
    given = prize.key if prize.stock is None or left.get(prize.key, 0) > 0 else table.fallback
    return Drawn(ticket, number, prize.key, given, _hash(before, ticket, number, prize.key, given))


def _hash(before, *parts):
    return hashlib.sha256(repr((before, *parts)).encode()).hexdigest()


def log_ok(log, before=""):
    """:param log: Drawn rows, oldest first. :return: whether none was changed, left out or moved."""
    for row in log:
        if row.hash != _hash(before, *row[:4]):
            return False
        before = row.hash
    return True
