"""What files of cases with expected results have in common, whichever core they are run against. Imports nothing but the standard library."""
import json
from collections.abc import Callable
from typing import NamedTuple


# What a case that means nothing may raise in a core; anything else is a fault of the program.
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)


class Outcome(NamedTuple):
    """:ivar difference: ``""`` when the core gives what the case expects, else what it gives instead.
    :ivar told: the case is prose that no program computes; it is neither right nor wrong.
    """

    group: str
    id: str
    difference: str
    told: bool = False


def registry(noun: str) -> tuple[dict[str, Callable], Callable]:
    """Make a table of checks that register themselves.

    :param noun: what a name stands for, such as ``group``.
    :return: ({name: function}, decorator ``register(name)``); a name taken twice raises ValueError.
    """
    table: dict[str, Callable] = {}

    def register(name):
        def add(function):
            if name in table:
                raise ValueError(f"the {noun} {name} is registered twice")
            table[name] = function
            return function
        return add
    return table, register


def load(text: str):
    """:param text: a JSON file. :return: its data; numbers with a point stay decimal texts, because nothing here is a float."""
    return json.loads(text, parse_float=str)


def differs(what: str, expected, found) -> list:
    """:return: one difference, or nothing when both are equal."""
    return [] if expected == found else [f"{what}: expected {_text(expected)}, found {_text(found)}"]


def _text(value) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def unreadable(error: Exception) -> str:
    """:return: the difference of a case that cannot be read."""
    if isinstance(error, KeyError) and error.args:
        text = str(error.args[0])
        return f"cannot be read: {text if ' ' in text else f'{text} is missing or unknown'}"
    return f"cannot be read: {error or type(error).__name__}"


def said(differences: list, reason: str | None) -> str:
    """:return: the differences of one case in a line, with what the file says about it; ``""`` without any."""
    return "; ".join(differences) + (f"  [{reason}]" if reason else "") if differences else ""
