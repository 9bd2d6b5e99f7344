"""Dated versions of a contract and the one that is in force."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from .compile import Tariff


@dataclass(frozen=True, slots=True)
class Version:
    """:ivar valid_to: last day, included; None = open. ``tariff`` may be None where only the choice matters."""

    number: int
    valid_from: date
    valid_to: date | None = None
    priority: int = 0
    tariff: Tariff | None = None
    key: object = None


@dataclass(frozen=True, slots=True)
class Contract:
    """All versions of one contract."""

    key: str
    versions: tuple


def pick(versions: Sequence[Version], on_date: date) -> Version | None:
    """Choose the version of a day: the latest start wins, then priority, then number.

    :param versions: versions, any order.
    :param on_date: shipping date in the company's time zone.
    :return: the version, or None if no version is in force.
    """
    best = None
    for version in versions:
        if version.valid_from <= on_date and (version.valid_to is None or on_date <= version.valid_to):
            rank = (version.valid_from, version.priority, version.number)
            if best is None or rank > best[0]:
                best = (rank, version)
    return best and best[1]


class DateFinding(NamedTuple):
    """:ivar level: error | warning. :ivar code: same_start, gap, never_in_force, ends_before_start.
    :ivar versions: numbers concerned. :ivar first, last: days concerned."""

    level: str
    code: str
    versions: tuple
    first: date
    last: date | None


def check_dates(versions: Sequence[Version]) -> list[DateFinding]:
    """Check the dates of a contract's versions. Overlaps are allowed, the later start wins; a tie and a gap are told.

    :param versions: versions, any order.
    :return: findings, errors first.
    """
    found = [
        DateFinding("error", "ends_before_start", (version.number,), version.valid_from, version.valid_to)
        for version in versions if version.valid_to is not None and version.valid_to < version.valid_from]
    live = sorted(
        (version for version in versions if version.valid_to is None or version.valid_to >= version.valid_from),
        key=lambda version: (version.valid_from, version.priority, version.number))
    for one, other in pairwise(live):
        if (one.valid_from, one.priority) == (other.valid_from, other.priority):
            found.append(DateFinding("error", "same_start", (one.number, other.number), one.valid_from, None))
    end = None
    for position, version in enumerate(live):
        if position and end is not None and version.valid_from > end + timedelta(days=1):
            found.append(DateFinding(
                "warning", "gap", (live[position - 1].number, version.number), end + timedelta(days=1),
                version.valid_from - timedelta(days=1)))
        end = version.valid_to if not position else None if None in (end, version.valid_to) else max(end, version.valid_to)
        rivals = [other for other in live[position + 1:] if other.valid_from == version.valid_from]
        if any(other.valid_to is None or version.valid_to and version.valid_to <= other.valid_to for other in rivals):
            found.append(DateFinding("warning", "never_in_force", (version.number,), version.valid_from, version.valid_to))
    return sorted(found, key=lambda finding: finding.level != "error")
