"""How the order is paid."""
from dataclasses import dataclass

from ..reading import texts
from ..registry import condition


@dataclass(frozen=True)
class PaymentMethod:
    """One of the methods; an order may have several keys, for its term and its method."""

    methods: tuple = texts()


@condition("payment_method", "Payment method", PaymentMethod)
def check(work, rule, spec):
    """:return: not_member for another method."""
    paid = work.cart.payment_method
    found = {paid} if isinstance(paid, str) else set(paid)
    return None if found.intersection(spec.methods) else ("not_member", (("field", "payment_method"),))
