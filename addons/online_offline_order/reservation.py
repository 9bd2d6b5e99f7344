"""What the program knows of the stock of a dealer order while it reserves or moves all of its goods together, within one call."""
from dataclasses import dataclass, field

PLAN, RULES, FREE = "dealer_reservation", "dealer_rules", "dealer_free"   # context keys: they open nothing, an empty or foreign plan is Odoo's own way


@dataclass(eq=False)
class Plan:
    """Quants that were read together, lines that wait to be created together, and rows that this transaction has locked already.

    It lives as long as one call: nothing of it is kept for another transaction.
    """

    products: frozenset = frozenset()   # ids of goods each of which one move asks for alone
    location: int = 0                   # id of the one place they are taken from
    path: str = "/"                     # path of its locations
    around: dict = field(default_factory=dict)  # {product id: quants at and below the place, in the order they are taken}
    exact: dict = field(default_factory=dict)   # {key of a quant: quants}
    lines: list = field(default_factory=list)   # values of stock.move.line
    keys: frozenset = frozenset()       # keys of quants that will be changed
    locked: set = field(default_factory=set)    # ids of quants

    def covers(self, product, location, strict=False):
        """Say whether the quants of these goods were read: of the place with all below it, or exactly of one of its locations."""
        if product.id not in self.products:
            return False
        return location.parent_path.startswith(self.path) if strict else location.id == self.location


def quant_key(product, location, lot=None, package=None, owner=None):
    """Give what quants are told apart by, as Odoo's own ``quants_cache`` does.

    :return: tuple of five ids.
    """
    return (product.id, location.id, *(record.id if record else False for record in (lot, package, owner)))


@dataclass(eq=False)
class Rules:
    """What was found of rules and replenishment in one run of procurements or one shipment; neither makes any."""

    found: dict = field(default_factory=dict)       # {what was asked: rules}
    unplanned: set = field(default_factory=set)     # ids of goods that nobody replenishes by a rule


@dataclass(eq=False)
class Free:
    """What was found while one order is submitted: its transaction sees one state of the database, so nothing is looked for twice."""

    pieces: dict = field(default_factory=dict)  # {(warehouse id, product id): pieces}
    accounts: dict = field(default_factory=dict)    # {(company id, partner id, brand id): prepaid.account that pays, maybe empty}
    promotions: dict = field(default_factory=dict)  # {company id: rules of promotions in force}


def plan_of(env):
    """Give the plan of the call that runs now; what a client may have put in its place is none.

    :return: Plan or None.
    """
    plan = env.context.get(PLAN)
    return plan if isinstance(plan, Plan) else None


def rules_of(env):
    """Give the rules found in the run of procurements or the shipment under way, as above.

    :return: Rules or None.
    """
    rules = env.context.get(RULES)
    return rules if isinstance(rules, Rules) else None


def free_of(env):
    """Give what was found for the submit under way, as above.

    :return: Free or None.
    """
    free = env.context.get(FREE)
    return free if isinstance(free, Free) else None
