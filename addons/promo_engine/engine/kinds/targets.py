"""Which pieces a reward means: shared by percentages, amounts and prices."""
from ..draft import by_line

TARGETS = ("order", "scope", "line", "unit", "shipping", "all")


def sort_pieces(runs, order):
    """Sort runs of pieces.

    :param order: asc or cheapest, desc or dearest, "" = as in the cart; equal prices stay as in the cart.
    :return: a new list.
    """
    if order in ("asc", "cheapest"):
        return sorted(runs, key=lambda run: (run[0], run[1], run[2]))
    if order in ("desc", "dearest"):
        return sorted(runs, key=lambda run: (-run[0], run[1], run[2]))
    return sorted(runs, key=lambda run: (run[1], run[2]))


def first_pieces(runs, count):
    """:return: the first `count` pieces of runs, in their order."""
    return between(runs, 0, count)


def between(runs, begin, end):
    """:return: the pieces from `begin` to before `end` of runs, in their order."""
    found, at = [], 0
    for now, i, start, count, entry in runs:
        low, high = max(begin, at), min(end, at + count)
        if low < high:
            found.append((now, i, start + low - at, high - low, entry))
        at += count
        if at >= end:
            break
    return found


def how_many(runs):
    """:return: pieces of runs."""
    return sum(run[3] for run in runs)


def worth(runs):
    """:return: fen of all pieces of runs."""
    return sum(run[0] * run[3] for run in runs)


def chosen_pieces(draft, spec):
    """The pieces that a reward on pieces means: in scope, picked, in complete groups, not above the quota.

    :param spec: has scope, pick, max_units, groups_of.
    :return: runs.
    """
    runs = draft.pieces(draft.work.takers(draft.rule.scope, spec.scope))
    most = spec.max_units
    quota = quota_left(draft)
    if quota is not None:
        most = quota if most is None else min(most, quota)
    if spec.pick or most is not None:
        runs = [run for run in runs if run[0] > 0]
    runs = sort_pieces(runs, spec.pick)
    count = how_many(runs)
    if most is not None:
        count = min(count, most)
    if spec.groups_of:
        count -= count % spec.groups_of
    return first_pieces(runs, count)


def quota_left(draft):
    """:return: pieces that the quotas of the rule still give, or None."""
    left = [draft.work.left(limit.id) for limit in draft.rule.limits if limit.kind == "quota"]
    return min((found for found in left if found is not None), default=None)


def lines_of(runs):
    """:return: positions of the lines of runs."""
    return [i for i, _group in by_line(runs)]
