"""Which return policy holds for goods: the nearest category wins, within it the one that names the class."""
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """One row of the return policy.

    :param key: opaque key of the row.
    :param category: key of the category, 0 = all goods.
    :param reason_class: code of the class, empty = every class.
    """

    key: int
    category: int
    reason_class: str


def best_policy(rows: Sequence[Policy], path: Sequence[int], reason_class: str) -> int | None:
    """Find the row that holds.

    :param rows: the policies of the company.
    :param path: keys of the category and those above it, the nearest first.
    :param reason_class: code of the class of the return.
    :return: key of the row, None where none fits and the company's own days hold.
    """
    places = {category: number for number, category in enumerate((*path, 0))}
    fits = [row for row in rows if row.category in places and row.reason_class in ("", reason_class)]
    return min(fits, key=lambda row: (places[row.category], not row.reason_class, row.key)).key if fits else None
