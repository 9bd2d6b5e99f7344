"""Which carrier takes a shipment: candidates are filtered, then a policy chooses; one file a policy."""
from . import cheapest, fastest, preferred, rules
from .choose import choose
from .model import Candidate, Choice, Policy, candidate_of, read_candidate, read_policy
from .registry import POLICIES, register

__all__ = [
    "POLICIES", "Candidate", "Choice", "Policy", "candidate_of", "cheapest", "choose", "fastest", "preferred", "read_candidate",
    "read_policy", "register", "rules",
]
