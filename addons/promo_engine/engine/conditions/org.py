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
        if wanted and getattr(work.cart.org, place) not in wanted:
            return "not_member", (("field", place),)
    return None
