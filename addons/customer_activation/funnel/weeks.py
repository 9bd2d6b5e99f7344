"""Weeks, which begin on Monday, and months of a day."""
from datetime import date, timedelta


def week_start(day: date) -> date:
    """Give the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def month_start(day: date) -> date:
    """Give the first day of a day's month."""
    return day.replace(day=1)
