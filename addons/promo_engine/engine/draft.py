"""The effect of one rule while it is worked out: what kinds call to take money from lines, pieces and freight."""
from odoo.addons.dealer_base.money import round_div

from .outcome import Gift, Issue, Step
from .spread import spread, spread_units


class Draft:
    """:ivar goods: fen taken from goods so far. :ivar freight: fen taken from freight.
    :ivar began: line totals when the rule began, the base ``rule`` of a percentage.
    """

    __slots__ = ("assets", "began", "blocked", "freight", "gifts", "goods", "held", "issues", "notes", "number", "rule", "state", "steps", "work")

    def __init__(self, work, rule, number):
        self.work, self.rule, self.number, self.state = work, rule, number, work.state
        self.goods = self.freight = 0
        self.gifts, self.issues, self.assets, self.steps, self.notes = [], [], [], [], []
        self.began = work.state.run[:]
        self.blocked = 0
        self.held = set()

    @property
    def empty(self):
        """Whether nothing came of it."""
        return not (self.goods or self.freight or self.gifts or self.issues or self.assets)

    @property
    def benefit(self):
        """What it is worth to the buyer in fen: money off, and gifts and vouchers at their declared value."""
        return self.goods + self.freight + sum(gift.value_fen * gift.qty for gift in self.gifts) + sum(
            issue.value_fen * issue.count for issue in self.issues)

    def rounded(self, base, rate_bp):
        """:return: a rate of a base in fen, rounded once as the options say."""
        mode = self.work.options.rounding
        if mode == "half_up":
            return round_div(base * rate_bp, 10_000)
        return base * rate_bp // 10_000 if mode == "down" else -(-base * rate_bp // 10_000)

    def order_room(self):
        """:return: fen the whole order can still lose: never below zero, never above the cap of an order, nothing once assets have paid."""
        if self.work.settled:
            return 0
        return max(0, self.state.goods - self.work.least_goods)

    def _log(self, what, base, wanted, given, lines=(), weights=(), shares=()):
        if self.work.options.trace:
            self.steps.append(Step(what, base, wanted, given, tuple(self.work.lines[i].id for i in lines), tuple(weights), tuple(shares)))
        else:
            self.steps.append(Step(what, base, wanted, given))

    def _give(self, lines, shares):
        put, number, given = self.state.put, self.number, 0
        for i, share in zip(lines, shares, strict=True):
            if share:
                put(number, i, share)
                given += share
        self.goods += given
        return given

    def _hold(self, lines):
        """Remember the lines that are at their floor now: they may have taken less than their part."""
        floors = self.state.floors
        self.held.update(i for i in lines if floors[i] and not self.state.room(i))

    def lines_amount(self, lines, amount):
        """Take an amount from lines together; what a line cannot give is moved to the others."""
        state = self.state
        weights = [state.run[i] for i in lines]
        wanted, amount = amount, min(amount, self.order_room())
        if amount <= 0:
            return
        if any(state.floors[i] for i in lines):
            shares = spread(amount, weights, [state.room(i) for i in lines])
        else:
            shares = spread(min(amount, sum(weights)), weights)
        given = self._give(lines, shares)
        self._hold(lines)
        self.blocked += wanted - given
        self._log("amount", sum(weights), wanted, given, lines, weights, shares)

    def lines_percent(self, lines, rate_bp, cap=None, base=""):
        """Take a percentage of lines together, rounded once; what a floor blocks is not moved unless the options say so."""
        state = self.state
        weights = [state.run[i] for i in lines]
        base = self.work.percent_base(self.rule, base)
        of = sum(weights)
        if base == "entry":
            of = sum(state.entry[i] for i in lines)
        elif base == "rule":
            of = sum(self.began[i] for i in lines)
        wanted = self.rounded(of, rate_bp)
        amount = min(wanted, self.order_room(), sum(weights))
        if cap is not None:
            amount = min(amount, cap)
        if amount <= 0:
            return
        shares = spread(amount, weights)
        if any(state.floors[i] for i in lines):
            rooms = [state.room(i) for i in lines]
            if self.work.options.percent_floor == "redistribute":
                shares = spread(amount, weights, rooms)
            else:
                shares = [min(share, room) for share, room in zip(shares, rooms, strict=True)]
        given = self._give(lines, shares)
        self._hold(lines)
        self.blocked += amount - given
        self._log("percent", of, wanted, given, lines, weights, shares)

    def pieces(self, lines, offers=False):
        """The pieces of lines as runs (fen now, line, first piece, count, entry fen).

        :param offers: leave out pieces that serve another offer already.
        """
        found = []
        for i in lines:
            start = 0
            for count, now, entry, used in self.state.units(i):
                if not (offers and used):
                    found.append((now, i, start, count, entry))
                start += count
        return found

    def use(self, runs):
        """Let pieces serve this offer and no other."""
        for i, group in by_line(runs):
            self.state.use(i, [(start, count) for _now, _i, start, count, _entry in group])

    def _pooled(self, runs, amount, moved):
        """Take an amount from pieces together: first over their lines, then over the pieces of each."""
        lines = by_line(runs)
        weights = [sum(now * count for now, _i, _start, count, _entry in group) for _i, group in lines]
        amount = min(amount, self.order_room(), sum(weights))
        if amount <= 0:
            return 0
        caps = [sum(max(0, now - self.state.floors[i]) * count for now, _i, _start, count, _entry in group) for i, group in lines]
        shares = spread(amount, weights, caps) if moved else [min(pair) for pair in zip(spread(amount, weights), caps, strict=True)]
        for (i, group), share in zip(lines, shares, strict=True):
            segments = [(start, count, now) for now, _i, start, count, _entry in group]
            self.state.take(self.number, i, spread_units(share, segments, self.state.floors[i]))
        self.goods += sum(shares)
        self._hold([i for i, _group in lines])
        self.blocked += amount - sum(shares)
        return sum(shares)

    def pieces_percent(self, runs, rate_bp, cap=None, base=""):
        """Take a percentage of pieces together, rounded once."""
        base = self.work.percent_base(self.rule, base)
        of = sum((entry if base == "entry" else now) * count for now, _i, _start, count, entry in runs)
        if base == "rule" and self.goods:
            of += self._taken(runs)
        wanted = self.rounded(of, rate_bp)
        moved = self.work.options.percent_floor == "redistribute"
        given = self._pooled(runs, wanted if cap is None else min(wanted, cap), moved)
        self._log("percent of pieces", of, wanted, given)

    def _taken(self, runs):
        """:return: fen that this rule has taken already from the pieces of runs."""
        taken = 0
        for i, group in by_line(runs):
            mine = [part for number, parts in self.state.history(i) if number == self.number for part in parts]
            for _now, _i, start, count, _entry in group:
                taken += sum(max(0, min(start + count, first + many) - max(start, first)) * share for first, many, share in mine)
        return taken

    def pieces_amount(self, runs, amount):
        """Take an amount from pieces together; what a piece cannot give is moved to the others."""
        given = self._pooled(runs, amount, True)
        self.blocked += amount - given
        self._log("amount of pieces", 0, amount, given)

    def each_amount(self, runs, amount, cap=None):
        """Take an amount from every piece by itself; what one cannot give is lost."""
        floors = self.state.floors
        self._each([(now, i, start, count, entry, max(0, min(amount, now - floors[i]))) for now, i, start, count, entry in runs], cap)

    def each_price(self, runs, price):
        """Lower every piece to a price; pieces below it stay."""
        floors = self.state.floors
        self._each([(now, i, start, count, entry, max(0, min(now - price, now - floors[i]))) for now, i, start, count, entry in runs])

    def _each(self, wants, cap=None):
        whole = sum(count * want for _now, _i, _start, count, _entry, want in wants)
        most = self.order_room() if cap is None else min(cap, self.order_room())
        if whole > most:
            self._pooled([want[:5] for want in wants if want[5]], most, True)
        else:
            for i, group in by_line(wants):
                self.state.take(self.number, i, [(start, count, want) for _now, _i, start, count, _entry, want in group])
            self.goods += whole
            self._hold({want[1] for want in wants})
        self._log("each piece", 0, whole, min(whole, most))

    def shipping(self, amount=None, rate_bp=None, cap=None):
        """Take an amount or a percentage from the freight, never below zero, spread over the deliveries."""
        fees = self.state.ship
        whole = sum(fees)
        wanted = amount if rate_bp is None else self.rounded(whole, rate_bp)
        given = max(0, min(wanted, whole if cap is None else min(whole, cap)))
        if not given or self.work.settled:
            return
        shares = spread(given, fees)
        self.state.ship = [fee - share for fee, share in zip(fees, shares, strict=True)]
        self.state.ship_done = (*self.state.ship_done, (self.number, tuple(shares)))
        self.freight += given
        self._log("freight", whole, wanted, given)

    def gift(self, sku, qty, value_fen=0, limit=""):
        """Give goods for nothing; they are no discount and count for no threshold."""
        if qty > 0:
            self.gifts.append(Gift(self.rule.id, sku, qty, value_fen, limit))

    def issue(self, kind, key, count, value_fen=0, **params):
        """Promise something for later: a voucher, points, a draw, cash back. Nothing is written."""
        if count > 0:
            self.issues.append(Issue(self.rule.id, kind, key, count, value_fen, tuple(sorted(params.items())), self.rule.proof))


def by_line(runs):
    """:param runs: tuples whose second item is a line position. :return: [(line, its runs by first piece)] in line order."""
    found = {}
    for run in runs:
        found.setdefault(run[1], []).append(run)
    return [(i, sorted(found[i], key=lambda run: run[2])) for i in sorted(found)]
