"""Pure core of promotions: a cart and a snapshot of rules in, an explained result out. Money in fen, rates in basis points.

No clock, no random, no database. :func:`evaluate` prices a cart, :func:`refund` works on the stored result, :func:`explain` writes it
down, :func:`worst_case` proves the lowest price a product can reach.
"""
from .cart import Cart, Deposit, Line, Org, Party, Ship
from .companions import Companions
from .draws import Drawn, Prize, Table, draw, log_ok, table_problems
from .eligible import for_buyer
from .evaluate import evaluate
from .explain import Sentence, explain
from .nextstep import NextStep, next_steps
from .options import Options, read_options
from .outcome import InvariantError, Outcome
from .quota import Counter, confirm, release, reserve
from .reading import Unreadable
from .refund import RefundPlan, ReturnError, preview, refund
from .registry import CONDITIONS, REWARDS
from .rule import LEVELS, Rule, read_rule, rule_row
from .scope import Scope
from .snapshot import Problem, Snapshot, read_snapshot, snapshot_of
from .stored import outcome_row, read_outcome
from .words import REASONS
from .worst import WorstCase, reaching, worst_case

__all__ = [
    "CONDITIONS", "LEVELS", "REASONS", "REWARDS", "Cart", "Companions", "Counter", "Deposit", "Drawn", "InvariantError", "Line", "NextStep",
    "Options", "Org", "Outcome", "Party", "Prize", "Problem", "RefundPlan", "ReturnError", "Rule", "Scope", "Sentence", "Ship", "Snapshot",
    "Table", "Unreadable", "WorstCase", "confirm", "draw", "evaluate", "explain", "for_buyer", "log_ok", "next_steps", "outcome_row", "preview",
    "reaching", "read_options", "read_outcome", "read_rule", "read_snapshot", "refund", "release", "reserve", "rule_row", "snapshot_of",
    "table_problems", "worst_case",
]
