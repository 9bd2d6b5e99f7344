"""Registry of the groups of a case file, and what they share: contracts read when a case needs them, differences as text."""
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from odoo.addons.dealer_base.cases import Outcome, differs, load, registry, said, unreadable

from ..read import read_contracts
from ..version import Contract

__all__ = ["GROUPS", "CaseFile", "Outcome", "check_file", "day", "differs", "load", "register"]

# function(case, file) -> list of differences; the group is the key of its list in the file without ``_cases``
GROUPS, register = registry("group")


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
        return unreadable(error)
    return said(found, case.get("arithmetic") or case.get("note") or case.get("title")) if found else ""
