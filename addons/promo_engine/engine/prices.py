"""What a price was before: the baselines that a price claim is measured against. Days are ISO texts."""
from datetime import date, timedelta
from typing import NamedTuple


class Price(NamedTuple):
    """A price that was in force from a day (or a moment) on, or a deal at it; ``n`` orders entries of one moment."""

    at: str
    n: int
    fen: int


def _before(moment, days):
    """The ISO text of so many days before, in the precision of the moment."""
    return (date.fromisoformat(moment[:10]) - timedelta(days)).isoformat() + moment[10:]


def lowest_before(log, window_days):
    """The lowest price before the price announced now.

    :param log: Price entries in any order; the last one in time is the price announced now.
    :param window_days: length of the window that ends with the announcement.
    :return: fen, or None when there was no other price. The price in force when the window opens counts.
    """
    entries = sorted(log, key=lambda entry: (entry.at, entry.n))
    if len(entries) < 2:
        return None
    *earlier, now = entries
    opens = _before(now.at, window_days)
    inside = [entry.fen for entry in earlier if entry.at >= opens]
    in_force = [entry.fen for entry in earlier if entry.at < opens][-1:]
    return min(inside + in_force)


def reference_price(deals, starts, window_days=7):
    """The price that a promotion may be compared with: the lowest deal of the days before it.

    :param deals: Price entries of deals at the same place. :param starts: ISO day or moment on which the promotion starts.
    :return: fen; without a deal in the window the last deal before, None without any.
    """
    before = sorted((deal for deal in deals if deal.at < starts), key=lambda deal: (deal.at, deal.n))
    opens = _before(starts, window_days)
    window = [deal.fen for deal in before if deal.at >= opens]
    if window:
        return min(window)
    return before[-1].fen if before else None


def activity_price_ok(list_fen, lowest_fen, price_fen, share_bp=5_000):
    """The platform's rule: at most half of the list price and below the lowest ordered price of the window.

    :param lowest_fen: None when nothing was ordered.
    :return: True when the price may be announced.
    """
    return price_fen * 10_000 <= list_fen * share_bp and (lowest_fen is None or price_fen < lowest_fen)


def voucher_cap_ok(cap_fen, step_fen=500, most_fen=20_000):
    """:return: whether the most a voucher pays for one product is a multiple of the step and not above the limit."""
    return cap_fen > 0 and cap_fen % step_fen == 0 and cap_fen <= most_fen


def voucher_cap_high(cap_fen, price_fen, advice_bp=2_000):
    """:return: whether the cap is above the advised share of the price: a warning, no error."""
    return cap_fen * 10_000 > price_fen * advice_bp


def below_cost(price_fen, cost_fen):
    """:return: (whether the price is below cost, margin in fen)."""
    return price_fen < cost_fen, price_fen - cost_fen


def running_phases(phases, day):
    """:param phases: (first day, last day, name), both days included. :return: names of those that run on a day, in their order."""
    return [name for first, last, name in phases if first <= day <= last]
