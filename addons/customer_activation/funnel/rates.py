"""Activation rate and first-order rate with exact definitions; numerators are always parts of their denominators.

Registered: customers who were invited. Activated: of these, those with an own first login. Ordering: of the activated, those whose orders less
returns come to more than zero in the period. Activation rate = activated / registered; first-order rate = ordering / activated.

Cumulative: everybody invited until the end of the period, activated until the same moment. Cohort: who was invited within the period, with
what they did until the end of the reading (``until``).
"""
from dataclasses import dataclass
from datetime import datetime, timedelta

from odoo.addons.dealer_base.money import round_div

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer as the figures see him.

    :param invited_at: naive UTC datetime, or None: not registered.
    :param first_login_at: naive UTC datetime of the own first login, or None.
    :param first_order_at: naive UTC datetime of the first order that counts, or None.
    :param net_fen: orders less returns in the period, in fen.
    """

    invited_at: datetime | None
    first_login_at: datetime | None = None
    first_order_at: datetime | None = None
    net_fen: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and rates; rates and hours are None where there is nothing to divide by or to rank.

    :param login_hours: (median, p80) whole hours from invitation to first login of the activated.
    :param order_hours: (median, p80) whole hours from invitation to first order of the ordering.
    """

    registered: int
    activated: int
    ordering: int
    activation_bp: int | None
    first_order_bp: int | None
    login_hours: tuple
    order_hours: tuple


def rate_bp(part: int, whole: int) -> int | None:
    """Give part / whole in basis points, rounded half away from zero.

    :return: 0 to 10000, or None when the whole is zero.
    :raises ValueError: when the part is no part of the whole.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} is no part of {whole}")
    return round_div(part * 10_000, whole) if whole else None


def percentile(values, percent: int) -> int | None:
    """Give the smallest value such that at least ``percent`` per cent of the values are not above it (nearest rank, no interpolation).

    :param percent: 1 to 100.
    :return: one of the values, or None when there are none.
    """
    if not 1 <= percent <= 100:
        raise ValueError("percent is 1 to 100")
    ranked = sorted(values)
    return ranked[-(-len(ranked) * percent // 100) - 1] if ranked else None


def _hours(pairs):
    hours = [max(0, (end - begin) // HOUR) for begin, end in pairs]
    return percentile(hours, 50), percentile(hours, 80)


def figures(customers, until: datetime, since: datetime | None = None) -> Figures:
    """Count customers.

    :param until: naive UTC datetime, the end of the reading (not included).
    :param since: naive UTC datetime for a cohort: only who was invited from then on; None: cumulative.
    """
    registered = [one for one in customers if one.invited_at and one.invited_at < until and (since is None or one.invited_at >= since)]
    activated = [one for one in registered if one.first_login_at and one.first_login_at < until]
    ordering = [one for one in activated if one.net_fen > 0]
    return Figures(
        len(registered), len(activated), len(ordering), rate_bp(len(activated), len(registered)), rate_bp(len(ordering), len(activated)),
        _hours((one.invited_at, one.first_login_at) for one in activated),
        _hours((one.invited_at, one.first_order_at) for one in ordering if one.first_order_at))
