"""The ledger once more, as plainly as it can be said: a dict of accounts. It is the oracle of the state machine.

Which lots pay is asked of the pure package ``ledger``; everything else is written here again. Lots are numbered per account in the
order in which they come. All money in fen. Days are ISO texts.
"""
import datetime
from dataclasses import dataclass, field

# bound by name, so that a mutant of the add-on's own calls does not change the oracle
from odoo.addons.dealer_prepaid.ledger import NEW_LOT, charge, restore, split
from odoo.addons.dealer_prepaid.ledger import Lot as FreeLot

MEMO = {"gift"}


@dataclass
class Lot:
    """Money of one credit."""

    bucket: str
    initial: int
    free: int
    settled: int = 0
    restored: int = 0
    expires: str = ""


@dataclass
class Part:
    """What one lot (number, 0 for the credit line) gives to a hold."""

    lot: int
    amount: int
    captured: int = 0
    released: int = 0

    @property
    def open(self):
        """Neither used nor given back."""
        return self.amount - self.captured - self.released


@dataclass
class Hold:
    """Money kept back under a key."""

    amount: int
    parts: list
    order: int = 0
    tentative: bool = True
    claimed: bool = False   # a committed request stands behind it

    @property
    def captured(self):
        """Used."""
        return sum(part.captured for part in self.parts)

    @property
    def released(self):
        """Given back."""
        return sum(part.released for part in self.parts)

    @property
    def open(self):
        """Still kept back."""
        return self.amount - self.captured - self.released

    @property
    def state(self):
        """As the database names it."""
        if self.open:
            return "tentative" if self.tentative else "open"
        return "done" if self.captured else "released"


@dataclass
class Account:
    """One account; ``entries`` are (kind, fen, {lot: fen}, fen outside the books) in order."""

    state: str = "draft"
    lots: dict = field(default_factory=dict)
    holds: dict = field(default_factory=dict)
    entries: list = field(default_factory=list)
    debt: int = 0
    forced: int = 0
    line: int = 0
    line_days: tuple = ("", "")
    used: dict = field(default_factory=dict)       # order -> [(lot, fen)] in order of use
    restored: dict = field(default_factory=dict)   # order -> {lot: fen}

    @property
    def available(self):
        """What an order may lean on."""
        return sum(lot.free for lot in self.lots.values()) - self.debt

    @property
    def balance(self):
        """Sum of the entries."""
        return sum(fen for _kind, fen, _lots, _memo in self.entries)

    @property
    def held(self):
        """What live holds keep back."""
        return sum(hold.open for hold in self.holds.values())


class Model:
    """Commands on a dict of accounts. Each gives "ok", or the word of its refusal with the missing fen.

    With ``late`` the process dies right after its commit: what follows the commit waits in ``pending`` for :meth:`recover`.
    """

    def __init__(self, today, rules):
        self.today, self.rules, self.accounts = today, rules, {}
        self.late, self.pending = False, []

    def _effect(self, func):
        if self.late:
            self.pending.append(func)
        else:
            func()

    def recover(self):
        """Finish what was committed, give back what was not."""
        for func in self.pending:
            func()
        self.pending = []
        for account in self.accounts.values():
            for key in [key for key, hold in account.holds.items() if not hold.claimed]:
                self._drop(account, key)

    def _drop(self, account, key):
        hold = account.holds.pop(key)
        self._give_back(account, hold, hold.open)

    def _split(self, account, fen, allowed, exact):
        if exact:
            plan, left = [], fen
            for number, part in sorted(exact, key=lambda pair: self._place(account, pair[0])):
                part = min(account.lots[number].free, part, left)
                if part > 0:
                    plan.append((number, part))
                    left -= part
            return plan, left
        lots = [FreeLot(number, lot.bucket, lot.free, lot.expires) for number, lot in account.lots.items()]
        return split(lots, self.rules, fen, self.today, allowed)

    def _place(self, account, number):
        lot = account.lots[number]
        sequence = next(rule.sequence for rule in self.rules if rule.code == lot.bucket)
        return sequence, lot.bucket, lot.expires or "9999-12-31", number

    def place(self, name, key, fen, *, states=("open",), allowed=(), exact=(), credit=True, forced=False, order=0):
        """What the side transaction does: a tentative hold."""
        account = self.accounts[name]
        found = account.holds.get(key)
        if found:
            if found.amount == fen:
                return "ok", 0
            if found.claimed:
                return "blocked", 0
            self._drop(account, key)
        if account.state not in states:
            return "blocked", 0
        lent = account.line if credit and account.line_days[0] <= self.today <= account.line_days[1] else 0
        line, over = max(lent - account.debt, 0), max(account.debt - lent, 0) if credit else 0
        plan, left = self._split(account, fen, allowed, exact)
        if left > line and not forced:
            return "short", left - line + over  # what is owed beyond the line is settled first
        for number, part in plan:
            account.lots[number].free -= part
        if left:
            account.debt += left
            account.forced += max(left - line, 0)
            plan = [*plan, (0, left)]
        account.holds[key] = Hold(fen, [Part(number, part) for number, part in plan], order)
        return "ok", 0

    def hold(self, name, key, fen, **rules):
        """Keep money back for a document that is written."""
        answer = self.place(name, key, fen, **rules)
        if answer[0] == "ok":
            hold = self.accounts[name].holds[key]
            hold.claimed = True
            self._effect(lambda: setattr(hold, "tentative", False))
        return answer

    def _use(self, account, hold, fen):
        left, plan = fen, {}
        for part in hold.parts:
            take = min(part.open, left)
            if take > 0:
                part.captured += take
                left -= take
                plan[part.lot] = plan.get(part.lot, 0) - take
        return plan

    def _entry(self, account, kind, fen, plan, order, bucket="cash"):
        memo = sum(part for number, part in plan.items() if (account.lots[number].bucket if number else fen > 0 and bucket) in MEMO)
        account.entries.append((kind, fen, dict(plan), memo))
        for number, part in plan.items():
            if order and part < 0:
                account.used.setdefault(order, []).append((number, -part))
            elif order:
                given = account.restored.setdefault(order, {})
                given[number] = given.get(number, 0) + part

    def capture(self, name, key, fen, kind="capture"):
        """Use held money."""
        account = self.accounts[name]
        hold = account.holds.get(key)
        if hold is None or fen > hold.open - sum(part for other, part in self.releasing if other is hold):
            return "refused", 0
        self._entry(account, kind, -fen, self._use(account, hold, fen), hold.order)
        return "ok", 0

    def debit(self, name, key, fen, kind="adjust", **rules):
        """Hold and capture at once."""
        account = self.accounts[name]
        answer = self.place(name, key, fen, states=("open", "frozen", "closing"), **{"credit": False, **rules})
        if answer[0] != "ok":
            return answer
        hold = account.holds[key]
        hold.claimed = True
        self._entry(account, kind, -fen, {part.lot: -part.amount for part in hold.parts}, hold.order)
        self._effect(lambda: self._use(account, hold, fen))
        return answer

    @property
    def releasing(self):
        """Releases that are committed and not carried out: (hold, fen)."""
        return [(func.hold, func.fen) for func in self.pending if hasattr(func, "hold")]

    def release(self, name, key, fen=None):
        """Give held money back, last used lot first."""
        account = self.accounts[name]
        hold = account.holds.get(key)
        room = hold.open - sum(part for other, part in self.releasing if other is hold) if hold else 0
        if fen is None:
            fen = room
        elif fen > room:
            return "refused", 0
        if fen:
            def effect():
                self._give_back(account, hold, fen)
            effect.hold, effect.fen = hold, fen
            self._effect(effect)
        return "ok", fen

    def _give_back(self, account, hold, fen):
        left = fen
        for part in reversed(hold.parts):
            give = min(part.open, left)
            if give <= 0:
                continue
            part.released += give
            left -= give
            if part.lot:
                account.lots[part.lot].free += give
            else:
                self._forgive(account, give)

    @staticmethod
    def _forgive(account, fen):
        """The credit line is given money back: it lowers the debt, or frees what has paid the debt meanwhile."""
        paid = min(account.debt, fen)
        account.debt -= paid
        account.forced = min(account.forced, account.debt)
        over = fen - paid
        for number in sorted(account.lots, reverse=True):
            lot = account.lots[number]
            give = min(lot.settled, over)
            lot.settled -= give
            lot.free += give
            over -= give

    def credit(self, name, kind, fen, bucket="cash", expires="", state=None):
        """A new lot; a debt is paid first."""
        account = self.accounts[name]
        self._entry(account, kind, fen, {0: fen}, 0, bucket)

        def effect():
            self._new_lot(account, bucket, fen, expires)
            account.state = state or account.state
        self._effect(effect)
        return "ok", 0

    @staticmethod
    def _new_lot(account, bucket, fen, expires=""):
        paid = 0 if bucket in MEMO else min(account.debt, fen)
        account.debt -= paid
        account.forced = max(account.forced - paid, 0)
        account.lots[len(account.lots) + 1] = Lot(bucket, fen, fen - paid, paid, 0, expires)

    def refund(self, name, order, fen, fee):
        """Goods back, a charge taken from it: the net goes to the order's lots, last used first."""
        account = self.accounts[name]
        plan = restore(account.used.get(order, []), account.restored.get(order, {}), fen)
        cash = [number for number, _fen in plan if number and account.lots[number].bucket == "cash"]
        taken = charge(plan, cash, fee) if fee else []
        self._entry(account, "refund", fen, dict(plan), order)
        if fee:
            self._entry(account, "handling", -fee, dict(taken), order)
        self._effect(lambda: self._settle_refund(account, plan, taken))
        return "ok", 0

    def _settle_refund(self, account, plan, taken):
        net = {}
        for number, part in [*plan, *taken]:
            net[number] = net.get(number, 0) + part
        for number, part in net.items():
            if number == NEW_LOT and part:
                self._new_lot(account, "cash", part)
            elif part:
                lot = account.lots[number]
                lot.free += part
                lot.restored += part
                if lot.expires and lot.expires < self.today:
                    lot.expires = str(datetime.date.fromisoformat(self.today) + datetime.timedelta(days=30))

    def set_state(self, name, state):
        """Freeze or open."""
        self._effect(lambda: setattr(self.accounts[name], "state", state))

    def set_line(self, name, fen, days):
        """A credit line; never below what is owed on it."""
        account = self.accounts[name]

        def effect():
            account.line = max(fen, account.debt - account.forced)
            account.line_days = days
        self._effect(effect)
