"""Pure core of promotions: a cart and a snapshot of rules in, an explained result out. Money in fen, rates in basis points.

No clock, no random, no database. ``docs`` of the parts: cart, rule, options, outcome.
"""
from .cart import Cart, Deposit, Line, Org, Party, Ship
from .evaluate import InvariantError, evaluate
from .options import Options, read_options
from .outcome import Outcome
from .reading import Unreadable
from .rule import Rule, read_rule, rule_row
from .scope import Scope
from .snapshot import Problem, Snapshot, read_snapshot, snapshot_of

__all__ = [
    "Cart", "Deposit", "InvariantError", "Line", "Options", "Org", "Outcome", "Party", "Problem", "Rule", "Scope", "Ship", "Snapshot",
    "Unreadable", "evaluate", "read_options", "read_rule", "read_snapshot", "rule_row", "snapshot_of",
]
