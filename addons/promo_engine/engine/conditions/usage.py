"""How often the rule was used already, where the caller counted it."""
from dataclasses import dataclass

from ..reading import choice, number
from ..registry import condition


@dataclass(frozen=True)
class Usage:
    """``used`` below ``limit``; ``of`` says whose limit it is."""

    limit: int = number()
    used: int = number(0)
    of: str = choice("customer", "total", "org", default="customer")


@condition("usage", "Uses left", Usage)
def check(work, rule, spec):
    """:return: limit_customer, limit_total or limit_org with limit and used."""
    return None if spec.used < spec.limit else (f"limit_{spec.of}", (("limit", spec.limit), ("used", spec.used)))
