"""From a finished pass to the frozen outcome: shares, costs, limits, hints, and the checks that are always on."""
from odoo.addons.dealer_base.money import allocate

from .costs import HQ, split_costs
from .hashing import cart_hash
from .hints import hints_of
from .outcome import Effect, InvariantError, Issue, LineResult, Outcome, Rejection, ShipResult
from .state import untaxed


def finish(run, availability):
    """:param run: a Run of ``evaluate``. :return: Outcome. :raises InvariantError: when a law does not hold."""
    work = run.work
    shares = _shares(work)
    freight = {}
    for number, parts in work.state.ship_done:      # one rule may lower the freight more than once
        freight[number] = [a + b for a, b in zip(freight.get(number, [0] * len(parts)), parts, strict=True)]
    effects = tuple(_effect(work, draft, shares.get(draft.number, ()), freight.get(draft.number, ()))
                    for draft in sorted(run.drafts, key=lambda draft: draft.number))
    lines = tuple(_line(work, i) for i in range(len(work.lines)))
    shipping = tuple(ShipResult(ship.id, ship.fee_fen, net) for ship, net in zip(work.shipping, work.state.ship, strict=True))
    applied = {effect.rule for effect in effects}
    rejected = [row for row in run.rejected if row[0] not in applied or row[1] == "stock_gift"]
    rejected.sort(key=lambda row: (work.place[row[0]], row[1]))
    outcome = Outcome(
        lines, shipping, effects, run.assets, tuple(Rejection(*row) for row in rejected), hints_of(work, run), _limits(work),
        tuple(sorted(work.choices)), tuple(work.truncated), cart_hash(work.cart, work.options, availability), work.snapshot.hash)
    _check(work, outcome)
    return outcome


def _shares(work):
    """Effect number -> [(line id, first piece, pieces, fen off each)], in line order."""
    found = {}
    for i, line in enumerate(work.lines):
        name = line.id
        for number, runs in work.state.history(i):
            rows = found.setdefault(number, [])
            for start, count, share in runs:
                rows.append((name, start, count, share))
    return found


def _line(work, i):
    line, state = work.lines[i], work.state
    original, net = work.original[i], state.run[i]
    before = untaxed(original, line.tax_bp) if line.tax_included else line.qty * line.price_fen
    pieces = []
    for count, now, _entry, _used in state.units(i):
        if pieces and pieces[-1][1] == now:
            pieces[-1] = (pieces[-1][0] + count, now)
        else:
            pieces.append((count, now))
    return LineResult(line.id, line.sku, line.qty, original, state.entry[i], net, tuple(pieces), before - untaxed(original - net, line.tax_bp))


def _effect(work, draft, shares, freight):
    rule = draft.rule
    gifts = sum(gift.qty * gift.value_fen for gift in draft.gifts)
    shipping = tuple((ship.id, share) for ship, share in zip(work.shipping, freight, strict=True) if share) if freight else ()
    return Effect(
        rule.id, work.snapshot.versions[rule.id], rule.level, draft.goods, draft.freight, tuple(shares), shipping, tuple(draft.gifts),
        _merged(draft.issues), split_costs(rule.cost_split, draft.goods + draft.freight + gifts), _settlement(rule, draft, shares),
        tuple(work.lines[i].id for i in sorted(draft.held)), tuple(draft.steps))


def _merged(issues):
    """Equal promises of one rule become one."""
    found = {}
    for issue in issues:
        found[issue[:3] + issue[4:]] = found.get(issue[:3] + issue[4:], 0) + issue.count
    return tuple(Issue(*key[:3], count, *key[3:]) for key, count in found.items())


def _settlement(rule, draft, shares):
    """The part of each line's share that headquarters bears, for a rule that changes the settlement base."""
    if not rule.settles or not draft.goods:
        return ()
    lines = {}
    for name, _start, count, share in shares:
        lines[name] = lines.get(name, 0) + count * share
    costs = dict(split_costs(rule.cost_split, draft.goods)) if rule.cost_split else {HQ: draft.goods}
    borne = costs.get(HQ, 0)
    if not borne:
        return ()
    return tuple(row for row in zip(lines, allocate(borne, list(lines.values())), strict=True) if row[1])


def _limits(work):
    """What has to be reserved: (limit id, amount), by id."""
    return tuple(sorted((name, amount) for name, amount in work.state.used.items() if isinstance(name, str) and amount))


def _check(work, outcome):
    """The laws that hold for every result."""
    sums = {line.id: 0 for line in outcome.lines}
    for effect in outcome.effects:
        whole = 0
        for name, _start, count, share in effect.shares:
            sums[name] += count * share
            whole += count * share
        if whole != effect.goods_fen or sum(share for _ship, share in effect.shipping) != effect.shipping_fen:
            raise InvariantError(f"shares of {effect.rule} are {whole}, its effect is {effect.goods_fen}")
        if effect.costs and sum(part for _who, part in effect.costs) < effect.goods_fen + effect.shipping_fen:
            raise InvariantError(f"costs of {effect.rule} do not add up")
    for i, line in enumerate(outcome.lines):
        if line.list_fen - sums[line.id] != line.net_fen or (
                line.qty > 0 and sum(count * now for count, now in line.pieces) != line.net_fen):
            raise InvariantError(f"line {line.id}: shares do not lead from {line.list_fen} to {line.net_fen}")
        floor = work.state.floors[i]
        if line.list_fen >= 0 and any(now < min(floor, line.list_fen // line.qty) or now * line.qty >= line.list_fen + line.qty
                                      for _count, now in line.pieces):
            raise InvariantError(f"line {line.id}: a piece is below its floor or above its price")
    if outcome.payable_fen < min(0, sum(work.original)) or any(ship.net_fen < 0 for ship in outcome.shipping if ship.list_fen >= 0):
        raise InvariantError(f"{outcome.payable_fen} fen to pay")
    for name, amount in outcome.limits:
        if work.available is not None and name in work.available and amount > max(0, work.available[name]):
            raise InvariantError(f"limit {name}: {amount} taken, {work.available[name]} left")
