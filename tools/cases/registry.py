"""Kinds of case files. A kind is one file of this folder that registers a function; the command finds it by itself."""
from collections.abc import Callable
from typing import NamedTuple


class Kind(NamedTuple):
    """`check` gets the parsed file and gives objects with `id`, `group` and `difference` ("" = as expected); a ValueError: the
    file is no such file."""

    check: Callable
    summary: str


KINDS: dict[str, Kind] = {}


def kind(name, summary):
    """Register `check(data) -> iterable of outcomes` as the kind `name`; a name taken twice raises."""
    def add(check):
        if name in KINDS:
            raise ValueError(f"the kind {name} is registered twice")
        KINDS[name] = Kind(check, summary)
        return check
    return add
