"""Stages of the funnel, told by facts with their times; nobody chooses a stage by hand."""
from dataclasses import dataclass
from datetime import datetime, timedelta

STAGES = ("new", "informed", "contacted", "invited", "logged_in", "browsed", "first_order", "second_order", "active", "lost")
# Days after which a customer is too long in a stage; those that are missing have no limit.
DEFAULT_LIMITS = {"new": 7, "informed": 7, "contacted": 7, "invited": 7, "logged_in": 14, "browsed": 14, "first_order": 45, "second_order": 60}
ACTIVE_ORDERS = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one customer, each a naive UTC datetime or None.

    :param orders: times of the orders that count, ascending (cancelled and fully returned ones are left out).
    :param lost_at: when the salesperson closed the funnel with a reason.
    """

    created_at: datetime
    informed_at: datetime | None = None
    contacted_at: datetime | None = None
    invited_at: datetime | None = None
    first_login_at: datetime | None = None
    browsed_at: datetime | None = None
    orders: tuple = ()
    lost_at: datetime | None = None


def _ladder(facts):
    first = facts.orders[0] if facts.orders else None
    second = facts.orders[1] if len(facts.orders) > 1 else None
    return (
        ("new", facts.created_at), ("informed", facts.informed_at), ("contacted", facts.contacted_at), ("invited", facts.invited_at),
        ("logged_in", facts.first_login_at), ("browsed", facts.browsed_at), ("first_order", first), ("second_order", second),
    )


def entered_at(facts: Facts, now: datetime, active_days: int = 90) -> tuple:
    """Give the stage of a customer and since when.

    The furthest fact wins, whatever is missing before it. Active: three orders within the last ``active_days``. Lost: closed, and no
    login and no order since: whoever comes back is in the funnel again.

    :param now: naive UTC datetime.
    :param active_days: days, above zero.
    :return: (stage, naive UTC datetime).
    """
    if facts.lost_at:
        since = [at for at in (facts.first_login_at, *facts.orders) if at and at > facts.lost_at]
        if not since:
            return "lost", facts.lost_at
    recent = [at for at in facts.orders if now - timedelta(days=active_days) <= at <= now]
    if len(recent) >= ACTIVE_ORDERS:
        return "active", recent[ACTIVE_ORDERS - 1]
    return next((stage, at) for stage, at in reversed(_ladder(facts)) if at)


def due_at(stage: str, since: datetime, limits: dict | None = None) -> datetime | None:
    """Give the time until which a customer should have left a stage.

    :param limits: days by stage; 0 or a missing stage has no limit.
    :return: naive UTC datetime, or None.
    """
    days = (DEFAULT_LIMITS if limits is None else limits).get(stage)
    return since + timedelta(days=days) if days else None
