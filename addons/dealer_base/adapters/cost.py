"""Who sees what goods cost, and how the program reads it for those who do not."""
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

# Settlement and finance manager, purchasing, the operations manager, the auditor; administrators of the system set goods up.
READERS = ",".join((
    "dealer_base.group_fin_settlement", "dealer_base.group_purchase_clerk", "dealer_base.group_ops_manager", "dealer_base.group_auditor",
    "base.group_system"))
WRITERS = ("dealer_base.group_purchase_clerk", "dealer_base.group_fin_manager", "base.group_system")

_valuing = ContextVar("dealer_valuing", default=False)


@contextmanager
def valuing():
    """Let the program read costs in this block, whoever the user is: goods that move are valued by it and nothing is shown."""
    token = _valuing.set(True)
    try:
        yield
    finally:
        _valuing.reset(token)


def is_valuing():
    """Say whether the program is valuing goods just now."""
    return _valuing.get()


def values_goods(method):
    """Decorate a method of Odoo's that values goods for a user who does not see their cost and gives him none of it."""
    @wraps(method)
    def inside(*args, **kwargs):
        with valuing():
            return method(*args, **kwargs)
    return inside


def is_open(allowed, operation):
    """Add the program's own reading to what a role may read.

    :param allowed: what Odoo says. :param operation: "read" or "write".
    :return: bool.
    """
    return allowed or (operation == "read" and _valuing.get())
