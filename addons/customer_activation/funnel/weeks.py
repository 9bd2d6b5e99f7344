"""Days, weeks and months as people in China count them: Asia/Shanghai, eight hours before UTC all year; weeks begin on Monday."""
from datetime import date, datetime, timedelta

OFFSET = timedelta(hours=8)


def shanghai_day(at: datetime) -> date:
    """Give the day in Shanghai of a naive UTC datetime."""
    return (at + OFFSET).date()


def utc_of(day: date) -> datetime:
    """Give the naive UTC datetime at which a day begins in Shanghai."""
    return datetime(day.year, day.month, day.day) - OFFSET


def week_start(day: date) -> date:
    """Give the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def month_start(day: date) -> date:
    """Give the first day of a day's month."""
    return day.replace(day=1)


def month_of(at: datetime) -> str:
    """Give the month in Shanghai of a naive UTC datetime, as 2026-11."""
    day = shanghai_day(at)
    return f"{day.year:04d}-{day.month:02d}"
