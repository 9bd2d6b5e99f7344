"""Best combination of conflicting rules: branch and bound, counted in nodes, so it ends the same way on every machine."""
from ..attempt import attempt, trial
from .conflicts import fits, group_rooms


class _Search:
    """Depth first over include and exclude in the order of the rules."""

    def __init__(self, work, part):
        self.work, self.part = work, part
        self.rooms = group_rooms(part)
        self.alone = [max(0, trial(work, rule)) for rule in part]
        self.best, self.kept = -1, []
        self.budget = work.options.nodes
        self.nodes = 0
        # A try on a wide cart is more work than one on a small cart; counting it so keeps the time of a search bounded.
        self.cost = len(work.lines) // 50
        self.free = not any(rule.groups or rule.not_with for rule in part)
        self.seen = {}

    def run(self):
        """:return: rules of the best combination; equal ones: the one that takes earlier rules."""
        self._walk(0, [], 0)
        return self.kept

    def _walk(self, k, taken, benefit):
        self.nodes += 1
        if benefit > self.best:
            self.best, self.kept = benefit, taken
        if k == len(self.part) or self.nodes >= self.budget:
            return
        possible = range(k, len(self.part))
        if not self.free:
            possible = [j for j in possible if fits(self.part[j], taken, self.rooms) is None]
        if benefit + sum(self.alone[j] for j in possible) <= self.best:
            return
        state = self.work.state
        groups = sorted(group.name for rule in taken for group in rule.groups)
        key = (k, tuple(possible), tuple(groups), tuple(state.run), tuple(state.ship), tuple(state.blocks), state.closed,
               tuple(sorted(state.used.items(), key=repr)))
        if self.seen.get(key, -1) >= benefit:
            return
        self.seen[key] = benefit
        rule = self.part[k]
        if k in possible:
            mark = state.mark()
            draft, _why = attempt(self.work, rule)
            self.nodes += self.cost
            if draft:
                self._walk(k + 1, [*taken, rule], benefit + draft.benefit)
            state.back(mark)
        self._walk(k + 1, taken, benefit)


def _greedy(work, part, alone):
    """Largest stand-alone benefit per alternative that is lost; equal ones in their order."""
    rooms, taken = group_rooms(part), []
    price = [sum(1 for other in part if other is not rule and fits(other, [rule], dict.fromkeys(rooms, 1))) + 1 for rule in part]
    for _score, k in sorted((-(alone[k] * 1_000_000 // price[k]), k) for k in range(len(part))):
        if fits(part[k], taken, rooms) is None and alone[k] > 0:
            taken.append(part[k])
    return [rule for rule in part if rule in taken]


def search(work, part):
    """Choose among conflicting rules.

    :param part: rules that are connected by conflicts, in their order.
    :return: (rules kept in order, [(rule id, stand-alone benefit in fen)]).
    """
    hunt = _Search(work, part)
    told = [(rule.id, benefit) for rule, benefit in zip(part, hunt.alone, strict=True)]
    if len(part) > work.options.candidates:
        work.truncated.append(tuple(rule.id for rule in part))
        return _greedy(work, part, hunt.alone), told
    kept = hunt.run()
    work.nodes += hunt.nodes
    if hunt.nodes >= hunt.budget:
        work.truncated.append(tuple(rule.id for rule in part))
        greedy = _greedy(work, part, hunt.alone)
        return (greedy if _value(work, greedy) > hunt.best else kept), told
    return kept, told


def _value(work, rules):
    mark, benefit = work.state.mark(), 0
    for rule in rules:
        draft, _why = attempt(work, rule)
        benefit += draft.benefit if draft else 0
    work.state.back(mark)
    return benefit
