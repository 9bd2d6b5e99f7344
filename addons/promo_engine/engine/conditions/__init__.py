"""Kinds of conditions, one a file; each registers itself and answers None, or a reason code with its numbers."""
from . import (birthday, customer, dates, has, holdout, min_amount, min_qty, nth_order, org, payment_method, schedule, shipping_method, since,
               spent, usage)

__all__ = ["birthday", "customer", "dates", "has", "holdout", "min_amount", "min_qty", "nth_order", "org", "payment_method", "schedule",
           "shipping_method", "since", "spent", "usage"]
