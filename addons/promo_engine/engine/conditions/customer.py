"""The buyer has a property: group, level, tag, region, activation state ..."""
from dataclasses import dataclass

from ..reading import Unreadable, plain, text
from ..registry import condition


def _values(value, place, _decimals):
    if not isinstance(value, (list, tuple)):
        raise Unreadable(place, "in", f"{value!r} is no list")
    return tuple(value)


def _value(value, place, _decimals):
    if isinstance(value, (dict, list)):
        raise Unreadable(place, "equals", f"{value!r} is no single value")
    return value


@dataclass(frozen=True)
class Customer:
    """``field`` names a fact; it equals a value, or is one of several. A fact that is a list fits when one of its values does."""

    field: str = text()
    equals: object = plain(None, read=_value)
    one_of: tuple = plain((), key="in", read=_values, write=list)


@condition("customer", "Buyer", Customer)
def check(work, rule, spec):
    """:return: not_member with the field when the buyer is no such buyer."""
    fact = work.buyer(rule).facts.get(spec.field)
    facts = fact if isinstance(fact, (list, tuple, set, frozenset)) else (fact,)
    wanted = spec.one_of if spec.equals is None else (spec.equals, *spec.one_of)
    return None if any(value == want for value in facts for want in wanted) else ("not_member", (("field", spec.field),))
