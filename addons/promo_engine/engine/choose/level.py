"""Choosing inside one level: independent parts one by one, each exactly as long as it is small enough."""
from ..attempt import trial
from ..registry import REWARDS
from .bundles import settle_bundles
from .conflicts import components, fits, group_rooms, links_of
from .search import search


def choose(work, eligible):
    """Choose the rules of a level.

    :param eligible: rules whose conditions are met, in their order.
    :return: (the chosen rules in their order, {id of a rule left out: (code, pairs)}).
    """
    links = links_of(eligible) + _shared_offers(work, eligible)
    if not links:
        return eligible, {}
    chosen, lost = [], {}
    for part in components(eligible, links):
        if len(part) == 1:
            chosen += part
            continue
        kept, choice = _choose_part(work, part)
        chosen += kept
        if len(kept) < len(part) or choice:
            work.choices.append((tuple(rule.id for rule in kept), tuple(choice)))
        for rule in part:
            if rule not in kept:
                by = next((other for other in kept if fits(rule, [other], group_rooms(part)) is other), kept[0] if kept else None)
                lost[rule.id] = ("lost_to", (("by", by.id),)) if by else ("no_benefit", ())
    chosen.sort(key=lambda rule: (work.place[rule.id]))
    return chosen, lost


def _shared_offers(work, eligible):
    """Links between offers that want the same pieces."""
    scopes = []
    for k, rule in enumerate(eligible):
        lines = set()
        for spec in rule.rewards:
            if REWARDS[spec.code].offer:
                lines.update(work.takers(rule.scope, getattr(spec, "scope", rule.scope)))
                if getattr(spec, "get_scope", None):
                    lines.update(work.takers(spec.get_scope))
                if spec.code == "bundle":
                    wanted = {sku for sku, _qty in spec.take}
                    lines = {i for i in lines if work.lines[i].sku in wanted}
        if lines:
            scopes.append((k, lines))
    return [(a, b) for n, (a, mine) in enumerate(scopes) for b, others in scopes[n + 1:] if mine & others]


def _only_group(part):
    """The mode of the one group that all rules of a part share and nothing else connects, or None."""
    names = {group.name for rule in part for group in rule.groups}
    if len(names) != 1 or any(rule.not_with or len(rule.groups) != 1 for rule in part):
        return None
    modes = {rule.groups[0].mode for rule in part}
    return modes.pop() if len(modes) == 1 else None


def _choose_part(work, part):
    """:return: (rules kept, [(rule id, benefit in fen)] of what was compared)."""
    mode = _only_group(part)
    if mode in ("best", "first"):
        worth = [(trial(work, rule), rule) for rule in part]
        useful = [pair for pair in worth if pair[0] >= 0]
        told = [(rule.id, benefit) for benefit, rule in worth]
        if not useful:
            return [part[0]], told
        return [_pick(work, mode, useful)], told
    if all(len(rule.rewards) == 1 and rule.rewards[0].code == "bundle" and not rule.groups and not rule.not_with for rule in part):
        return settle_bundles(work, part)
    return search(work, part)


def _pick(work, mode, useful):
    """The rule of a group: the first, or by what the company wants."""
    objective = work.options.objective
    if mode == "first" or objective == "declared":
        return useful[0][1]
    if objective == "merchant":
        least = min(benefit for benefit, _rule in useful)
        return next(rule for benefit, rule in useful if benefit == least)
    most = max(benefit for benefit, _rule in useful)
    return next(rule for benefit, rule in useful if benefit == most)
