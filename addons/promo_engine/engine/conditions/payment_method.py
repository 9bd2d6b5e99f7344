"""How the order is paid."""
from dataclasses import dataclass

from ..reading import texts
from ..registry import condition


@dataclass(frozen=True)
class PaymentMethod:
    """One of the methods."""

    methods: tuple = texts()


@condition("payment_method", "Payment method", PaymentMethod)
def check(work, rule, spec):
    """:return: not_member for another method."""
    return None if work.cart.payment_method in spec.methods else ("not_member", (("field", "payment_method"),))
