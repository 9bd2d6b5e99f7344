"""Which order of the buyer it is; cancelled orders do not count."""
from dataclasses import dataclass

from ..reading import number
from ..registry import condition


@dataclass(frozen=True)
class NthOrder:
    """The first, second ... order; with ``upto`` a range, with ``every`` each so-manieth."""

    value: int = number(1, least=1)
    upto: int | None = number(None)
    every: int = number(0)


@condition("nth_order", "Which order", NthOrder)
def check(work, rule, spec):
    """:return: not_member when it is another order, or nothing is known about the buyer's orders."""
    done = work.buyer(rule).orders_done
    if done is not None:
        this = done + 1
        if spec.every and this % spec.every == 0 and this >= spec.value:
            return None
        if not spec.every and spec.value <= this <= (spec.value if spec.upto is None else spec.upto):
            return None
    return "not_member", (("field", "nth_order"), ("need", spec.value), ("have", -1 if done is None else done + 1))
