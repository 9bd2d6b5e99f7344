"""Registry of the groups of a case file, and what they share: contracts read when a case needs them, differences as text."""
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from odoo.addons.dealer_base.cases import UNREADABLE, Outcome, differs, load, registry, said, unreadable

from ..read import read_contracts
from ..version import Contract
from .keys import CASES, CONTRACT, FEE_RULE, PROSE, REBATE_RULE, unknown_keys

__all__ = ["GROUPS", "CaseFile", "Outcome", "check_file", "day", "differs", "load", "register"]

# function(case, file) -> list of differences; the group is the key of its list in the file without ``_cases``
GROUPS, register = registry("group")
HOLDS = ("contracts", "fee_rules", "rebate_rules", *PROSE)
TABLES = {"fee_rules": [FEE_RULE], "rebate_rules": REBATE_RULE}


def only_known(row, schema, what: str = "") -> None:
    """:raises ValueError: when a part of the file has a key that nobody reads."""
    if unknown := list(dict.fromkeys(unknown_keys(row, schema))):
        raise ValueError(f"{what}unknown key {', '.join(unknown)}")


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
            only_known(self._rows[key], [CONTRACT], f"contract {key}: ")
            self._contracts[key] = read_contracts(self._rows[key])[key]
        return self._contracts[key]

    def carrier(self, key: str) -> str:
        """:return: the carrier of a contract."""
        return self._rows[key][0]["carrier"]

    def table(self, name: str, key: str):
        """:return: an entry of a table of the file, such as a set of fee rules. :raises ValueError: when it has unknown keys."""
        entry = self.data[name][key]
        only_known(entry, TABLES[name], f"{key}: ")
        return entry


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
        group = key.removesuffix("_cases")
        if group == key:
            if key not in HOLDS and isinstance(cases, list) and any(isinstance(row, Mapping) for row in cases):
                yield Outcome(key, "-", "nobody knows this list")
            continue
        if not isinstance(cases, list):
            yield Outcome(group, "-", "a group of cases is a list")
            continue
        check = GROUPS.get(group)
        for position, case in enumerate(cases, 1):
            name = str(case.get("id", position)) if isinstance(case, Mapping) else str(position)
            yield Outcome(group, name, _difference(group, check, case, file))


def _difference(group, check, case, file) -> str:
    if check is None:
        return "nobody knows this group of cases"
    if not isinstance(case, Mapping):
        return "a case is an object with keys"
    try:
        only_known(case, CASES.get(group))
        found = check(case, file)
    except UNREADABLE as error:
        return unreadable(error)
    return said(found, case.get("arithmetic") or case.get("note") or case.get("title")) if found else ""
