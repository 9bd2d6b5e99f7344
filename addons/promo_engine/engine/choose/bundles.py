"""Sets that want the same goods: how often each is sold so that the buyer pays least. Exact for few products, else by saving a piece."""
from functools import cache

from ..kinds.bundle import pieces_by_sku
from ..kinds.targets import how_many

EXACT_SKUS = 8


def settle_bundles(work, part):
    """Fix how often each set is sold.

    :param part: rules with one ``bundle`` each, in their order.
    :return: (rules that are sold at least once, [(rule id, times)]).
    """
    stock = pieces_by_sku(work, work.draft(part[0]))
    names = sorted({sku for rule in part for sku, _qty in rule.rewards[0].take} & set(stock))
    have = tuple(how_many(stock[sku]) for sku in names)
    price = {sku: stock[sku][0][0] for sku in names}
    sets = [_set(rule, names, price, k) for k, rule in enumerate(part)]
    sets = [item for item in sets if item is not None and item[1] > 0]
    times = None
    if len(names) <= EXACT_SKUS:
        times = _exact(have, sets, work.options.nodes)
    if times is None:
        work.truncated.append(tuple(rule.id for rule in part))
        times = _greedy(have, sets)
    for k, rule in enumerate(part):
        work.state.used[("bundle", rule.id)] = times.get(k, 0)
    return [rule for k, rule in enumerate(part) if times.get(k)], [(rule.id, times.get(k, 0)) for k, rule in enumerate(part)]


def _set(rule, names, price, k):
    """(position, saving in fen, pieces per product, most times) of a set whose goods are all in the cart, else None."""
    spec, take = rule.rewards[0], dict(rule.rewards[0].take)
    if not set(take) <= set(names):
        return None
    worth = sum(price[sku] * qty for sku, qty in take.items())
    return k, spec.saving(worth), tuple(take.get(sku, 0) for sku in names), spec.max_times


class _TooMany(Exception):
    """The exact recursion looked at more states than one search may."""


def _exact(have, sets, nodes):
    """Recursion over what is left of each product. :return: times per rule, or None when there are too many states."""
    looked = [0]

    @cache
    def best(k, left):
        looked[0] += 1
        if looked[0] > nodes:
            raise _TooMany
        if k == len(sets):
            return 0, ()
        _place, saving, take, most = sets[k]
        found, times, rest = None, 0, left
        while True:
            gain, tail = best(k + 1, rest)
            value = (gain + times * saving, (times, *tail))
            if found is None or value[0] > found[0]:
                found = value
            rest = tuple(a - b for a, b in zip(rest, take, strict=True))
            times += 1
            if any(a < 0 for a in rest) or (most is not None and times > most):
                return found

    try:
        _gain, counts = best(0, have)
    except _TooMany:
        return None
    return {sets[k][0]: count for k, count in enumerate(counts)}


def _greedy(have, sets):
    """The set that saves most for each of its pieces first."""
    left, times = list(have), {}
    for place, _saving, take, most in sorted(sets, key=lambda item: (-(item[1] * 1_000_000 // sum(item[2])), item[0])):
        count = min(a // b for a, b in zip(left, take, strict=True) if b)
        count = count if most is None else min(count, most)
        left = [a - count * b for a, b in zip(left, take, strict=True)]
        times[place] = count
    return times
