"""Contracts with quotes, fees, apportionments, bearers, free shipping, rebates, splits, choices, settlements, bills."""
from odoo.addons.logistics_fee.tariff.cases import check_file

from tools.cases.registry import kind


@kind("tariff", "contracts with quotes, fees, splits, choices, settlements and bills")
def check(data):
    """The core's own reading of the file, so that the test suite and this command cannot differ."""
    if not isinstance(data, dict):
        raise ValueError("a tariff file is an object with contracts and lists of cases")
    return check_file(data)
