"""Whether a rule may apply at all: switched on, in its time, with its code, within its limits, its conditions met."""
from .options import DEFAULT
from .registry import CONDITIONS
from .rule import LIMIT_CODES
from .snapshot import Snapshot
from .work import Work

OF_BUYER = frozenset(("birthday", "customer", "dates", "holdout", "nth_order", "schedule", "since", "spent"))


def refusal(work, rule):
    """Why a rule does not come into question.

    :return: None, or (reason code, numbers as pairs).
    """
    if rule.blocked:
        return "compliance_block", (("why", rule.blocked),)
    if rule.paused:
        return "paused", ()
    if rule.currency and rule.currency != work.cart.currency:
        return "not_in_scope", (("currency", rule.currency),)
    if work.assume:
        return None
    if rule.code and rule.code not in work.cart.codes:
        return "code_needed", ()
    found = _time(work, rule) or limited(work, rule)
    if found:
        return found
    for spec in rule.conditions:
        found = CONDITIONS[spec.code].run(work, rule, spec)
        if found:
            return found
    return None


def for_buyer(cart, rule):
    """Say whether a buyer may pay the deposit of a rule: what it asks of him and of the time; what it asks of the order is asked of the order.

    :param cart: Cart of the buyer at the time, its lines do not matter. :param rule: Rule.
    :return: bool.
    """
    work = Work(cart, Snapshot((rule,)), None, DEFAULT)
    return not any(CONDITIONS[spec.code].run(work, rule, spec) for spec in rule.conditions if spec.code in OF_BUYER)


def _time(work, rule):
    if not (rule.start or rule.end):
        return None
    at = next((deposit.at for deposit in work.cart.deposits if deposit.rule == rule.id and deposit.at), work.cart.at)
    if at is None or (rule.start and at < rule.start):
        return "not_yet", (("from", rule.start.isoformat() if rule.start else ""),)
    return ("ended", (("to", rule.end.isoformat()),)) if rule.end and at >= rule.end else None


def limited(work, rule):
    """:return: the first limit of the rule that is used up, as a refusal, or None."""
    for limit in rule.limits:
        left = work.left(limit.id)
        if left is not None and left <= 0:
            return LIMIT_CODES[limit.kind], (("limit", limit.id), ("left", 0))
    if work.cart.picks.get(rule.id) == "":
        return "no_benefit", (("refused", 1),)
    return None
