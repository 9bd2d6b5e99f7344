"""Who enters a transfer by hand, and what Odoo writes while it carries one out."""
from contextlib import contextmanager
from contextvars import ContextVar

PLACES = ("internal", "transit", "view")  # a view stands for the places below it
# What says which goods go where, and how many.
CONTENT = {"location_dest_id", "location_id", "product_id", "product_uom", "product_uom_qty"}

_carrying = ContextVar("dealer_carrying_transfers", default=False)


@contextmanager
def carrying():
    """Mark this block as Odoo's own: it splits and merges moves under the name of who confirms or validates them, and that enters nothing."""
    token = _carrying.set(True)
    try:
        yield
    finally:
        _carrying.reset(token)


def is_carrying():
    """Say whether Odoo is carrying transfers out just now."""
    return _carrying.get()


def is_transfer(here, there):
    """Say whether goods stay in the company's own places.

    :param here: stock.location, in sudo. :param there: stock.location, in sudo.
    """
    return here.usage in PLACES and there.usage in PLACES


def is_between(here, there):
    """Say whether goods go from a warehouse to another one, or to a place outside of all; parameters as above."""
    return is_transfer(here, there) and here.warehouse_id != there.warehouse_id
