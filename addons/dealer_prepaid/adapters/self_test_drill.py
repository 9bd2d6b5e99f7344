"""The drill of the self-test: requests in a hurry, requests sent twice, requests that die, on a scratch account of a copy of the database.

Every request has a cursor of its own, commits, and is retried as Odoo retries requests. Nothing here knows a dealer of the company.
"""
import logging
import threading
import time
import uuid
from typing import NamedTuple

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.service.model import retrying

from odoo.addons.dealer_base.money import to_fen

from ..sql import self_test

_logger = logging.getLogger(__name__)
CROWD, ROUNDS, TWICE, CRASHES, RACES = 12, 4, 24, 6, 6
FIRST_FEN, EACH_FEN = 1_000_000, 40_000


class Figure(NamedTuple):
    """One figure of the drill: its code (see the model's sentences), what was found and expected, whether it is good, seconds."""

    code: str
    found: str
    expected: str
    good: bool
    seconds: float = 0.0


class Drill:
    """Runs the parts in order and collects figures."""

    def __init__(self, registry, company_id):
        self.registry, self.company_id, self.figures, self.key = registry, company_id, [], uuid.uuid4().hex
        self.account_id = self.partner_id = None

    def run(self):
        """Run everything.

        :return: list of Figure.
        """
        self._proof("before")
        self._scratch()
        self._twice()
        self._crowd()
        self._crash()
        self._race()
        self._proof("after")
        return self.figures

    # -- building blocks

    def _env(self, cr):
        context = {"tracking_disable": True, "allowed_company_ids": [self.company_id]}
        return api.Environment(cr, SUPERUSER_ID, context)  # superuser: the copy is nobody's, and dropped afterwards

    def _request(self, func):
        """Run func(account) as a request of its own; give its answer."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            return retrying(lambda: func(env["prepaid.account"].browse(self.account_id)), env)

    def _hold(self, key, fen=EACH_FEN):
        return self._request(lambda account: account._hold(f"{self.key},{key}", fen, "res.partner", self.partner_id, f"self-test {key}"))

    def _parallel(self, funcs):
        """Run functions at the same moment.

        :return: [(answer or exception, seconds)], in order.
        """
        answers, start = [None] * len(funcs), threading.Barrier(len(funcs))

        def run(number, func):
            start.wait()
            begun = time.monotonic()
            try:
                answer = func()
            except (UserError, psycopg2.Error) as error:
                answer = error
            answers[number] = (answer, time.monotonic() - begun)
        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(funcs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def _account(self):
        """Give (entries, held, available) of the scratch account in fen."""
        return self._request(lambda account: (to_fen(account.balance), to_fen(account.held), to_fen(account.available)))

    def _note(self, code, found, expected, seconds=0.0):
        self.figures.append(Figure(code, str(found), str(expected), found == expected, seconds))

    def _proof(self, when):
        begun = time.monotonic()
        with self.registry.cursor() as cr:
            check = self._env(cr)["prepaid.check"]
            company = check.env["res.company"].browse(self.company_id)
            found = [*check._differences(company), *check._law_differences(company)]
            # Nothing of the scratch account is in the books.
            own = [one for one in found if self.partner_id and one["kind"] == "gl" and one["partner_id"] == self.partner_id]
            self._note(f"proof_{when}", len(found) - len(own), 0, time.monotonic() - begun)

    # -- the parts

    def _scratch(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            partners = env["res.partner"]
            top = partners.create({"name": "Self-test", "dealer_level": "sales_company", "is_company": True})
            dealer = partners.create({
                "name": "Self-test dealer", "dealer_level": "dealer", "is_company": True, "parent_id": top.id, "dealer_state": "approved"})
            account = env["prepaid.account"]._get_or_create(env["res.company"].browse(self.company_id), dealer)
            account._post_entries(
                f"{self.key},first", [{"kind": "topup", "amount_fen": FIRST_FEN, "label": "self-test"}], "res.partner", dealer.id, new_state="open")
            self.account_id, self.partner_id = account.id, dealer.id

    def _twice(self):
        """Each request is sent twice at the same moment: one effect; then once more with another amount: refused."""
        begun = time.monotonic()
        for number in range(TWICE):
            self._parallel([lambda key=f"twice{number}": self._hold(key, 1_000)] * 2)
        _balance, held, _available = self._account()
        self._note("twice", held, TWICE * 1_000, time.monotonic() - begun)
        other = self._parallel([lambda: self._hold("twice0", 2_000)])[0][0]
        self._note("other_figures", isinstance(other, UserError) or not other.ok, True)
        for number in range(TWICE):
            self._request(lambda account, key=f"{self.key},twice{number}": account._release(key, "self-test"))
        self._note("all_back", self._account(), (FIRST_FEN, 0, FIRST_FEN))

    def _crowd(self):
        """Half of the holds that many ask for at once can be paid: exactly these are held, nobody gets a technical error."""
        begun, answers = time.monotonic(), []
        for turn in range(ROUNDS):
            answers += self._parallel([lambda key=f"crowd{turn},{number}": self._hold(key) for number in range(CROWD)])
        failed = [answer for answer, _seconds in answers if isinstance(answer, Exception)]
        times = sorted(seconds for _answer, seconds in answers)
        fits = min(FIRST_FEN // EACH_FEN, len(answers))
        self._note("crowd_failed", len(failed), 0, time.monotonic() - begun)
        self._note("crowd_held", sum(1 for answer, _seconds in answers if not isinstance(answer, Exception) and answer.ok), fits)
        self._note("crowd_balance", self._account(), (FIRST_FEN, fits * EACH_FEN, FIRST_FEN - fits * EACH_FEN))
        slowest = times[int(len(times) * 0.95)] if times else 0.0
        self.figures.append(Figure("crowd_p95", f"{slowest:.2f}", "< 5.00", slowest < 5, slowest))
        for turn in range(ROUNDS):
            for number in range(CROWD):
                self._request(lambda account, key=f"{self.key},crowd{turn},{number}": account._release(key, "self-test") if account._find_hold(key) else 0)

    def _crash(self):
        """Requests whose session is ended after their money was held, before they were written: recovery gives it back."""
        begun = time.monotonic()
        for number in range(CRASHES):
            cr = self.registry.cursor()
            try:
                self._env(cr)["prepaid.account"].browse(self.account_id)._hold(
                    f"{self.key},crash{number}", EACH_FEN, "res.partner", self.partner_id, "self-test crash")
                cr.postrollback.clear()  # a process that dies cleans nothing up
                pid = self_test.session_of(cr)
                with self.registry.cursor() as other:
                    self_test.end_session(other, pid)
            finally:
                try:
                    cr.close()
                except psycopg2.Error:
                    _logger.debug("self-test: the session is gone, as it should be", exc_info=True)
        time.sleep(0.2)  # the server needs a moment to end the sessions and their locks
        self._request(lambda account: account._cron_recover())
        with self.registry.cursor() as cr:
            left = self_test.tentative_holds(cr, self.account_id)
        self._note("crash_left", left, 0, time.monotonic() - begun)
        self._note("crash_balance", self._account(), (FIRST_FEN, 0, FIRST_FEN))

    def _race(self):
        """A shipment and a cancellation of the same money at the same moment: one of them wins, the sums stay right."""
        begun, both = time.monotonic(), 0
        for number in range(RACES):
            key = f"{self.key},race{number}"
            self._hold(f"race{number}", EACH_FEN)
            self._parallel([
                lambda key=key: self._request(lambda account: account._capture(
                    key, EACH_FEN, operation_key=f"{key},ship", label="self-test", res_model="res.partner", res_id=self.partner_id)),
                lambda key=key: self._request(lambda account: account._release(key, "self-test"))])
            hold = self._request(lambda account, key=key: (lambda one: (one.state, to_fen(one.captured), to_fen(one.released)))(account._find_hold(key)))
            both += hold not in (("done", EACH_FEN, 0), ("released", 0, EACH_FEN))
        self._note("race_both", both, 0, time.monotonic() - begun)
        balance, held, available = self._account()
        self._note("race_balance", (held, available), (0, balance))
