"""The gate under real concurrency: real cursors, real commits, cleaned up afterwards."""
import time

from odoo import api
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_common import RaceCommon


@tagged("post_install", "-at_install")
class TestConcurrency(RaceCommon):
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
