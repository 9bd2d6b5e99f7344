"""Level 1: what one piece costs. Rules compete line by line, the best single price wins; stacked rules follow one after the other."""
from .attempt import attempt
from .costs import budget_part, budget_room
from .draft import Draft
from .kinds.targets import quota_left
from .registry import REWARDS

# A percentage of the order is one of each piece; an amount or a price of the order is not.
BY_PIECE = {"percent": ("unit", "line", "scope", "order")}


def price_level(work, eligible):
    """Price every line.

    :param eligible: rules of the level in their order.
    :return: (drafts that did something, [(rule id, code, pairs)] of the others).
    """
    applied, refused = [], []
    for lane in _lanes(work, eligible):
        if len(lane) > 1 or by_piece(lane[0]):
            drafts = _compete(work, lane)
            applied += [draft for draft in drafts if not draft.empty]
            winners = [draft.rule.id for draft in drafts if not draft.empty]
            refused += [(draft.rule.id, *_lost(work, draft, winners)) for draft in drafts if draft.empty]
            continue
        draft, why = attempt(work, lane[0])
        if draft:
            applied.append(draft)
        else:
            refused.append((lane[0].id, *why))
    return applied, refused


def by_piece(rule):
    """:return: whether a rule gives every piece in scope a price of its own, so that it can compete piece by piece."""
    return all(
        REWARDS[spec.code].unit_price and getattr(spec, "target", "unit") in BY_PIECE.get(spec.code, ("unit",))
        and not (getattr(spec, "pick", "") or getattr(spec, "groups_of", 0))
        and getattr(spec, "max_units", None) is None and getattr(spec, "cap_fen", None) is None for spec in rule.rewards)


def _lanes(work, eligible):
    """Rules that compete with each other. Without stacking all do; stacked rules only with those of their first group."""
    lanes = {}
    for rule in eligible:
        if not by_piece(rule):
            name = ("alone", rule.id)
        elif not rule.stack and work.options.price == "best":
            name = ("best",)
        else:
            name = ("group", rule.groups[0].name) if rule.groups else ("alone", rule.id)
        lanes.setdefault(name, []).append(rule)
    return lanes.values()


def _lost(work, draft, winners):
    scopes = [getattr(spec, "scope", draft.rule.scope) for spec in draft.rule.rewards]
    if not any(work.takers(draft.rule.scope, scope) for scope in scopes):
        return "not_in_scope", ()
    if draft.blocked:
        return "floor", (("blocked", draft.blocked),)
    return ("lost_to", (("by", winners[0]),)) if winners else ("no_benefit", ())


def _compete(work, lane):
    drafts = [work.draft(rule) for rule in lane]
    for wishes in _turns(work, drafts):
        offers = {}
        for place, draft, spec in wishes:
            for i in work.takers(draft.rule.scope, spec.scope):
                offers.setdefault(i, []).append((place, draft, spec))
        for i in sorted(offers):
            _price_line(work, i, offers[i])
    for draft in drafts:
        if not draft.empty:
            for limit in draft.rule.limits:
                if limit.kind != "quota":
                    spent = budget_part(draft.rule, limit, draft.benefit) if limit.kind == "budget" else 1
                    work.state.used[limit.id] = work.state.used.get(limit.id, 0) + spent
    return drafts


def _turns(work, drafts):
    """What competes at once: everything, but the rewards of a stacked rule that stands alone follow one after the other."""
    wishes = [(place, draft, spec) for place, draft in enumerate(drafts) for spec in draft.rule.rewards]
    alone = len(drafts) == 1 and (drafts[0].rule.stack or work.options.price == "stack")
    return [[wish] for wish in wishes] if alone else [wishes]


def _price_line(work, i, offers):
    """Give each run of pieces of a line the best price that a quota still covers."""
    floor, wins, start = work.state.floors[i], {}, 0
    # Where hand-made lines are below zero, the goods can lose less than they cost.
    room = max(0, work.state.goods) if min(work.original) < 0 else None
    for count, now, entry, _used in work.state.units(i):
        first, rest = start, count
        for price, _place, draft, spec in _ranked(work, i, (now, entry), floor, offers):
            pieces = min([rest, *_caps(work, draft, spec, now - price)])
            for many, saving in _within(pieces, now - price, room):
                room = None if room is None else room - many * saving
                wins.setdefault(draft.number, (draft, []))[1].append((first, many, saving))
                _consume(work, draft, spec, many, saving)
                first, rest = first + many, rest - many
            if not rest:
                break
        start += count
    for number, (draft, runs) in wins.items():
        work.state.take(number, i, runs)
        if draft.rule.line_exclusive:
            work.state.closed |= {i}


def _within(pieces, saving, room):
    """(pieces, saving of each) that a room allows, None = any; the last piece may save less."""
    if pieces <= 0:
        return []
    if room is None or pieces * saving <= room:
        return [(pieces, saving)]
    whole, part = divmod(room, saving)
    return [pair for pair in ((whole, saving), (1, part)) if pair[0] and pair[1]]


def _ranked(work, i, amounts, floor, offers):
    now, entry = amounts
    found = []
    for place, draft, spec in offers:
        of = entry if spec.code == "percent" and work.percent_base(draft.rule, spec.base) == "entry" else now
        wished = max(0, now - of + REWARDS[spec.code].unit_price(work, spec, of))
        price = max(wished, min(now, floor))
        if price > wished:
            draft.blocked += price - wished
            draft.held.add(i)
        if price < now:
            found.append((price, place, draft, spec))
    objective = work.options.objective
    if objective == "declared":
        return sorted(found, key=lambda offer: offer[1])
    sign = 1 if objective == "customer" else -1
    return sorted(found, key=lambda offer: (sign * offer[0], offer[1]))


def _caps(work, draft: Draft, spec, saving):
    caps = [quota_left(draft)]
    limit = REWARDS[spec.code].unit_limit
    if limit:
        caps.append(limit(work, spec))
    for budget in draft.rule.limits:
        if budget.kind == "budget":
            left = work.left(budget.id)
            room = None if left is None else budget_room(draft.rule, budget, left)
            caps.append(None if room is None else max(0, room - draft.goods) // saving)
    return [cap for cap in caps if cap is not None]


def _consume(work, draft, spec, pieces, saving):
    draft.goods += pieces * saving
    for limit in draft.rule.limits:
        if limit.kind == "quota":
            work.state.used[limit.id] = work.state.used.get(limit.id, 0) + pieces
    if REWARDS[spec.code].on_units:
        REWARDS[spec.code].on_units(draft, spec, pieces)
