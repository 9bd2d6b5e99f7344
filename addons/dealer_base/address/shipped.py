"""The division table as it is shipped, for tools and tests that run without a database."""
import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from .book import AddressBook

DATA = Path(__file__).resolve().parents[1] / "data"


class Row(NamedTuple):
    """A line of dealer.division.csv."""

    code: str
    name: str
    short: str
    level: str
    parent: str
    successor: str


def _read(name):
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _code(xmlid):
    return xmlid.removeprefix("division_")


@lru_cache(maxsize=1)
def shipped_book() -> AddressBook:
    """The :class:`AddressBook` of the csv files in ``data/``."""
    return AddressBook(
        [
            Row(row["code"], row["name"], row["short_name"], row["level"], _code(row["parent_id:id"]), _code(row["replaced_by_id:id"]))
            for row in _read("dealer.division.csv")
        ],
        [(row["name"], _code(row["division_id:id"]), _code(row["scope_id:id"]), row["kind"]) for row in _read("dealer.division.alias.csv")],
    )
