"""Where the sale happens: company, sales company, dealer, store, salesman, region, venue, channel."""
from dataclasses import dataclass

from ..reading import texts
from ..registry import condition

PLACES = ("company", "sales_company", "dealer", "store", "salesman", "region", "venue", "channel")


@dataclass(frozen=True)
class OrgIs:
    """Every given list has to hold the order's place."""

    company: tuple = texts()
    sales_company: tuple = texts()
    dealer: tuple = texts()
    store: tuple = texts()
    salesman: tuple = texts()
    region: tuple = texts()
    venue: tuple = texts()
    channel: tuple = texts()


@condition("org", "Organisation, venue, channel", OrgIs)
def check(work, rule, spec):
    """:return: not_member with the first place that does not fit."""
    for place in PLACES:
        wanted = getattr(spec, place)
        if wanted and not set(wanted).intersection(_places(work.cart, place)):
            return "not_member", (("field", place),)
    return None


def _places(cart, place):
    """:return: what the order is at a place; its region is the order's own, or one of those the buyer lives in."""
    own = getattr(cart.org, place)
    if place != "region" or own:
        return (own,)
    found = cart.buyer.facts.get("region") or ()
    return found if isinstance(found, (list, tuple)) else (found,)
