"""Free-text addresses with the division they mean."""
from odoo.addons.dealer_base.address.cases import check_file
from odoo.addons.dealer_base.address.shipped import shipped_book

from tools.cases.registry import kind


@kind("addresses", "free-text addresses with the division they mean")
def check(data):
    """The core's own reading of the file, on the division table as shipped."""
    return check_file(data, shipped_book())
