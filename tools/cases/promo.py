"""Carts with promotions, allocations, price histories, checks, quotas, hints, searches, returns."""
from odoo.addons.promo_engine.engine.cases import check_file

from tools.cases.registry import kind


@kind("promo", "carts with promotions: totals, shares, gifts, assets, returns, price histories")
def check(data):
    """The core's own reading of the file, so that the test suite and this command cannot differ."""
    if not isinstance(data, dict) or not isinstance(data.get("cases"), list):
        raise ValueError("a promotion file is an object with a list of cases")
    return check_file(data)
