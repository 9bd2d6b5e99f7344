"""The look-back over a ledger of prices: lowest deal of 7 days, lowest ordered and lowest offered price of 30 days before a start.

Days are calendar days of a time zone: the window opens at midnight of the day so many days before the day of the start, and closes with
the minute of the start, which is not part of it.
"""
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .prices import activity_price_ok

DAYS = {"deal": 7, "ordered": 30, "offered": 30}


class Seen(NamedTuple):
    """An entry of the ledger: aware time, number of the entry (ties of one moment), kind (offered, ordered, deal), fen of one piece."""

    at: datetime
    n: int
    kind: str
    fen: int


class Baselines(NamedTuple):
    """The lowest entries before a start, each a Seen or None when there was none.

    :ivar deal: of 7 days; without a deal in them the last one before. :ivar ordered: of 30 days.
    :ivar offered: of 30 days; the price in force when the window opens counts.
    """

    deal: Seen | None
    ordered: Seen | None
    offered: Seen | None

    @property
    def lowest_fen(self):
        """The lowest of all of them in fen, None without any."""
        found = [entry.fen for entry in self if entry]
        return min(found) if found else None


def opens(starts, days, zone):
    """:param starts: aware time. :param days: length of the window. :param zone: name of the time zone. :return: aware time of its first minute."""
    place = ZoneInfo(zone)
    return datetime.combine(starts.astimezone(place).date() - timedelta(days), time.min, tzinfo=place)


def look_back(entries, starts, zone="Asia/Shanghai"):
    """Find what a price claim is measured against.

    :param entries: Seen entries of one product in any order; those from the start on do not count.
    :param starts: aware time at which the price that is claimed begins.
    :return: Baselines.
    """
    found = {}
    for kind, days in DAYS.items():
        first = opens(starts, days, zone)
        mine = [entry for entry in entries if entry.kind == kind and entry.at < starts]
        window = [entry for entry in mine if entry.at >= first]
        before = max((entry for entry in mine if entry.at < first), key=lambda entry: (entry.at, entry.n), default=None)
        if before and (kind == "offered" or (kind == "deal" and not window)):
            window.append(before)
        found[kind] = min(window, key=lambda entry: (entry.fen, entry.at, entry.n), default=None)
    return Baselines(**found)


def claim_problems(claim, list_fen, price_fen, base):
    """Say why a price may not be announced with a claim.

    :param claim: activity (at most half of the list price and below the lowest ordered price), lowest (nothing lower was offered, ordered
        or sold), crossed (the price on the tag is crossed out: it was paid in the days before), or "" for none.
    :param list_fen: price on the tag. :param price_fen: what is announced. :param base: Baselines.
    :return: tuple of above_half, not_below_ordered, not_lowest, above_deal, never_sold; empty when the claim holds.
    """
    if claim == "crossed" and price_fen < list_fen:
        return ("never_sold",) if base.deal is None else ("above_deal",) if list_fen > base.deal.fen else ()
    if claim == "activity":
        lowest = base.ordered.fen if base.ordered else None
        return tuple(name for name, wrong in (
            ("above_half", not activity_price_ok(list_fen, None, price_fen)),
            ("not_below_ordered", lowest is not None and price_fen >= lowest)) if wrong)
    if claim == "lowest":
        return ("not_lowest",) if base.lowest_fen is not None and price_fen > base.lowest_fen else ()
    return ()
