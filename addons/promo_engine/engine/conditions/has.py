"""Something of a scope is in the cart."""
from dataclasses import dataclass

from ..registry import condition
from ..scope import Scope, scope_field


@dataclass(frozen=True)
class Has:
    """At least one piece in scope."""

    scope: Scope | None = scope_field(None)


@condition("has", "Goods in the cart", Has)
def check(work, rule, spec):
    """:return: below_qty of one piece when the scope is empty."""
    if work.count(rule, spec.scope) > 0:
        return None
    return "below_qty", (("need", 1), ("have", 0), ("missing", 1))
