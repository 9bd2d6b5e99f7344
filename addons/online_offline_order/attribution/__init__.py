"""Who is credited with an order: five kinds of orders, shares of guides and stores, exact to the fen. No records, no I/O."""
from .kinds import COURIER, KINDS, LINK, ONLINE_SOURCES, OTHER_STORE, OWN_STORE, PICKUP, SOURCES, kind_of
from .phone import phone_key
from .shares import PROPOSED, WHOLE, Party, Rule, Share, check_rule, shares_of, split

__all__ = [
    "COURIER", "KINDS", "LINK", "ONLINE_SOURCES", "OTHER_STORE", "OWN_STORE", "PICKUP", "PROPOSED", "SOURCES", "WHOLE", "Party", "Rule", "Share",
    "check_rule", "kind_of", "phone_key", "shares_of", "split",
]
