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


def groups_of(runs, size, times):
    """Cut runs into groups of `size` pieces, one after the other.

    Groups that lie inside one run of equal pieces are handed out together: what they get is the same.

    :return: (runs of the groups, how many groups they are), in order, for the first `times` groups.
    """
    at, begin, found = 0, 0, []
    for k, run in enumerate(runs):
        end = at + run[3]
        while begin < end and times > 0:
            if end - begin < size:
                group, many = between(runs[k:], begin - at, begin - at + size), 1
                if how_many(group) < size:
                    return found
            else:
                many = min(times, (end - begin) // size)
                group = between((run,), begin - at, begin - at + many * size)
            found.append((group, many))
            begin, times = begin + many * size, times - many
        at = end
    return found


def without(runs, taken):
    """:return: the pieces of runs that are not among the pieces taken, in the order of runs."""
    gone = {}
    for _now, i, start, count, _entry in taken:
        gone.setdefault(i, []).append((start, start + count))
    found = []
    for now, i, start, count, entry in runs:
        at, end = start, start + count
        for low, high in sorted(gone.get(i, ())):
            if low < end and high > at:
                if low > at:
                    found.append((now, i, at, low - at, entry))
                at = max(at, high)
        if at < end:
            found.append((now, i, at, end - at, entry))
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
