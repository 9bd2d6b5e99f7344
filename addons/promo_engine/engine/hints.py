"""How far the buyer is from what he does not get yet: "add X more"."""
from .outcome import Hint
from .registry import REWARDS

KINDS = {"below_amount": "more_amount", "below_qty": "more_qty"}


def hints_of(work, run):
    """Distances to rules and to next tiers, one a rule, in the order of the rules.

    :return: Hint per rule; value in fen or pieces.
    """
    found = {}
    for rule, code, params in run.rejected:
        told = dict(params)
        if code in KINDS and "field" not in told:  # what is missing elsewhere is not helped by more in this order
            found[rule] = Hint(rule, KINDS[code], told["missing"])
    for draft in run.drafts:
        for spec in draft.rule.rewards:
            gap = REWARDS[spec.code].gap
            following = gap(work, draft.rule, spec) if gap else None
            if following:
                code, need, have = following
                found.setdefault(draft.rule.id, Hint(draft.rule.id, KINDS[code], need - have))
    return tuple(found[name] for name in sorted(found, key=lambda name: work.place[name]))
