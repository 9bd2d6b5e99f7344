"""How two rules meet: whether the same buyer can come into question for both at one time, and what happens when he does."""
from datetime import datetime
from typing import NamedTuple

from .conditions.org import PLACES

# Facts of which a buyer has one value only; he may have several groups, regions and audiences.
SINGLE = frozenset({"level", "activation"})
HOW = ("stack", "best", "first", "at_most", "price", "exclude", "never")


class Meeting(NamedTuple):
    """:ivar how: stack (both apply), best, first, at_most (a conflict group decides), price (the best price of a line), exclude (one keeps the
    other away), never (not in one order). :ivar why: the reason of exclude and never: not_with, exclusive, line_exclusive, time, buyers, else
    the name of the group. :ivar start: aware time from which both are in force, None without a limit. :ivar end: likewise, not included.
    """

    how: str
    why: str = ""
    start: datetime | None = None
    end: datetime | None = None


def overlap(first, second):
    """:return: (start, end) of the time in which two rules are both in force, None on a side without a limit; False for no such time."""
    start = max((rule.start for rule in (first, second) if rule.start), default=None)
    end = min((rule.end for rule in (first, second) if rule.end), default=None)
    return False if start and end and start >= end else (start, end)


def _values(spec):
    return {*spec.one_of, *([] if spec.equals is None else [spec.equals])}


def same_buyers(first, second):
    """:return: whether one buyer can meet the conditions of both rules, as far as level, activation and organisation say."""
    for mine in first.conditions:
        for other in second.conditions:
            if mine.code == other.code == "customer" and mine.field == other.field and mine.field in SINGLE and not _values(mine) & _values(other):
                return False
            if mine.code == other.code == "org":
                for place in PLACES:
                    left, right = set(getattr(mine, place)), set(getattr(other, place))
                    if left and right and not left & right:
                        return False
    return True


def _names(rule):
    return {rule.id, rule.campaign} - {""}


def meet(first, second):
    """Tell what happens when two rules come into question for one order.

    :param first: Rule. :param second: Rule.
    :return: Meeting.
    """
    time = overlap(first, second)
    if not time:
        return Meeting("never", "time")
    if not same_buyers(first, second):
        return Meeting("never", "buyers", *time)
    if _names(second) & set(first.not_with) or _names(first) & set(second.not_with):
        return Meeting("exclude", "not_with", *time)
    goods = {"item", "order", "coupon", "platform"}
    if {first.level, second.level} <= goods and (first.exclusive or second.exclusive):
        return Meeting("exclude", "exclusive", *time)
    shared = {group.name: group for group in first.groups}
    for group in second.groups:
        if group.name in shared and not (group.mode == "at_most" and group.n > 1):
            return Meeting(group.mode, group.name, *time)
    if first.level == second.level == "price" and not (first.stack or second.stack):
        return Meeting("price", "", *time)
    earlier = min((first, second), key=lambda rule: rule.order)
    if earlier.line_exclusive:
        return Meeting("exclude", "line_exclusive", *time)
    return Meeting("stack", "", *time)
