"""Registry of the kinds of cases, and what they share: which options count, what is compared, differences as text."""
from collections.abc import Iterator, Mapping

from odoo.addons.dealer_base.cases import Outcome, differs, load, registry, said, unreadable

from ..evaluate import InvariantError
from ..reading import Unreadable
from ..reading.values import scaled

__all__ = [
    "KINDS", "Outcome", "Prose", "case_options", "check_file", "differs", "expectation", "load", "money", "register", "shown",
]

KINDS, register = registry("kind")  # function(case, expected) -> list of differences


class Prose(Exception):
    """The case states its facts in sentences: there is nothing to compute."""


def money(value, decimals, name="money") -> int:
    """:return: a decimal text in the smallest unit."""
    return scaled(value, decimals, "expected", name)


def shown(amount: int, decimals: int) -> str:
    """:return: an amount of the smallest unit as decimal text."""
    sign, size = ("-" if amount < 0 else ""), str(abs(amount)).rjust(decimals + 1, "0")
    return f"{sign}{size[:-decimals]}.{size[-decimals:]}" if decimals else f"{sign}{size}"


def mapping(value, name) -> Mapping:
    """:return: a value of a file that has to be an object. :raises Unreadable: when it is none."""
    if not isinstance(value, Mapping):
        raise Unreadable(name, "", f"{value!r} is no object")
    return value


def expectation(case) -> Mapping:
    """What our rules have to give: of a contrast the reference result, where the case states one."""
    if case.get("use") == "contrast" and case.get("reference_result"):
        return mapping(case["reference_result"], "reference_result")
    return mapping(case["expected"], "expected")


def case_options(case) -> Mapping:
    """The options a case runs with: none for what must hold by default, else its own."""
    by_default = case.get("use") in ("must", "must_total") and case.get("holds_under_defaults", True)
    options = {} if by_default else dict(mapping(case.get("options") or {}, "options"))
    if options.pop("stack", False):
        options["price"] = "stack"
    return options


def check_file(data: Mapping) -> Iterator[Outcome]:
    """Run every case of a file.

    :param data: what :func:`load` gave: an object with a list ``cases``.
    :return: Outcome per case, in the order of the file. A case that cannot be read, and a kind nobody knows, differ too.
    """
    for position, case in enumerate(data["cases"], 1):
        if not isinstance(case, Mapping):
            yield Outcome("unknown", str(position), "cannot be read: the case is no object")
            continue
        kind, name = str(case.get("kind", "cart")), str(case.get("id", position))
        try:
            yield Outcome(kind, name, _difference(case, kind))
        except Prose:
            yield Outcome(kind, name, "", True)


def _difference(case, kind) -> str:
    check = KINDS.get(kind)
    if check is None:
        return f"nobody knows cases of the kind {kind}"
    if case.get("use") == "contrast" and not case.get("reference_result") and not case.get("options"):
        raise Prose     # the result of another system, and nothing is said about ours
    try:
        found = check(case, expectation(case))
    except (Unreadable, KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError) as error:
        return unreadable(error)
    except InvariantError as error:
        return f"breaks a law of the engine: {error}"
    return said(found, case.get("title") or case.get("notes"))
