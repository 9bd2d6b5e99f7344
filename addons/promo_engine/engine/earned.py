"""What is still earned for later by the goods that are kept: points and cash back follow what was paid for them."""
from collections import Counter
from typing import NamedTuple

from .kinds.cash_back import cash_of
from .kinds.points import points_of
from .work import Work

# Kind of the promise -> what a reward gives on a net. Other kinds stay whole while their rule holds, and fall away with it.
ON_NET = {"points": points_of, "cash_back": cash_of}


class Still(NamedTuple):
    """What stays of a promise: ``count`` of it, each worth ``value_fen``."""

    rule: str
    kind: str
    key: str
    count: int
    value_fen: int


def still_earned(effect, again, rule, kept, withdrawn_fen, cart, options):
    """Find the promises of a rule that the goods kept earn in part only.

    The goods kept earn on what was paid for them: a discount that stays is not earned on, one that is withdrawn is; and never more than the
    rule gives for them.

    :param effect: what the rule gave. :param again: what it gives for the goods kept, None when it no longer holds. :param rule: Rule.
    :param kept: line id -> fen of the pieces that are kept. :param withdrawn_fen: what is charged for discounts that are no longer earned.
    :return: list of Still, for promises that are less than they were.
    """
    if again is None:
        return []
    was, now, found = _sums(effect), _sums(again), []
    for (kind, key), (count, fen) in was.items():
        least = now.get((kind, key), (0, 0))
        if (paid := _on_paid(rule, kind, kept, withdrawn_fen, cart, options)) is not None:
            least = (min(least[0], paid), least[1]) if kind == "points" else (least[0], min(least[1], paid))
        if kind == "points" and least[0] < count:
            found.append(Still(rule.id, kind, key, least[0], 0))
        elif kind == "cash_back" and least[1] < fen:
            found.append(Still(rule.id, kind, key, 1, least[1]))
    return found


def _sums(effect):
    """:return: {(kind, key): (how many, fen of all)} of the promises that follow the net."""
    counts, fens = Counter(), Counter()
    for issue in effect.issues:
        if issue.kind in ON_NET:
            counts[issue.kind, issue.key] += issue.count
            fens[issue.kind, issue.key] += issue.count * issue.value_fen
    return {name: (count, fens[name]) for name, count in counts.items()}


def _on_paid(rule, kind, kept, withdrawn_fen, cart, options):
    """:return: points, or fen of cash back, on what was paid for the goods kept; None when another reward of the rule gives this kind."""
    specs = [spec for spec in rule.rewards if spec.code == kind]
    if not specs or (kind == "points" and any(spec.code in ("tiers", "every") for spec in rule.rewards)):
        return None
    work = Work(cart, None, None, options)
    work.freeze_entry()
    mine = set(work.counted(rule.scope))
    nets = [sum(kept.get(work.lines[i].id, 0) for i in mine & set(work.counted(spec.scope))) + withdrawn_fen for spec in specs]
    return sum(ON_NET[kind](spec, net) for spec, net in zip(specs, nets, strict=True))


__all__ = ["Still", "still_earned"]
