"""Filter, rank, and keep every reason: the losing quotes are stored beside the choice."""
from collections.abc import Iterable, Mapping

from .model import Candidate, Choice, Policy
from .registry import POLICIES
from .rules import resolve

NOTHING: Mapping = {}


def _objection(policy: Policy, candidate: Candidate) -> str | None:
    """Why a candidate cannot be chosen."""
    if candidate.refusal:
        return candidate.refusal
    if policy.only is not None and candidate.carrier not in policy.only or candidate.carrier in policy.exclude:
        return "not_allowed"
    if policy.max_days is not None and (candidate.days is None or candidate.days > policy.max_days):
        return "too_slow"
    if policy.max_fen is not None and candidate.fen > policy.max_fen:
        return "too_dear"
    return None if set(policy.needs) <= set(candidate.abilities) else "missing_ability"


def choose(candidates: Iterable[Candidate], policy: Policy, context: Mapping = NOTHING) -> Choice:
    """Choose a carrier.

    :param candidates: one answer per carrier, prices and refusals.
    :param policy: how to choose. :param context: for the policy ``rules``: name -> tuple of values (``divisions`` is the
        chain of the destination, ``categories`` those of the goods).
    :return: Choice; without a usable candidate its winner is None, never a price of zero.
    """
    policy = resolve(policy, context)
    usable, rejected = [], []
    for candidate in candidates:
        objection = _objection(policy, candidate)
        if objection:
            rejected.append((candidate.carrier, objection))
        else:
            usable.append(candidate)
    ranking = tuple(POLICIES[policy.policy](policy, usable, context))
    winner = ranking[0] if ranking else None
    extra = winner.fen - min(candidate.fen for candidate in usable) if winner else 0
    return Choice(winner, ranking, tuple(rejected), extra)
