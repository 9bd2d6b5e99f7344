"""One evaluation under way: the cart in its order, what scopes hold, what thresholds look at."""
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .draft import Draft
from .scope import ALL
from .state import State, line_total, untaxed


class Work:
    """:ivar lines: lines in their one order. :ivar state: amounts now.
    :ivar available: limit id -> what is left, None = nothing is limited.
    :ivar assume: Companions, or any true value: take every condition as met (the proof of the worst price).
    :ivar settled: assets have paid, no amount changes any more.
    """

    def __init__(self, cart, snapshot, available, options, assume=False):
        self.cart, self.snapshot, self.available, self.options, self.assume = cart, snapshot, available, options, assume
        self.lines = tuple(sorted(cart.lines, key=lambda line: (line.seq, line.id)))
        self.shipping = tuple(sorted(cart.shipping, key=lambda ship: ship.id))
        self.state = State(self.lines, self.shipping)
        self.original = self.state.run[:]
        self.least_goods = sum(self.original) * (10_000 - options.order_cap_bp) // 10_000 if options.order_cap_bp < 10_000 else 0
        self.drafts = []
        self.settled = False
        self.serial = 0
        self.nodes = 0
        self.truncated = []
        self.taxes = [line.tax_bp for line in self.lines]
        self.tag_bits = {}
        self.tag_masks = [self._mask(line.tags) for line in self.lines]
        self.can_take = tuple(i for i, line in enumerate(self.lines)
                              if line.qty > 0 and self.original[i] >= 0 and "no_promo" not in line.flags)
        self.everything = tuple(i for i, line in enumerate(self.lines) if line.qty)
        self.scopes, self.meets, self.sums, self.level_sums = {}, {}, {}, {}
        self.level_run = self.state.run
        self._days = {}

    def _mask(self, tags, add=True):
        mask = 0
        for tag in tags:
            bit = self.tag_bits.get(tag)
            if bit is None and add:
                bit = self.tag_bits[tag] = 1 << len(self.tag_bits)
            mask |= bit or 0
        return mask

    def start_level(self):
        """Freeze what the thresholds of a level look at."""
        self.level_run = self.state.run[:]
        self.level_sums = {}

    def freeze_entry(self):
        """The price level is over: scopes with prices and sums of entry prices look at the new ones."""
        self.state.freeze_entry()
        self.scopes = {scope: found for scope, found in self.scopes.items()
                       if scope.price_min_fen is None and scope.price_max_fen is None and not scope.undiscounted_only}
        self.meets, self.sums = {}, {}

    def counted(self, scope):
        """:return: positions of the lines in scope, for thresholds: also of lines that never take a discount."""
        found = self.scopes.get(scope)
        if found is None:
            found = self.scopes[scope] = self.everything if scope.everything else self._resolve(scope)
        return found

    def takers(self, first, second=ALL):
        """:return: positions of the lines in both scopes that may be discounted."""
        found = self.meets.get((first, second))
        if found is None:
            a, b = self.counted(first), self.counted(second)
            inside = self.can_take if a is b is self.everything else sorted({*a} & {*b} & {*self.can_take})
            found = self.meets[(first, second)] = tuple(inside)
        closed = self.state.closed
        return tuple(i for i in found if i not in closed) if closed else found

    def _resolve(self, scope):
        found, masks = self.everything, self.tag_masks
        if scope.skus:
            wanted = frozenset(scope.skus)
            found = [i for i in found if self.lines[i].sku in wanted]
        if scope.tags:
            mask = self._mask(scope.tags, add=False)
            found = [i for i in found if masks[i] & mask]
        if scope.all_tags:
            wanted = frozenset(scope.all_tags)
            found = [i for i in found if wanted <= self.lines[i].tags]
        if scope.not_tags:
            mask = self._mask(scope.not_tags, add=False)
            found = [i for i in found if not masks[i] & mask]
        if scope.not_skus or scope.lines or scope.new_days is not None or scope.undiscounted_only \
                or scope.price_min_fen is not None or scope.price_max_fen is not None:
            found = [i for i in found if self._holds(scope, i)]
        return tuple(found)

    def _holds(self, scope, i):
        line, entry, qty = self.lines[i], self.state.entry[i], self.lines[i].qty
        if line.sku in scope.not_skus or (scope.lines and line.id not in scope.lines):
            return False
        if scope.price_min_fen is not None and entry < scope.price_min_fen * qty:
            return False
        if scope.price_max_fen is not None and entry > scope.price_max_fen * qty:
            return False
        if scope.undiscounted_only and self.reduced(i):
            return False
        return scope.new_days is None or self.assume or self._is_new(line, scope.new_days)

    def reduced(self, i):
        """:return: whether line `i` is sold below its original price before any item, order or coupon rule."""
        line = self.lines[i]
        return "sale" in line.flags or self.state.entry[i] < self.original[i] or (
            line.list_price_fen is not None and line.list_price_fen > line.price_fen)

    def _is_new(self, line, days):
        try:
            return bool(self.cart.at) and date.fromisoformat(line.launched) + timedelta(days) >= self.cart.at.date() >= \
                date.fromisoformat(line.launched)
        except ValueError:
            return False

    def amounts(self, base):
        """:return: fen per line for a base: entry, running (when the level began) or list."""
        if base == "running":
            return self.level_run
        if base == "list":
            return [line_total(line if line.list_price_fen is None else replace(line, price_fen=line.list_price_fen)) for line in self.lines]
        return self.state.entry

    def looked_at(self, scope, within=ALL):
        """:return: positions of the lines that count for a threshold: those in both scopes."""
        found = self.counted(scope)
        if within.everything:
            return found
        allowed = {*self.counted(within)}
        return tuple(i for i in found if i in allowed)

    def amount(self, rule, scope, base="", tax="", shipping=False, inside=False):
        """What a threshold looks at.

        :param scope: a scope, None = that of the rule; ``inside`` it when it belongs to a reward, instead of it for a condition.
        :param base: entry, running, list; "" = the rule's, else the options' base.
        :param tax: "excl" leaves the tax of each line out.
        :return: fen.
        """
        within = rule.scope if inside else ALL
        scope = rule.scope if scope is None else scope
        base = base or rule.threshold_base or self.options.threshold_base
        cache = self.level_sums if base == "running" else self.sums
        key = (scope, base, tax == "excl", within)
        found = cache.get(key)
        if found is None:
            amounts = self.amounts(base)
            if tax == "excl":
                found = sum(untaxed(amounts[i], self.taxes[i]) for i in self.looked_at(scope, within))
            else:
                found = sum(amounts[i] for i in self.looked_at(scope, within))
            cache[key] = found
        return found + (sum(self.state.ship) if shipping else 0)

    def count(self, rule, scope, inside=False):
        """:return: pieces in a scope as for ``amount``; lines with a negative amount are no goods."""
        found = self.looked_at(rule.scope if scope is None else scope, rule.scope if inside else ALL)
        return sum(self.lines[i].qty for i in found if self.original[i] >= 0)

    def percent_base(self, rule, own=""):
        """:return: what a percentage is taken of: running, entry or rule."""
        return own or rule.percent_base or self.options.percent_base

    def now(self, rule):
        """:return: the time that decides in the zone of the rule: that of its deposit, else the order's, or None."""
        deposit = self._deposit(rule)
        at = deposit.at if deposit else self.cart.at
        if at is None:
            return None
        if (rule.zone, at) not in self._days:
            try:
                self._days[rule.zone, at] = at.astimezone(ZoneInfo(rule.zone))
            except (ZoneInfoNotFoundError, ValueError):
                self._days[rule.zone, at] = at
        return self._days[rule.zone, at]

    def buyer(self, rule):
        """:return: Party that conditions of the rule ask: the buyer as he was when he paid its deposit, else as he is."""
        deposit = self._deposit(rule)
        return deposit.buyer if deposit else self.cart.buyer

    def _deposit(self, rule):
        return next((one for one in self.cart.deposits if one.rule == rule.id and one.at and one.buyer), None) if self.cart.deposits else None

    def left(self, limit):
        """:return: what is left of a limit after what this evaluation took of it; None = no limit."""
        if self.available is None or limit not in self.available:
            return None
        return self.available[limit] - self.state.used.get(limit, 0)

    def draft(self, rule):
        """:return: a new effect of a rule, still without anything."""
        self.serial += 1
        return Draft(self, rule, self.serial)
