"""The goods in scope reach an amount: 满. At least, on exact fen; ``strict`` asks for more."""
from dataclasses import dataclass

from ..reading import choice, fen, flag
from ..registry import condition
from ..scope import Scope, scope_field


@dataclass(frozen=True)
class MinAmount:
    """``base`` "" is the rule's; ``tax`` excl compares without tax; ``shipping`` counts the freight too."""

    value_fen: int = fen()
    base: str = choice("", "entry", "running", "list", default="")
    scope: Scope | None = scope_field(None)
    tax: str = choice("", "incl", "excl", "as entered", default="")
    strict: bool = flag()
    shipping: bool = flag()


@condition("min_amount", "Amount reached", MinAmount)
def check(work, rule, spec):
    """:return: below_amount with need, have and missing in fen."""
    have = work.amount(rule, spec.scope, spec.base, spec.tax, spec.shipping)
    need = spec.value_fen + (1 if spec.strict else 0)
    if have >= need:
        return None
    return "below_amount", (("need", need), ("have", have), ("missing", need - have))
