"""The lowest price before a reduction, and the reference price of a promotion."""
from ..prices import Price, lowest_before, reference_price
from .registry import differs, money, register, shown


@register("price_history")
def check_history(case, expected):
    """The log ends with the price that is announced now."""
    decimals = int(case.get("decimals", 2))
    log = [Price(row["at"], int(row.get("n", k)), money(row["price"], decimals)) for k, row in enumerate(case["price_log"])]
    found, wanted = lowest_before(log, int(case["window_days"])), expected["lowest_before"]
    return differs("lowest_before", None if wanted is None else shown(money(wanted, decimals), decimals),
                   None if found is None else shown(found, decimals))


@register("reference_price")
def check_reference(case, expected):
    """The lowest deal of the window, else the last deal before the promotion."""
    decimals = int(case.get("decimals", 2))
    deals = [Price(row["at"], k, money(row["price"], decimals)) for k, row in enumerate(case["deals"])]
    found, wanted = reference_price(deals, case["promo_start"], int(case.get("window_days", 7))), expected["reference_price"]
    return differs("reference_price", None if wanted is None else shown(money(wanted, decimals), decimals),
                   None if found is None else shown(found, decimals))
