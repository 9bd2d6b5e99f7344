"""Kinds of rewards, one family a file; each registers itself and takes money through the draft of its rule."""
from . import (amount, bundle, buy_get, cash_back, coin_price, deposit, donation, every, fixed_price, gift, issue, lottery, nth_group, pay,
               percent, points, price_cap, set_price, steps, tiers, unit_group, upgrade)

__all__ = ["amount", "bundle", "buy_get", "cash_back", "coin_price", "deposit", "donation", "every", "fixed_price", "gift", "issue",
           "lottery", "nth_group", "pay", "percent", "points", "price_cap", "set_price", "steps", "tiers", "unit_group", "upgrade"]
