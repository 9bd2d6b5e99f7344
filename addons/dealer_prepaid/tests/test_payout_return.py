"""Refunds of a season's close and of a leaver that the bank sends back, the same way back as a withdrawal (E12 in red)."""
import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestPayoutReturn(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)
        cls._final_statement(cls.account)
        cls.other = cls._user("fin_confirmer", login="t_fin_confirmer_b")

    def _closed(self, day=None):
        close = self.env["prepaid.season.close"].with_user(self.users["fin_settlement"]).create({"season_id": self.account.season_id.id})
        close.action_start()
        close.with_user(self.users["fin_manager"]).action_approve()
        line = close.line_ids.filtered(lambda rec: rec.account_id == self.account)
        with self.assertRaisesRegex(UserError, "not Paid"):
            line.with_user(self.other).action_return("R-1")
        confirmer = close.with_user(self.users["fin_confirmer"])
        if day:
            with self.assertRaisesRegex(UserError, "is in the future"):
                confirmer.action_pay(self.company._dealer_today() + datetime.timedelta(days=1))
            self._approved_on(line, day)
            with self.assertRaisesRegex(UserError, f"was approved on {day} and cannot have been paid on"):
                confirmer.action_pay(day - datetime.timedelta(days=1))
            self._answer(confirmer.action_ask_pay(), confirmer, day)
        confirmer.action_pay()
        self.assertEqual((self.account.state, line.state), ("closed", "paid"))
        return line

    def _answer(self, dialog, record, day, reason=False):
        """Fill in the dialog, which begins with today."""
        wizard = record.env["dealer.reason"].browse(dialog["res_id"])
        self.assertEqual((wizard.asks_day, wizard.day, wizard.asks_reason), (True, self.company._dealer_today(), bool(reason)))
        wizard.write({"day": day, "reason": reason})
        wizard.action_apply()

    def _left(self):
        leaver = self.env["prepaid.leaver"].with_user(self.users["fin_settlement"]).create({"account_id": self.account.id, "reason": "closes the shop"})
        leaver.action_freeze()
        self._pay(leaver)
        self.assertEqual((self.account.state, leaver.state), ("closed", "done"))
        return leaver

    def _pay(self, leaver, day=None):
        leaver.with_user(self.users["fin_manager"]).action_approve()
        leaver.with_user(self.users["fin_confirmer"]).action_pay(day)

    def assertBooks(self):
        self.env.flush_all()
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])
        self.assertEqual(self.env["prepaid.check"]._law_differences(self.company), [])

    def test_season_refund(self):
        today = self.company._dealer_today()
        day = today - datetime.timedelta(days=5)
        line = self._closed(day)
        self.assertEqual((line.paid_on, line.move_id.date, line.entry_id.date), (day, day, today))
        for role in ("fin_cashier", "fin_settlement", "auditor", "sales_rep"):
            with self.subTest(role), self.assertRaises(AccessError):
                line.with_user(self.users[role]).action_return("R-1")
        with self.assertRaisesRegex(AccessError, "Another person"):
            line.with_user(self.users["fin_confirmer"]).action_return("R-1")
        back = line.with_user(self.other)
        with self.assertRaisesRegex(UserError, "came back"):
            back.action_return(" ")
        with self.assertRaisesRegex(UserError, f"was not paid before {day} and cannot have come back"):
            back.action_return("R-1 account closed", str(day - datetime.timedelta(days=1)))
        self._answer(back.action_ask_return(), back, day + datetime.timedelta(days=2), "R-1 account closed")
        back.action_return("R-1 account closed")
        self.assertEqual((line.returned_on, line.return_move_id.date), (day + datetime.timedelta(days=2),) * 2)
        following = self._account(self.d1)
        self.assertNotEqual(following, self.account)
        self.assertEqual((following.balance, self.account.balance, self.account.state), (5000, 0, "closed"))
        self.assertEqual(
            (line.state, line.returner_id, line.return_account_id, line.return_entry_id.kind, line.return_entry_id.reversed_entry_id),
            ("returned", self.other, following, "season_refund_return", line.entry_id))
        self.assertMove(line.return_move_id, [("100200", 5000), ("220300", -5000)])
        owed = line.return_move_id.line_ids.filtered(lambda rec: rec.account_id.code == "220300")
        self.assertFalse(owed.reconciled, "it is owed again")
        self.assertIn("5,000.00", line.close_id.returned_hint)
        self.assertIn("R-1 account closed", line.close_id.message_ids[:1].body)
        self.assertBooks()

    def test_leaver_gets_it_again(self):
        leaver, today = self._left(), self.company._dealer_today()
        leaver.with_user(self.other).action_return("R-2")
        leaver.with_user(self.other).action_return("R-2")
        self.assertLedger(self.account, 5000, 0, 5000)
        self.assertEqual((self.account.state, leaver.state, leaver.refund, leaver.return_account_id), ("frozen", "frozen", 0, self.account))
        self.assertEqual(sum(self.account.lot_ids.mapped("free")), 5000, "the very lots are restored")
        self.assertEqual(len(self.account.lot_ids), 1)
        self.assertMove(leaver.return_move_id, [("100200", 5000), ("220300", -5000)])
        self.assertBooks()
        with self.assertRaisesRegex(UserError, "has left"):
            leaver.with_user(self.users["fin_manager"]).action_cancel()
        self._final_statement(self.account)
        for wrong, words in ((today + datetime.timedelta(days=1), "is in the future"), ("soon", "is no day")):
            with self.assertRaisesRegex(UserError, words):
                self._pay(leaver, wrong)
        day = today - datetime.timedelta(days=2)
        with self.assertRaisesRegex(UserError, "cannot have been paid on"):
            leaver.with_user(self.users["fin_confirmer"]).action_pay(day)
        self._approved_on(leaver, day)
        leaver.with_user(self.users["fin_confirmer"]).action_pay(day)
        self.assertEqual((leaver.paid_on, leaver.move_id.date), (day, day))
        self.assertLedger(self.account, 0, 0, 0)
        self.assertEqual((self.account.state, leaver.state, leaver.refund), ("closed", "done", 5000))
        self.assertBooks()
        leaver.with_user(self.other).action_return("R-3", day + datetime.timedelta(days=1))
        self.assertEqual((leaver.state, leaver.returned_on, leaver.return_move_id.date), ("frozen", *(day + datetime.timedelta(days=1),) * 2))
        self.assertLedger(self.account, 5000, 0, 5000)

    def test_leaver_who_came_back(self):
        leaver = self._left()
        self.d1.dealer_state = "approved"
        again = self._account(self.d1)
        leaver.with_user(self.other).action_return("R-4")
        self.assertEqual((again.balance, leaver.state, leaver.return_account_id), (5000, "returned", again))
        self.assertEqual(self.account.state, "closed")
        self.assertBooks()

    def test_season_refund_opens_the_next_account(self):
        """Money on an account that is still a draft would be of no use: neither an order nor the next close could take it."""
        line = self._closed()
        line.with_user(self.other).action_return("R-6")
        following = line.return_account_id
        self.assertEqual((following.state, following.balance), ("open", 5000))
        self.assertTrue(following.opened_at)
        self.assertBooks()

    def test_season_refund_of_a_frozen_owner_is_parked(self):
        line = self._closed()
        self._account(self.d1)
        self.d1.dealer_state = "frozen"
        line.with_user(self.other).action_return("R-7")
        self.assertEqual((line.return_account_id.state, line.return_account_id.balance), ("frozen", 5000))
        self.assertBooks()

    def test_season_refund_of_who_left_meanwhile(self):
        line = self._closed()
        self.d1.dealer_state = "left"
        line.with_user(self.other).action_return("R-5")
        self.assertEqual((self.account.state, self.account.balance, line.state), ("frozen", 5000, "returned"))
        leaver = self.env["prepaid.leaver"].with_user(self.users["fin_settlement"]).create({"account_id": self.account.id, "reason": "paid again"})
        leaver.action_freeze()
        self._final_statement(self.account)
        self._pay(leaver)
        self.assertEqual(self.account.state, "closed")
        self.assertBooks()
