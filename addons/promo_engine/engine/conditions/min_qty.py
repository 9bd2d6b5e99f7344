"""So many pieces in scope."""
from dataclasses import dataclass

from ..reading import number
from ..registry import condition
from ..scope import Scope, scope_field


@dataclass(frozen=True)
class MinQty:
    """Pieces of all lines in scope together."""

    value: int = number()
    scope: Scope | None = scope_field(None)


@condition("min_qty", "Quantity reached", MinQty)
def check(work, rule, spec):
    """:return: below_qty with need, have and missing pieces."""
    have = work.count(rule, spec.scope)
    if have >= spec.value:
        return None
    return "below_qty", (("need", spec.value), ("have", have), ("missing", spec.value - have))
