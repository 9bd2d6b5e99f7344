"""Conflicts over several levels: exclusive rules, and groups or pairs whose rules are on different levels.

Only a whole evaluation tells what such a choice is worth, so there are few of them and their number is bounded.
"""
from ..rule import EXCLUSIVE_LEVELS
from .conflicts import components, fits, group_rooms, links_of

MOST_RUNS = 48


def best_plan(rules, run, options):
    """Find which rules to leave out.

    :param rules: all rules of the snapshot in their order.
    :param run: function(excluded: dict id -> (code, pairs)) -> a finished run with ``ids`` applied and ``benefit`` in fen.
    :return: the best finished run.
    """
    found = _exclusive(rules, run, options)
    return found or _across(rules, run, options, {})


def _exclusive(rules, run, options):
    """The first (or the best) exclusive rule that applies, alone in its level and the levels item to platform."""
    found = None
    for rule in rules:
        if not rule.exclusive:
            continue
        blocked = EXCLUSIVE_LEVELS | {rule.level}
        excluded = {other.id: ("excluded_by", (("by", rule.id),)) for other in rules
                    if other is not rule and (other.level in blocked or other.exclusive)}
        result = _across([other for other in rules if other.id not in excluded], run, options, excluded)
        if rule.id in result.ids:
            if options.exclusive == "first":
                return result
            if found is None or result.benefit > found.benefit:
                found = result
    return found


def _across(rules, run, options, excluded):
    """The best choice inside each part of rules that conflict over several levels."""
    # One step a level when rules go by their sequence alone: every conflict is then one over several levels.
    level = (lambda rule: rule.id) if options.order == "as_listed" else (lambda rule: rule.level)
    parts = [part for part in components(rules, links_of(rules)) if len({level(rule) for rule in part}) > 1]
    first = run(excluded)
    if not parts:
        return first
    possible = first.eligible
    for part in parts:
        live = [rule for rule in part if rule.id in possible]
        if len(live) < 2 or (len(live) < len(part) and len({level(rule) for rule in live}) < 2):
            continue
        best = None
        for kept in _choices(live, options):
            told = {rule.id: _why(rule, kept, live) for rule in live if rule not in kept}
            result = run({**excluded, **told})
            if best is None or _better(result, best[0], options):
                best = (result, told)
        excluded = {**excluded, **best[1]}
        first = best[0]
    return first


def _better(result, best, options):
    if options.objective == "declared":
        return False
    return 0 < result.benefit < best.benefit if options.objective == "merchant" else result.benefit > best.benefit


def _why(rule, kept, live):
    by = next((other for other in kept if fits(rule, [other], group_rooms(live)) is other), kept[0])
    return ("lost_to", (("by", by.id),))


def _choices(live, options):
    """Sets of rules that fit together and to which none can be added, the earlier rules first; at most MOST_RUNS."""
    rooms, found = group_rooms(live), []

    def walk(k, kept):
        if len(found) >= MOST_RUNS:
            return
        if k == len(live):
            if all(rule in kept or fits(rule, kept, rooms) for rule in live):
                found.append(kept)
            return
        if fits(live[k], kept, rooms) is None:
            walk(k + 1, [*kept, live[k]])
        walk(k + 1, kept)

    if any(group.mode == "first" for rule in live for group in rule.groups):
        kept = []
        for rule in live:
            if fits(rule, kept, rooms) is None:
                kept.append(rule)
        return [kept]
    walk(0, [])
    return found
