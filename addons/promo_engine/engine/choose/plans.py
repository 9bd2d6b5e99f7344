"""Conflicts over several levels: exclusive rules, and groups or pairs whose rules are on different levels.

Only a whole evaluation tells what such a choice is worth, so there are few of them and their number is bounded.
"""
from ..rule import EXCLUSIVE_LEVELS
from .conflicts import components, fits, group_rooms, links_of

# Whole evaluations that conflicts over several levels may cost: many for a small order, few for a large one. Counted, never timed.
MOST_RUNS, LEAST_RUNS, SIZE = 48, 4, 40_000
MOST_CHOICES, MOST_STEPS = 32, 2_000
FINAL = frozenset({
    "paused", "compliance_block", "code_needed", "not_yet", "ended", "limit_total", "limit_customer", "limit_org", "not_member"})


def best_plan(rules, run, options):
    """Find which rules to leave out.

    :param rules: all rules of the snapshot in their order.
    :param run: function(excluded: dict id -> (code, pairs), only=None or rules) -> a finished run with ``ids`` applied and
        ``benefit`` in fen; ``only`` leaves every other rule out.
    :return: the best finished run.
    """
    found = None
    if any(rule.exclusive for rule in rules):
        found = _exclusive(rules, run, options, run({}))
    return found or _across(rules, run, options, {})


def _hopeless(rule, without, options):
    """Whether a rule was refused, while everything else applied, for a reason that leaving the others out does not change."""
    code = next((row[1] for row in without.rejected if row[0] == rule.id), "")
    if code.startswith("below_"):
        bases = {getattr(part, "base", "") or rule.threshold_base or options.threshold_base for part in (*rule.conditions, *rule.rewards)}
        return rule.level != "price" and "running" not in bases
    return code in FINAL


def _exclusive(rules, run, options, without):
    """The first (or the best) exclusive rule that applies, alone in its level and the levels item to platform."""
    found = None
    listed = options.order == "as_listed"
    for rule in sorted(rules, key=lambda rule: (rule.seq, rule.id)) if listed else rules:
        if not rule.exclusive or _hopeless(rule, without, options):
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
    possible, cut = first.eligible, []
    left = max(LEAST_RUNS, min(MOST_RUNS, SIZE // max(1, len(rules) * len(first.work.lines))))
    for part in parts:
        live = [rule for rule in part if rule.id in possible]
        if len(live) < 2 or (len(live) < len(part) and len({level(rule) for rule in live}) < 2):
            continue
        choices, whole = _choices(live)
        best = None
        if not whole:
            choices.append(_by_worth(live, run))
        if not whole or len(choices) > left:
            cut.append(tuple(rule.id for rule in live))
        if len(choices) > left:
            choices = _nearest(choices, run, options, max(1, left))
        if len(choices) == 1:       # nothing to compare: one evaluation at the end serves all of them
            excluded, first = {**excluded, **{rule.id: _why(rule, choices[0], live) for rule in live if rule not in choices[0]}}, None
            continue
        for kept in choices:
            told = {rule.id: _why(rule, kept, live) for rule in live if rule not in kept}
            result = run({**excluded, **told})
            left = max(0, left - 1)
            if best is None or _better(result, best[0], options):
                best = (result, told)
        excluded = {**excluded, **best[1]}
        first = best[0]
    first = first or run(excluded)
    first.work.truncated += cut
    return first


def _nearest(choices, run, options, most):
    """The most promising choices: those that give most when there is nothing else."""
    worth = [(run({}, kept).benefit, kept) for kept in choices]
    if options.objective == "customer":
        worth.sort(key=lambda pair: -pair[0])
    elif options.objective == "merchant":
        worth.sort(key=lambda pair: (pair[0] <= 0, pair[0]))
    return [kept for _benefit, kept in worth[:most]]


def _better(result, best, options):
    if options.objective == "declared":
        return False
    return 0 < result.benefit < best.benefit if options.objective == "merchant" else result.benefit > best.benefit


def _why(rule, kept, live):
    by = next((other for other in kept if fits(rule, [other], group_rooms(live)) is other), kept[0])
    return ("lost_to", (("by", by.id),))


def _choices(live):
    """Sets of rules that fit together and to which none can be added, the earlier rules first; at most MOST_CHOICES.

    :return: (the sets, whether they are all of them).
    """
    rooms, found, steps = group_rooms(live), [], [0]
    one_each = dict.fromkeys(rooms, 1)
    rivals = [any(fits(other, [rule], one_each) for other in live[k + 1:]) for k, rule in enumerate(live)]

    def walk(k, kept):
        steps[0] += 1
        if len(found) >= MOST_CHOICES or steps[0] > MOST_STEPS:
            return
        if k == len(live):
            if all(rule in kept or fits(rule, kept, rooms) for rule in live):
                found.append(kept)
            return
        free = fits(live[k], kept, rooms) is None
        if free:
            walk(k + 1, [*kept, live[k]])
        if rivals[k] or not free:
            walk(k + 1, kept)

    if any(group.mode == "first" for rule in live for group in rule.groups):
        return [_in_order(live, rooms)], True
    walk(0, [])
    return found, len(found) < MOST_CHOICES and steps[0] <= MOST_STEPS


def _by_worth(live, run):
    """The rules that give most for each rival they keep away, as far as they fit: a choice when there are too many to list."""
    rooms = group_rooms(live)
    one_each = dict.fromkeys(rooms, 1)
    price = [1 + sum(1 for other in live if other is not rule and fits(other, [rule], one_each)) for rule in live]
    worth = [run({}, (rule,)).benefit for rule in live]
    order = sorted(range(len(live)), key=lambda k: (-(worth[k] * 1_000 // price[k]), k))
    kept = _in_order([live[k] for k in order], rooms)
    return [rule for rule in live if rule in kept]


def _in_order(live, rooms):
    """Each rule that fits to those before it."""
    kept = []
    for rule in live:
        if fits(rule, kept, rooms) is None:
            kept.append(rule)
    return kept
