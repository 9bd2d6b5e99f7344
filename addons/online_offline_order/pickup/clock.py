"""The days that goods may wait at a store: reminders, the day of decision, the day on which service takes over (journey J10)."""
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Due:
    """What is due for goods that wait.

    :param reminders: how many reminders are due in all by today. :param decide: the store must decide. :param overdue: service takes over.
    """

    reminders: int
    decide: bool
    overdue: bool


def read_days(text: str) -> tuple[int, ...] | None:
    """Read the days of the reminders from a setting such as ``3,7,12``.

    :param text: numbers with commas; empty = no reminders.
    :return: the days, or None when the text is no list of rising days from 1 on.
    """
    parts = [part.strip() for part in (text or "").replace("，", ",").split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() for part in parts):
        return None
    days = tuple(int(part) for part in parts)
    return days if all(low < high for low, high in zip((0, *days), days, strict=False)) else None


def check_days(reminders: Sequence[int] | None, decide: int, overdue: int) -> bool:
    """Say whether the days follow each other: reminders before the decision, the decision before the end."""
    return reminders is not None and all(day < decide for day in reminders) and 0 < decide < overdue


def due_on(day: int, reminders: Sequence[int], decide: int, overdue: int) -> Due:
    """Say what is due.

    :param day: days since the goods arrived; the day after the arrival is day 1.
    :param reminders: days of the reminders. :param decide: day of the decision. :param overdue: day of the task for service.
    """
    return Due(sum(day >= one for one in reminders), day >= decide, day >= overdue)
