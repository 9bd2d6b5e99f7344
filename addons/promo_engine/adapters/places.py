"""Which counters of regions, sales companies and dealers a cart belongs to."""

REST = "rest"


def holders(cart):
    """:return: {place: keys the cart has there}."""
    region = cart.buyer.facts.get("region") or ()
    return {"sales_company": {cart.org.sales_company}, "dealer": {cart.org.dealer}, "region": set(region) if isinstance(region, (list, tuple)) else {region}}


def foreign(cart, places):
    """Find the counters that are none of the cart's.

    :param places: {limit: (rule, place, key)}; place ``rest`` counts for carts that no other counter of the rule counts.
    :return: set of limits.
    """
    if not places:
        return set()
    mine = holders(cart)
    hit = {limit for limit, (_rule, place, key) in places.items() if place != REST and key and key in mine[place]}
    rules = {places[limit][0] for limit in hit}
    return {limit for limit, (rule, place, _key) in places.items() if limit not in hit and (place != REST or rule in rules)}
