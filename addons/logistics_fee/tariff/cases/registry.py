"""Registry of the groups of a case file, and what they share: contracts read when a case needs them, differences as text."""
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from ..read import read_contracts
from ..version import Contract

GROUPS: dict[str, Callable] = {}


class Outcome(NamedTuple):
    """:ivar difference: ``""`` when the core gives what the case expects, else what it gives instead."""

    group: str
    id: str
    difference: str


class CaseFile:
    """A parsed file. Contracts are read one by one, so a contract that cannot be read fails its own cases only."""

    def __init__(self, data: Mapping):
        self.data = data
        self._contracts: dict[str, Contract] = {}

    @cached_property
    def _rows(self) -> dict:
        rows: dict[str, list] = {}
        for row in self.data.get("contracts") or ():
            rows.setdefault(row["id"], []).append(row)
        return rows

    def has_contract(self, key: str) -> bool:
        """:return: whether the file has such a contract."""
        return key in self._rows

    def contract(self, key: str) -> Contract:
        """:param key: id of a contract. :return: all its versions. :raises KeyError: when the file has no such contract."""
        if key not in self._contracts:
            self._contracts[key] = read_contracts(self._rows[key])[key]
        return self._contracts[key]

    def carrier(self, key: str) -> str:
        """:return: the carrier of a contract."""
        return self._rows[key][0]["carrier"]

    def table(self, name: str, key: str):
        """:return: an entry of a table of the file, such as a set of fee rules."""
        return self.data[name][key]


def register(name: str):
    """Register a group: function(case, file) -> list of differences. The group is the key of its list in the file without
    ``_cases``; a name taken twice raises."""
    def add(function):
        if name in GROUPS:
            raise ValueError(f"the group {name} is registered twice")
        GROUPS[name] = function
        return function
    return add


def load(text: str):
    """:param text: a JSON file. :return: its data; numbers with a point stay decimal texts, because nothing here is a float."""
    return json.loads(text, parse_float=str)


def differs(what: str, expected, found) -> list:
    """:return: one difference, or nothing when both are equal."""
    return [] if expected == found else [f"{what}: expected {_text(expected)}, found {_text(found)}"]


def _text(value) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def day(text: str) -> date:
    """:return: the date of an ISO text."""
    return date.fromisoformat(text)


def check_file(data: Mapping) -> Iterator[Outcome]:
    """Run every case of a file.

    :param data: what :func:`load` gave.
    :return: Outcome per case, in the order of the file. A case that cannot be read, and a group nobody knows, differ too.
    """
    file = CaseFile(data)
    for key, cases in data.items():
        if not key.endswith("_cases") or not isinstance(cases, list):
            continue
        group = key.removesuffix("_cases")
        check = GROUPS.get(group)
        for position, case in enumerate(cases, 1):
            name = str(case.get("id", position)) if isinstance(case, Mapping) else str(position)
            yield Outcome(group, name, _difference(check, case, file))


def _difference(check, case, file) -> str:
    if check is None:
        return "nobody knows this group of cases"
    try:
        found = check(case, file)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        return f"cannot be read: {type(error).__name__} {error}"
    if not found:
        return ""
    reason = case.get("arithmetic") or case.get("note") or case.get("title")
    return "; ".join(found) + (f"  [{reason}]" if reason else "")
