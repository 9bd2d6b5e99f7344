"""What a carrier gives back at the end of a month: one file a kind, each registers itself."""
from . import marginal_amount, marginal_count, per_parcel_over, whole_amount, whole_percent
from .accrual import Accrual, compare
from .registry import KINDS, Rebate, RebateRule, RebateTier, read_rebate, rebate, register

__all__ = [
    "KINDS", "Accrual", "Rebate", "RebateRule", "RebateTier", "compare", "marginal_amount", "marginal_count",
    "per_parcel_over", "read_rebate", "rebate", "register", "whole_amount", "whole_percent",
]
