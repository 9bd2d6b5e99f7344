"""Pricing carts one after the other as if the rules had been there: limits run out on the way, sums grow."""
from ..engine import InvariantError, evaluate, snapshot_of
from .keys import user_key
from .places import foreign

PER_HOLDER = {"customer": lambda cart: cart.buyer.id, "org": lambda cart: cart.org.dealer,
              "salesman": lambda cart: cart.org.salesman if cart.org.salesman != user_key(0) else ""}


class Tally:
    """The rules of a test, what was used of their limits so far, and the sums of a batch.

    :ivar used: {"limits": {key or key|holder: amount}, "costs": {who: fen}}; JSON data that goes from batch to batch.
    :ivar sums: {field of the test: fen to add}. :ivar changed: orders with another discount. :ivar below: orders below cost.
    """

    def __init__(self, rules, wants, options, used, places=None):
        self.rules, self.wants, self.options, self.places = rules, wants, options, places or {}
        self.ids = {rule.id for rule in rules}
        self.codes = frozenset(rule.code for rule in rules if rule.code)
        self.used = {"limits": dict(used.get("limits", {})), "costs": dict(used.get("costs", {}))}
        self.sums = dict.fromkeys(("turnover", "discount_then", "discount_now", "campaign_cost", "margin"), 0)
        self.changed = self.below = 0
        self._snapshots = {}

    def snapshot(self, key, others):
        """:param key: hashable key of the other rules. :param others: Rules that were there too. :return: Snapshot of both."""
        if key not in self._snapshots:
            self._snapshots[key] = snapshot_of([*self.rules, *(rule for rule in others if rule.id not in self.ids)])
        return self._snapshots[key]

    def _key(self, limit, cart):
        kind = self.wants[limit][0]
        return f"{limit}|{PER_HOLDER[kind](cart)}" if kind in PER_HOLDER else limit

    def left(self, cart):
        """:return: {limit: what is left of it for this cart}."""
        found, others = {}, foreign(cart, self.places)
        for limit, (kind, capacity) in self.wants.items():
            if limit in others:
                continue
            if kind in PER_HOLDER and not PER_HOLDER[kind](cart):
                continue
            found[limit] = capacity - self.used["limits"].get(self._key(limit, cart), 0)
        return found

    def price(self, cart, snapshot):
        """Price a cart and use up what it takes.

        :return: (Outcome, cost of the campaign in fen), (None, 0) when the engine refuses its own result.
        """
        try:
            outcome = evaluate(cart, snapshot, self.left(cart), self.options)
        except InvariantError:
            return None, 0
        others = foreign(cart, self.places)
        for limit, amount in outcome.limits:
            if limit in self.wants and limit not in others:
                key = self._key(limit, cart)
                self.used["limits"][key] = self.used["limits"].get(key, 0) + amount
        cost = 0
        for effect in outcome.effects:
            if effect.rule in self.ids:
                for who, fen in effect.costs:
                    self.used["costs"][who] = self.used["costs"].get(who, 0) + fen
                cost += effect.goods_fen + effect.shipping_fen + sum(gift.qty * gift.value_fen for gift in effect.gifts)
        return outcome, cost

    def add(self, turnover, then, now, cost, margin):
        """Add an order, all in fen; a margin of None is not known."""
        for name, fen in (
                ("turnover", turnover), ("discount_then", then), ("discount_now", now), ("campaign_cost", cost), ("margin", margin or 0)):
            self.sums[name] += fen
        self.changed += then != now
        self.below += margin is not None and margin < 0
