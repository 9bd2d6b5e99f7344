"""How the order is delivered."""
from dataclasses import dataclass

from ..reading import texts
from ..registry import condition


@dataclass(frozen=True)
class ShippingMethod:
    """Every delivery goes by one of the methods."""

    methods: tuple = texts()


@condition("shipping_method", "Shipping method", ShippingMethod)
def check(work, rule, spec):
    """:return: not_member for another method, or without a delivery."""
    found = {ship.method for ship in work.shipping}
    return None if found and found <= set(spec.methods) else ("not_member", (("field", "shipping_method"),))
