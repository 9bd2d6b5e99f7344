"""Short lists that people write into one field: codes with commas between, periods of the year."""
import re
from datetime import date

PERIOD = re.compile(r"\s*(\d\d-\d\d)\s*(?:~|至|to)\s*(\d\d-\d\d)\s*")


def split_list(text) -> list:
    """:param text: names with commas between, Western or Chinese, or False. :return: list of them."""
    return [name for name in re.split(r"[,，、;；\s]+", text or "") if name]


def read_periods(text) -> list:
    """:param text: ``11-01~11-15, 12-20~01-05`` or False. :return: pairs of month-day. :raises ValueError: when it says anything else."""
    found = []
    for part in filter(None, re.split(r"[,，、;；]", text or "")):
        match = PERIOD.fullmatch(part)
        if not match:
            raise ValueError(part)
        for day in match.groups():
            date.fromisoformat(f"2000-{day}")
        found.append(match.groups())
    return found
