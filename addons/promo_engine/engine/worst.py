"""``worst_case``: the lowest price a product can reach when everything that can meet does meet."""
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from .cart import Cart, Deposit, Ship
from .companions import Companions
from .evaluate import evaluate
from .options import DEFAULT
from .scope import ALL, Scope
from .snapshot import Snapshot
from .work import Work

MOST_PIECES = 60


class WorstCase(NamedTuple):
    """:ivar lowest_fen: the lowest average price of a piece that was reached, rounded down.
    :ivar qty: with so many pieces. :ivar rules: rules that meet there.
    :ivar single_fen: lowest price of a single piece in any of the carts that were tried.
    :ivar slack_fen: rounding may take so much more from a piece that is bought together with others: a fen for each rule that reaches it.
    :ivar below: which of floor, cost and ex_factory ``lowest_fen`` is below.
    """

    lowest_fen: int
    qty: int
    rules: tuple
    single_fen: int
    slack_fen: int
    below: tuple

    @property
    def ok(self):
        """Whether the price stays above everything it is compared with."""
        return not self.below


def quantities(snapshot):
    """:return: numbers of pieces at which a rule of the snapshot may change what a piece costs, at most MOST_PIECES."""
    found = {1, 2}
    for rule in snapshot.rules:
        for spec in (*rule.rewards, *rule.conditions):
            code = spec.code
            if code == "buy_get":
                found |= {spec.buy + spec.get, spec.get}
            elif code == "set_price":
                found.add(spec.qty)
            elif code in ("unit_group", "nth_group"):
                found.add(spec.size)
            elif code == "bundle":
                found |= {qty for _sku, qty in spec.take}
            elif code == "min_qty":
                found.add(spec.value)
            elif code == "tiers" and spec.on == "qty":
                found |= {tier[0] for tier in spec.table}
            if getattr(spec, "groups_of", 0):
                found.add(spec.groups_of)
    return sorted(qty for qty in found if 0 < qty <= MOST_PIECES)


def beside(spec):
    """:param spec: reward. :return: how many dearer pieces may make a group with one piece, 0 where pieces of different goods make none."""
    if spec.code == "set_price":
        return spec.qty - 1
    if spec.code in ("unit_group", "nth_group"):
        return spec.size - 1
    return spec.buy if spec.code == "buy_get" and spec.get_scope is None and not spec.same_sku else 0


def worst_case(snapshot, line, *, options=DEFAULT, others=(), shipping_fen=0, companions=None):
    """Prove the worst price of a product.

    Every condition is taken as met, every code as entered, every tier as the highest, nothing as used up; groups, exclusions and floors
    hold. An amount off goods that reach a threshold together is shared with those that have to be there beside the product, as little as
    they can cost by then; where that may be nothing, and without a threshold, all of it falls on this product. The best combination is
    searched for the buyer, whatever the company's objective is. The proof is one for the fixed levels, not for rules that go by their
    sequence alone.

    :param line: Line of the product; its quantity does not matter.
    :param others: Lines of companion goods, offered beside it: sets of several products are cheapest for a product that is bought with
        dearer ones, so a proof for such rules needs them.
    :param companions: Companions of the snapshot, made once for many products; None = made here, of goods without a lowest price.
    :return: WorstCase.
    """
    companions = companions or Companions(snapshot)
    options = replace(options, order="levels", objective="customer", exclusive="best", order_cap_bp=10_000)
    deposits = tuple(Deposit(rule.id, spec.paid_fen, 1) for rule in snapshot.rules for spec in rule.rewards if spec.code == "deposit")
    best, single, free = None, line.price_fen, _touching(snapshot, line, others, options)
    selections = _selections(free)
    for qty in quantities(snapshot):
        cart = Cart("worst", (replace(line, qty=qty), *others), (Ship("S", shipping_fen),) if shipping_fen else (), deposits=deposits)
        for rules in selections:
            result = evaluate(cart, rules, None, options, assume=companions)
            mine = next(row for row in result.lines if row.id == line.id)
            single = min([single, *(now for _count, now in mine.pieces)])
            if best is None or mine.net_fen * best[1] < best[0] * qty:
                touching = tuple(effect.rule for effect in result.effects if any(share[0] == line.id for share in effect.shares))
                best = (mine.net_fen, qty, touching)
    net, qty, rules = best
    return WorstCase(net // qty, qty, rules, single, len(free.rules), below(line, net // qty))


def below(line, lowest_fen):
    """:return: which of floor, cost and ex_factory of a product a price is below."""
    limits = (("floor", line.floor_fen or None), ("cost", line.cost_fen), ("ex_factory", line.ex_factory_fen))
    return tuple(name for name, limit in limits if limit is not None and lowest_fen < limit)


def likeness(snapshot):
    """Say which products need one proof only: no rule of the snapshot tells them apart, and they cost the same.

    What a price is compared with in the end (cost, ex-factory price) makes no difference to it.

    :return: function of a Line; Lines for which it gives the same have the same prices by these rules.
    """
    specs = [spec for rule in snapshot.rules for spec in (*rule.rewards, *rule.conditions)]
    scopes = [rule.scope for rule in snapshot.rules] + [value for spec in specs for value in vars(spec).values() if isinstance(value, Scope)]
    tags = frozenset(tag for scope in scopes for tag in (*scope.tags, *scope.all_tags, *scope.not_tags))
    named = [*dict.fromkeys(frozenset(skus) for scope in scopes for skus in (scope.skus, scope.not_skus) if skus)]
    sets = frozenset(sku for spec in specs if spec.code == "bundle" for sku, _qty in spec.take)

    def key(line):
        own = replace(line, sku=line.sku if line.sku in sets else "", tags=line.tags & tags, cost_fen=None, ex_factory_fen=None)
        return own, tuple(line.sku in skus for skus in named)
    return key


def reaching(snapshot, line, options=DEFAULT):
    """:return: ids of the rules that can take something from a product at some price, in their order."""
    return tuple(rule.id for rule in _touching(snapshot, line, (), options).rules)


def _touching(snapshot, line, others, options):
    """The rules that can take something from the product or its companions; the first of a group need not apply, so the best counts."""
    work, found = Work(Cart("worst", (line, *others)), snapshot, None, options, True), []
    for rule in snapshot.rules:
        if any(work.takers(*map(_any_price, taken_from(rule, spec))) for spec in rule.rewards):
            groups = tuple(replace(group, mode="best") if group.mode == "first" else group for group in rule.groups)
            found.append(replace(rule, groups=groups))
    return Snapshot(tuple(found), (), {rule.id: snapshot.versions[rule.id] for rule in found})


def taken_from(rule, spec):
    """Say which goods a reward takes something from. Goods that are given beside others are in the scope of the reward alone.

    :return: two Scopes that both have to hold.
    """
    if getattr(spec, "get_scope", None) is not None:
        return ALL, spec.get_scope
    if spec.code == "gift":     # its own scope says for which goods it is given; the amount in its place is taken from all
        return rule.scope, ALL
    return rule.scope, getattr(spec, "scope", None) or ALL


@lru_cache(maxsize=4096)
def _any_price(scope):
    """The scope at whatever price: other rules may bring the product into it."""
    return replace(scope, price_min_fen=None, price_max_fen=None, undiscounted_only=False)


def _selections(free):
    """Snapshots that may each hold the worst price.

    A rule that does not come into question can make a product cheaper when it would have kept others away: exclusive rules, rules that
    close their lines (one of them at a time), and price rules, because some scopes ask for goods at their original price.
    """
    exclusive = frozenset(rule.id for rule in free.rules if rule.exclusive)
    prices = frozenset(rule.id for rule in free.rules if rule.level == "price")
    closing = frozenset(rule.id for rule in free.rules if rule.line_exclusive)
    found = [frozenset()]
    for names in (exclusive, prices):
        found += [gone | names for gone in found] if names else []
    if closing:
        found = [gone | part for part in (closing, *(closing - {name} for name in sorted(closing))) for gone in found]
    return [free.without(gone) if gone else free for gone in dict.fromkeys(found)]
