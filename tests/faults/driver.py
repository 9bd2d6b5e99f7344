"""Carries each step out in Odoo and in the model and compares everything they know.

A step takes ``pick(n)`` -> a number below n: hypothesis draws it, a random walk rolls it. So the state machine, the mutants and the
tests of single cases share the steps.
"""
import datetime
import random

from odoo.exceptions import UserError

from odoo.addons.dealer_prepaid import ledger
from odoo.addons.dealer_prepaid.models.prepaid_gate import PrepaidGate
from odoo.addons.dealer_prepaid.sql import chain, check, gate

from .invariants import ALWAYS, AT_REST, violations
from .model import Account, Model

AMOUNTS = (1, 50, 999, 12_345, 30_000, 68_000, 150_000, 400_000)
CREDITS = (("cash", "topup"), ("gift", "gift"), ("rebate", "rebate"), ("expense", "expense"))


class RolledBack(Exception):
    """The request ends badly after it has done its work."""


class Driver:
    """One run: accounts of their own, in Odoo and in the model.

    :param case: a PrepaidCommon test, whose savepoint or end takes everything back.
    """

    def __init__(self, case, accounts=2):
        self.case, self.env, self.company = case, case.env, case.company
        self.today = self.company._dealer_today()
        shares = {"gift": 30.0}
        for rule in self.env["prepaid.bucket"].search([("company_id", "=", self.company.id)]):
            rule.max_share = shares.get(rule.code, 100.0)
        rules = self.env["prepaid.bucket"].search([("company_id", "=", self.company.id)])
        self.model = Model(str(self.today), [ledger.BucketRule(rule.code, rule.sequence, round(rule.max_share * 100)) for rule in rules])
        self.records, self.count, self.requests, self.log = {}, 0, [], []
        for name, partner in zip("AB"[:accounts], (case.d1, case.partners["D2"]), strict=False):
            self.records[name] = self.env["prepaid.account"]._get_or_create(self.company, partner)
            self.model.accounts[name] = Account()
            self._credit(name, "cash", "topup", 500_000, state="open")
        self.check()

    # -- helpers

    def _number(self):
        self.count += 1
        return self.count

    def _odoo(self, func):
        """Run one request; a refusal is rolled back as Odoo would."""
        try:
            with self.env.cr.savepoint():
                return func()
        except UserError as error:
            return error

    def _lot_ids(self, name):
        return self.env["prepaid.lot"].search([("account_id", "=", self.records[name].id)], order="id").ids

    def _same(self, what, left, right):
        assert left == right, f"{what}: Odoo says {left}, the model says {right}; steps: {self.log}"

    def _answer(self, result):
        return (result.status, result.missing_fen if result.status == "short" else 0) if result.status != "held" else ("ok", 0)

    def _pick_account(self, pick):
        return sorted(self.records)[pick(len(self.records))]

    def _pick_hold(self, name, pick):
        keys = sorted(key for key, hold in self.model.accounts[name].holds.items()
                      if hold.claimed and not key.startswith("debit"))
        return keys[pick(len(keys))] if keys else None

    def _remember(self, kind, *args):
        self.requests.append((kind, *args))

    # -- requests

    def _hold(self, name, key, fen, order, **rules):
        rules.setdefault("exact", ())
        lots = [(self._lot_ids(name)[number - 1], part) for number, part in rules["exact"]]
        result = self._odoo(lambda: self.records[name]._hold(
            key, fen, "res.partner", order, key, buckets=rules.get("allowed", ()), lots=lots, credit=rules.get("credit", True)))
        self._same("hold", self._answer(result), self.model.hold(name, key, fen, order=order, **rules))
        if result.ok:
            self._remember("hold", name, key, fen, order)

    def _capture(self, name, key, fen, operation=None):
        hold = self.model.accounts[name].holds[key]
        operation = operation or f"ship{self._number()}"
        entry = self._odoo(lambda: self.records[name]._capture(
            key, fen, operation_key=operation, label=operation, res_model="res.partner", res_id=1, order_model="drill", order_id=hold.order))
        answer = "refused" if isinstance(entry, UserError) else "ok"
        self._same("capture", answer, self.model.capture(name, key, fen)[0])
        if answer == "ok":
            self._remember("capture", name, key, fen, operation, entry.id, hold.order)

    def _credit(self, name, bucket, kind, fen, expires=None, state=None):
        key = f"credit{self._number()}"
        line = {"kind": kind, "amount_fen": fen, "label": key, "bucket": bucket, "expires_on": expires}
        entry = self._odoo(lambda: self.records[name]._post_entries(key, [line], "res.partner", 1, new_state=state))
        self._same("credit", "ok", self.model.credit(name, kind, fen, bucket, str(expires or ""), state)[0])
        self._remember("credit", name, key, [line], entry.id)

    # -- steps

    def hold(self, pick):
        """An order holds money; which buckets and the credit line may be used varies."""
        name, number = self._pick_account(pick), self._number()
        rules = ({}, {}, {"allowed": ("cash",), "credit": False}, {"allowed": ("rebate", "cash")}, {"credit": False})[pick(5)]
        self._hold(name, f"order{number}", AMOUNTS[pick(len(AMOUNTS))], number, **rules)

    def hold_exact(self, pick):
        """A document asks for the money of one lot."""
        name, number = self._pick_account(pick), self._number()
        lots = self.model.accounts[name].lots
        lot = 1 + pick(len(lots)) if lots else 0
        if lot and lots[lot].free:
            fen = 1 + pick(lots[lot].free + 2)
            self._hold(name, f"order{number}", fen, number, exact=((lot, fen),), credit=False)

    def capture(self, pick):
        """A part of an order ships, now and then too much."""
        name = self._pick_account(pick)
        key = self._pick_hold(name, pick)
        if key:
            room = self.model.accounts[name].holds[key].open
            self._capture(name, key, (max(room, 1), max(room // 2, 1), max(room // 3, 1), room + 1)[pick(4)])

    def release(self, pick):
        """The rest, a part or too much of a hold is given back."""
        name = self._pick_account(pick)
        key = self._pick_hold(name, pick)
        if key:
            room = self.model.accounts[name].holds[key].open
            fen = (None, max(room // 2, 1), room + 1)[pick(3)]
            done = self._odoo(lambda: self.records[name]._release(key, "drill", fen))
            answer = ("refused", 0) if isinstance(done, UserError) else ("ok", done)
            self._same("release", answer, self.model.release(name, key, fen))

    def top_up(self, pick):
        """Money comes in."""
        self._credit(self._pick_account(pick), "cash", "topup", AMOUNTS[pick(len(AMOUNTS))])

    def grant(self, pick):
        """A gift, rebate or allowance, some for days that are over."""
        bucket, kind = CREDITS[pick(len(CREDITS))]
        days = (None, -1, 0, 20, 90)[pick(5)]
        expires = None if days is None or bucket == "cash" else self.today + datetime.timedelta(days=days)
        self._credit(self._pick_account(pick), bucket, kind, AMOUNTS[pick(len(AMOUNTS))], expires)

    def refund(self, pick):
        """Goods of an order come back, with or without a charge."""
        name = self._pick_account(pick)
        account = self.model.accounts[name]
        orders = sorted(order for order, used in account.used.items() if used)
        if not orders:
            return
        order = orders[pick(len(orders))]
        room = sum(fen for _lot, fen in account.used[order]) - sum(account.restored.get(order, {}).values())
        if room <= 0:
            return
        fen = (room, max(room // 2, 1), max(room // 5, 1))[pick(3)]
        charge = (0, 0, fen // 4, fen)[pick(4)]
        key = f"return{self._number()}"
        lines = [{"kind": "refund", "amount_fen": fen, "label": key}]
        lines += [{"kind": "handling", "amount_fen": -charge, "label": key}] if charge else []
        entries = self._odoo(lambda: self.records[name]._post_entries(key, lines, "res.partner", 1, "drill", order))
        assert not isinstance(entries, UserError), entries
        self._same("refund", "ok", self.model.refund(name, order, fen, charge)[0])

    def _debit(self, name, fen, kind="adjust", **rules):
        key = f"debit{self._number()}"
        lots = [(self._lot_ids(name)[number - 1], part) for number, part in rules.get("exact", ())]
        result = self._odoo(lambda: self.records[name]._debit(
            key, fen, kind=kind, label=key, res_model="res.partner", res_id=1, buckets=rules.get("allowed", ()), lots=lots,
            credit=rules.get("credit", False), forced=rules.get("forced", False)))
        self._same("debit", self._answer(result[0]), self.model.debit(name, key, fen, kind, **rules))
        if result[0].ok:
            self._remember("debit", name, key, fen, kind, result[1].id)

    def debit(self, pick):
        """Money is taken at once; a withdrawal takes cash only."""
        rules, kind = (({}, "adjust"), ({"allowed": ("cash",)}, "withdrawal"), ({"credit": True}, "adjust"))[pick(3)]
        self._debit(self._pick_account(pick), AMOUNTS[pick(len(AMOUNTS))], kind, **rules)

    def forced_debit(self, pick):
        """An approved charge takes what is not there."""
        self._debit(self._pick_account(pick), AMOUNTS[pick(len(AMOUNTS))], forced=True, credit=bool(pick(2)))

    def expire(self, pick):
        """The night's job takes what is left of a lot whose days are over."""
        name = self._pick_account(pick)
        account = self.model.accounts[name]
        over = sorted(number for number, lot in account.lots.items() if lot.free and lot.expires and lot.expires < str(self.today))
        if over:
            number = over[pick(len(over))]
            self._debit(name, account.lots[number].free, "expiry", exact=((number, account.lots[number].free),))

    def credit_line(self, pick):
        """A line is given, changed or taken away."""
        name, number = self._pick_account(pick), self._number()
        fen = (0, 10_000, 60_000, 200_000)[pick(4)]
        until = self.today + datetime.timedelta(days=(30, 0, -1)[pick(3)])
        self._odoo(lambda: self.records[name]._set_credit_line(f"line{number}", fen, self.today - datetime.timedelta(days=3), until))
        self.model.set_line(name, fen, (str(self.today - datetime.timedelta(days=3)), str(until)))

    def freeze(self, pick):
        """Frozen, or open again."""
        name, number = self._pick_account(pick), self._number()
        state = ("open", "open", "frozen")[pick(3)]
        self._odoo(lambda: self.records[name]._set_state(state, f"state{number}"))
        self.model.set_state(name, state)

    def replay(self, pick):
        """A request comes a second time, as it was or with another amount under the old key: nothing may happen."""
        if not self.requests:
            return
        kind, name, key, *rest = self.requests[pick(len(self.requests))]
        record, more = self.records[name], pick(2)
        if kind == "hold":
            self._replay_hold(name, key, rest[0], rest[1], more)
        elif kind == "capture":
            fen, operation, entry, order = rest
            again = self._odoo(lambda: record._capture(
                key, fen + more, operation_key=operation, label=operation, res_model="res.partner", res_id=1, order_model="drill", order_id=order))
            self._same("replay", "refused" if isinstance(again, UserError) else again.id, "refused" if more else entry)
        elif kind == "debit":
            fen, entry_kind, entry = rest
            again = self._odoo(lambda: record._debit(key, fen + more, kind=entry_kind, label=key, res_model="res.partner", res_id=1))
            self._same("replay", "refused" if isinstance(again, UserError) else again[1].id, "refused" if more else entry)
        else:
            lines, entry = rest
            lines = [{**line, "amount_fen": line["amount_fen"] + more} for line in lines]
            again = self._odoo(lambda: record._post_entries(key, lines, "res.partner", 1))
            self._same("replay", "refused" if isinstance(again, UserError) else again.id, "refused" if more else entry)

    def _replay_hold(self, name, key, fen, order, more):
        hold = self.model.accounts[name].holds[key]
        again = self._odoo(lambda: self.records[name]._hold(key, fen + more, "res.partner", order, key))
        live = not more and hold.state in ("open", "tentative") and hold.open
        self._same("replay of a hold", not isinstance(again, UserError) and again.ok, bool(live))

    def rolled_back(self, pick):
        """A request holds, captures, credits and then fails: nothing of it stays."""
        name, number = self._pick_account(pick), self._number()
        key = self._pick_hold(name, pick)
        record = self.records[name]
        try:
            with self.env.cr.savepoint():
                record._hold(f"lost{number}", 700, "res.partner", number, "lost")
                if key:
                    record._release(key, "lost")
                record._post_entries(f"lost{number}", [{"kind": "topup", "amount_fen": 999, "label": "lost"}], "res.partner", 1)
                raise RolledBack
        except RolledBack:
            self.env.invalidate_all()

    def orphan(self, pick):
        """A process dies between the gate's commit and its own."""
        name, number = self._pick_account(pick), self._number()
        fen = AMOUNTS[pick(len(AMOUNTS))]
        result = self._odoo(lambda: self.records[name]._take(f"order{number}", fen, "res.partner", number, "orphan", {
            "fresh": False, "states": ["open"], "buckets": [], "lots": [], "credit": True, "forced": False, "store": None, "days": 30}))
        self._same("orphan", self._answer(result), self.model.place(name, f"order{number}", fen, order=number))
        if pick(2) and result.ok:
            again = fen + 7 * pick(2)
            self.check()
            self._hold(name, f"order{number}", again, number)

    def die_after_commit(self, pick):
        """A process dies between its commit and what follows it; the next steps meet the half-done state."""
        step = (self.hold, self.release, self.top_up, self.refund, self.debit, self.credit_line, self.freeze)[pick(7)]
        saved, PrepaidGate._after_commit, self.model.late = PrepaidGate._after_commit, (lambda gate_model, func: None), True
        try:
            step(pick)
        finally:
            PrepaidGate._after_commit, self.model.late = saved, False

    def foreign(self, pick):
        """A shipment names the hold of another account: refused."""
        name = self._pick_account(pick)
        key, others = self._pick_hold(name, pick), [other for other in self.records if other != name]
        if key and others and self.model.accounts[name].holds[key].open:
            again = self._odoo(lambda: self.records[others[0]]._capture(
                key, 1, operation_key=f"foreign{self._number()}", label="foreign", res_model="res.partner", res_id=1))
            assert isinstance(again, UserError), f"a hold of {name} was captured on {others[0]}; steps: {self.log}"

    def apply_again(self, pick):
        """Two recovery jobs carry out the same operation: the second finds nothing to do."""
        if not self.model.pending:
            self.env.cr.execute("SELECT id FROM prepaid_operation ORDER BY id DESC LIMIT 12")
            ids = [row[0] for row in self.env.cr.fetchall()]
            assert not self.env["prepaid.gate"]._call(gate.apply_operation(ids[pick(len(ids))])), f"applied twice; steps: {self.log}"

    def recover(self, pick):
        """The job of each minute."""
        self.env["prepaid.gate"]._recover()
        self.model.recover()
        self.env.flush_all()
        assert not (found := violations(self.env.cr, AT_REST)), found

    STEPS = (
        hold, hold, hold, hold_exact, capture, capture, capture, release, top_up, grant, grant, refund, refund, debit, forced_debit, expire,
        credit_line, freeze, replay, replay, rolled_back, orphan, orphan, die_after_commit, die_after_commit,
        foreign, apply_again, recover)

    def step(self, func, pick):
        """Carry out one of :data:`STEPS` and compare."""
        self.log.append(func.__name__)
        func(self, pick)
        self.check()

    # -- comparison

    def check(self):
        """Everything the model knows stands in the database, and the invariants hold."""
        self.env.flush_all()
        assert not (found := violations(self.env.cr, ALWAYS)), f"{found}; steps: {self.log}"
        for name, record in self.records.items():
            self._same(f"account {name}", self._found(record.id), self._expected(self.model.accounts[name]))
        proof = [*check.account_proof(self.env.cr, self.company.id), *check.lot_proof(self.env.cr, self.company.id),
                 *chain.broken_links(self.env.cr, self.company.id)]
        assert not proof, f"the add-on's own proof: {proof}; steps: {self.log}"

    def _found(self, account_id):
        cr = self.env.cr
        cr.execute("""SELECT state, (available * 100)::bigint, (debt * 100)::bigint, (forced_debt * 100)::bigint, (credit_line * 100)::bigint
                        FROM prepaid_account WHERE id = %s""", [account_id])
        figures = cr.fetchone()
        cr.execute("""SELECT id, bucket, (initial * 100)::bigint, (free * 100)::bigint, (settled * 100)::bigint, (restored * 100)::bigint,
                             coalesce(expires_on::text, '') FROM prepaid_lot WHERE account_id = %s ORDER BY id""", [account_id])
        rows = cr.fetchall()
        number = {0: 0, None: 0, **{row[0]: place for place, row in enumerate(rows, 1)}}
        cr.execute("""SELECT h.key, h.state, (h.amount * 100)::bigint, jsonb_agg(jsonb_build_array(
                             l.lot_id, (l.amount * 100)::bigint, (l.captured * 100)::bigint, (l.released * 100)::bigint) ORDER BY l.id)
                        FROM prepaid_hold h JOIN prepaid_hold_line l ON l.hold_id = h.id
                       WHERE h.account_id = %s AND coalesce(h.reason, '') <> 'orphan' GROUP BY h.id""", [account_id])
        holds = {key: (state, amount, [[number[lot], *parts] for lot, *parts in lines]) for key, state, amount, lines in cr.fetchall()}
        cr.execute("""SELECT kind, (amount * 100)::bigint, lots, (coalesce(memo, 0) * 100)::bigint FROM prepaid_entry
                       WHERE account_id = %s ORDER BY id""", [account_id])
        entries = [(kind, fen, {number[lot]: part for lot, part in lots}, memo) for kind, fen, lots, memo in cr.fetchall()]
        return figures, [row[1:] for row in rows], holds, entries

    def _expected(self, account):
        figures = (account.state, account.available, account.debt, account.forced, account.line)
        lots = [(lot.bucket, lot.initial, lot.free, lot.settled, lot.restored, lot.expires) for lot in account.lots.values()]
        releasing = {}
        for hold, fen in self.model.releasing:
            releasing[id(hold)] = releasing.get(id(hold), 0) + fen
        holds = {}
        for key, hold in account.holds.items():
            state = hold.state
            if releasing.get(id(hold)) and releasing[id(hold)] == hold.open:
                state = "done" if hold.captured else "released"
            holds[key] = (state, hold.amount, [[part.lot, part.amount, part.captured, part.released] for part in hold.parts])
        return figures, lots, holds, account.entries


def walk(case, seed, steps):
    """A random walk of so many steps; the same seed walks the same way."""
    rng = random.Random(seed)
    driver = Driver(case)
    for _turn in range(steps):
        driver.step(rng.choice(Driver.STEPS), rng.randrange)
    return driver
