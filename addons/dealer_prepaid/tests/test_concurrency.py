"""The gate under real concurrency: real cursors, real commits, cleaned up afterwards."""
import threading
import time

import psycopg2

from odoo import api
from odoo.exceptions import AccessError, UserError
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.dealer_base.money import to_fen

TABLES = ("prepaid_lot", "prepaid_entry", "prepaid_hold", "prepaid_operation", "prepaid_account")


@tagged("post_install", "-at_install")
class TestConcurrency(TransactionCase):
    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.env.ref("base.user_root").id, {"tracking_disable": True})
            env.company._dealer_base_setup()
            company = env["res.partner"].create({"name": "Race West", "dealer_level": "sales_company", "is_company": True})
            dealer = env["res.partner"].create({
                "name": "Race dealer", "dealer_level": "dealer", "is_company": True, "parent_id": company.id, "dealer_state": "approved"})
            account = env["prepaid.account"]._get_or_create(env.company, dealer)
            account._post_entries(
                f"race,{account.id}", [{"kind": "topup", "amount_fen": 500_000, "label": "race"}], "res.partner", dealer.id, new_state="open")
            self.account_id, self.partner_ids = account.id, (dealer + company).ids
        self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            cr.execute("SET LOCAL session_replication_role = replica")  # the append-only trigger guards tests' rows as well
            cr.execute("DELETE FROM prepaid_hold_line WHERE hold_id IN (SELECT id FROM prepaid_hold WHERE account_id = %s)", [self.account_id])
            for table in TABLES:
                cr.execute(f"DELETE FROM {table} WHERE {'id' if table == 'prepaid_account' else 'account_id'} = %s", [self.account_id])
            cr.execute("SET LOCAL session_replication_role = DEFAULT")
            api.Environment(cr, 1, {})["res.partner"].browse(self.partner_ids).unlink()

    # -- building blocks

    def _request(self, func, *, linger=0.0):
        """Run func(account) as a request of its own: own cursor, Odoo's retries, commit; give its answer."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, 1, {"tracking_disable": True})

            def work():
                result = func(env["prepaid.account"].browse(self.account_id))
                time.sleep(linger)  # the rest of a request: picking, mails, invoice
                return result
            return retrying(work, env)

    def _hold(self, key, fen, linger=0.0):
        return self._request(lambda account: account._hold(key, fen, "res.partner", 1, key), linger=linger)

    def _parallel(self, *funcs):
        """Run the functions at the same moment in threads; give answers or exceptions, in order."""
        answers, start = [None] * len(funcs), threading.Barrier(len(funcs))

        def run(index, func):
            start.wait()
            try:
                answers[index] = func()
            except (AccessError, UserError, psycopg2.Error) as error:
                answers[index] = error
        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(funcs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return answers

    def _figures(self):
        """(entries, held, available) in fen, after the proof that they agree."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, 1, {})
            account = env["prepaid.account"].browse(self.account_id)
            wrong = [d for d in env["prepaid.check"]._differences(account.company_id) if d["account_id"] == self.account_id]
            self.assertEqual(wrong, [])
            return to_fen(account.balance), to_fen(account.held), to_fen(account.available)

    def _holds(self):
        with self.registry.cursor() as cr:
            cr.execute("SELECT key, state FROM prepaid_hold WHERE account_id = %s ORDER BY key", [self.account_id])
            return dict(cr.fetchall())

    # -- the cases

    def test_burst_on_one_account_never_overdraws(self):
        answers = self._parallel(*(lambda i=i: self._hold(f"burst{i}", 68_000, linger=0.05) for i in range(16)))
        self.assertFalse([a for a in answers if isinstance(a, Exception)], "no technical failure")
        self.assertEqual(sum(a.ok for a in answers), 7)
        self.assertEqual({a.code for a in answers if not a.ok}, {"short"})
        self.assertEqual(self._figures(), (500_000, 476_000, 24_000))
        self.assertEqual(set(self._holds().values()), {"open"})

    def test_two_clerks_at_once(self):
        """J5 a: 3,000.00 and 2,500.00 with 5,000.00: exactly one is held, twenty times over."""
        for turn in range(20):
            first, second = self._parallel(
                lambda t=turn: self._hold(f"a{t}", 300_000), lambda t=turn: self._hold(f"b{t}", 250_000))
            self.assertEqual(first.ok + second.ok, 1)
            self.assertEqual((second if first.ok else first).missing_fen, 50_000)
            winner = f"a{turn}" if first.ok else f"b{turn}"
            self._request(lambda account, key=winner: account._release(key, "next turn"))
        self.assertEqual(self._figures(), (500_000, 0, 500_000))

    def test_same_request_twice_at_once(self):
        first, second = self._parallel(lambda: self._hold("same", 68_000, 0.1), lambda: self._hold("same", 68_000, 0.1))
        self.assertTrue(first.ok and second.ok, (first, second))
        self.assertEqual(self._figures(), (500_000, 68_000, 432_000))

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_capture_and_release_at_once(self):
        for turn in range(5):
            key = f"race{turn}"
            self._hold(key, 68_000)
            self._parallel(
                lambda k=key: self._request(lambda account: account._capture(
                    k, 68_000, operation_key=f"ship-{k}", label=k, res_model="res.partner", res_id=1)),
                lambda k=key: self._request(lambda account: account._release(k, "cancel")))
            self.assertIn(self._holds()[key], ("done", "released"))
        balance, held, available = self._figures()
        self.assertEqual((held, available), (0, balance))

    def test_rolled_back_request_gives_its_hold_back(self):
        with self.assertRaises(ZeroDivisionError):
            self._request(lambda account: account._hold("fail", 68_000, "res.partner", 1, "fail") and 1 / 0)
        self.assertEqual(self._figures(), (500_000, 0, 500_000))

    def test_recovery_after_a_crash_but_not_before(self):
        with self.registry.cursor() as main:
            env = api.Environment(main, 1, {})
            self.assertTrue(env["prepaid.account"].browse(self.account_id)._hold("crash", 68_000, "res.partner", 1, "crash").ok)
            self._request(lambda account: account._cron_recover())
            self.assertEqual(self._holds(), {"crash": "tentative"}, "its owner is still at work")
            main.postrollback.clear()  # the process dies: no clean-up of its own
            main.rollback()
            self._request(lambda account: account._cron_recover())
        self.assertEqual(list(self._holds().values()), ["released"])
        self.assertEqual(self._figures(), (500_000, 0, 500_000))

    def test_recovery_finishes_what_was_committed(self):
        with self.registry.cursor() as main:
            env = api.Environment(main, 1, {})
            env["prepaid.account"].browse(self.account_id)._hold("kept", 68_000, "res.partner", 1, "kept")
            main.postcommit.clear()  # the process dies right after the commit
            main.commit()
        self.assertEqual(self._holds(), {"kept": "tentative"})
        self._request(lambda account: account._cron_recover())
        self.assertEqual(self._holds(), {"kept": "open"})
        self.assertEqual(self._figures(), (500_000, 68_000, 432_000))

    def test_gate_does_not_hang_on_a_locked_account(self):
        """C09: somebody holds the account row; the gate gives up after its lock time-out instead of waiting for ever."""
        with self.registry.cursor() as blocker:
            blocker.execute("SELECT 1 FROM prepaid_account WHERE id = %s FOR NO KEY UPDATE", [self.account_id])
            begun = time.monotonic()
            (answer,) = self._parallel(lambda: self._hold("late", 100))
            blocker.rollback()
        self.assertLess(time.monotonic() - begun, 10)
        self.assertIn("somebody else", str(answer))
