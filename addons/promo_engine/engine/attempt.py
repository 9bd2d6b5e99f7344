"""Trying one rule on the amounts as they are: its effect, or why nothing came of it."""
from .costs import budget_part
from .eligible import limited
from .registry import REWARDS
from .rule import LIMIT_CODES


def attempt(work, rule):
    """Apply the rewards of a rule.

    :return: (Draft, None), or (None, (reason code, pairs)) with the amounts as they were.
    """
    found = limited(work, rule)
    if found:
        return None, found
    mark = work.state.mark() if rule.limits or len(rule.rewards) > 1 else None
    draft = work.draft(rule)
    for spec in rule.rewards:
        REWARDS[spec.code].run(work, draft, spec)
    if draft.empty:
        return None, _why_nothing(work, rule, draft)
    for limit in rule.limits:
        amount, left = consumed(work, draft, limit), work.left(limit.id)
        if left is not None and amount > left:
            work.state.back(mark)
            return None, (LIMIT_CODES[limit.kind], (("limit", limit.id), ("left", left), ("need", amount)))
        work.state.used[limit.id] = work.state.used.get(limit.id, 0) + amount
    if rule.line_exclusive:
        work.state.closed |= touched(work, draft)
    return draft, None


def touched(work, draft):
    """:return: positions of the lines that a draft took something from."""
    number, found = draft.number, set()
    for i, chain in enumerate(work.state.pending):
        while chain:
            if chain[1] == number:
                found.add(i)
            chain = chain[0]
    for i, chain in enumerate(work.state.done):
        if chain and chain[1] == number:
            found.add(i)
    return frozenset(found)


def consumed(work, draft, limit):
    """:return: what a draft consumes of a limit: orders, pieces or fen."""
    if limit.kind == "quota":
        gifts = sum(gift.qty for gift in draft.gifts)
        pieces = 0
        for i in touched(work, draft):
            pieces += sum(count for effect, runs in work.state.history(i) if effect == draft.number for _start, count, _share in runs)
        return gifts + pieces or 1
    if limit.kind == "budget":
        return budget_part(draft.rule, limit, draft.benefit)
    return 1


def trial(work, rule):
    """:return: what a rule alone would be worth to the buyer now, in fen; -1 when nothing comes of it."""
    mark = work.state.mark()
    draft, _why = attempt(work, rule)
    work.state.back(mark)
    work.nodes += 1
    return draft.benefit if draft else -1


def _why_nothing(work, rule, draft):
    if draft.notes:
        return draft.notes[0]
    for spec in rule.rewards:
        gap = REWARDS[spec.code].gap
        found = gap(work, rule, spec) if gap else None
        if found:
            code, need, have = found
            return code, (("need", need), ("have", have), ("missing", need - have))
    if not any(work.takers(rule.scope, getattr(spec, "scope", None) or rule.scope) for spec in rule.rewards):
        return "not_in_scope", ()
    return ("floor", (("blocked", draft.blocked),)) if draft.blocked else ("no_benefit", ())
