"""Dated versions of a contract and the one that is in force."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
