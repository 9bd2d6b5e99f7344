"""J16 around the refund itself: notice, submit stop, simulation, checks, bank list, bank data changed lately, disputes."""
import base64
import datetime
import io
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.fields import Datetime
from odoo.tests import tagged

from ..adapters.bank_list import harmless, to_csv
from ..models.prepaid_account_close import DISPUTE, PrepaidAccountClose
from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestCloseRules(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)
        cls.other = cls._open_account(cls.partners["D2"], 6000)
        cls._final_statement(cls.account, cls.other)
        cls.season = cls.account.season_id
        cls.close = cls.env["prepaid.season.close"].with_user(cls.users["fin_settlement"]).create({"season_id": cls.season.id})
        cls.manager_b = cls._user("fin_manager", login="t_fin_manager_b")
        cls.confirmer_b = cls._user("fin_confirmer", login="t_fin_confirmer_b")

    def _as(self, role):
        return self.close.with_user(self.users[role])

    def _line(self, account=None):
        return self.close.line_ids.filtered(lambda line: line.account_id == (account or self.account))

    def _bank(self, partner=None, number="6222000011112222", days=90):
        bank = self.env["res.partner.bank"].with_user(self.users["fin_manager"]).create({
            "partner_id": (partner or self.d1).id, "acc_number": number, "acc_holder_name": "=Holder"})
        bank.sudo().prepaid_changed_at = Datetime.now() - datetime.timedelta(days=days)
        return bank

    def _today_is(self, days_before_close):
        day = self.season.date_end - datetime.timedelta(days=days_before_close)
        return patch.object(type(self.company), "_dealer_today", lambda company, now=None: day)

    # -- before the close

    def test_notice_once_to_each_salesperson(self):
        seasons = self.env["dealer.season"]
        with self._today_is(11):
            seasons._cron_prepaid_notice()
        self.assertFalse(self.season.prepaid_notice_on)
        with self._today_is(10):
            seasons._cron_prepaid_notice()
            first = self._notices()
            seasons._cron_prepaid_notice()
        self.assertEqual(self._notices(), first)
        to_rep = first.filtered(lambda message: self.users["sales_rep"].partner_id in message.notified_partner_ids)
        self.assertEqual(len(to_rep), 1)
        self.assertIn("Test Dealer One", to_rep.body)
        self.assertIn("5000.00", to_rep.body.replace(",", ""))
        self.assertTrue(first.filtered(lambda message: self.users["fin_settlement"].partner_id in message.notified_partner_ids))

    def _notices(self):
        return self.env["mail.message"].search([("subject", "like", "closes on"), ("model", "=", "dealer.season"), ("res_id", "=", self.season.id)])

    def test_submit_stops_before_the_close(self):
        self.patch(PrepaidAccountClose, "_season_stop_models", lambda account: {"res.partner"})
        self.company.prepaid_submit_stop_days = 3
        with self._today_is(4):
            self.assertTrue(self.account._hold("early", 100, "res.partner", self.d1.id, "early").ok)
        with self._today_is(3):
            late = self.account._hold("late", 100, "res.partner", self.d1.id, "late")
            again = self.account._hold("early", 100, "res.partner", self.d1.id, "early")
            other = self.account._hold("doc", 100, "prepaid.withdrawal", 1, "withdrawal")
        self.assertEqual((late.status, late.code), ("blocked", "season_stop"))
        self.assertIn(str(self.season.date_end), late.message)
        self.assertTrue(again.ok, "a repeated request finds its hold")
        self.assertTrue(other.ok, "finance documents go on")
        self.company.prepaid_submit_stop_days = 0
        with self._today_is(0):
            self.assertTrue(self.account._hold("late", 100, "res.partner", self.d1.id, "late").ok)

    def test_simulation_changes_nothing(self):
        before = self.env["prepaid.operation"].search_count([]), self.env["prepaid.entry"].search_count([])
        self.close.action_simulate()
        self.assertEqual((self._line().state, self._line().refund, self.close.refund_total), ("ready", 5000, 11000))
        self.assertEqual((self.close.state, self.account.state), ("draft", "open"))
        self.assertEqual((self.env["prepaid.operation"].search_count([]), self.env["prepaid.entry"].search_count([])), before)
        self.assertTrue(self.account._hold("after", 100, "res.partner", self.d1.id, "after").ok)
        with self.assertRaises(UserError):
            self._as("fin_manager").action_approve()
        for role in ("fin_cashier", "fin_confirmer", "sales_rep"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role).action_simulate()
        self.close.action_cancel()
        self.assertEqual(self.account.state, "open")

    # -- checks

    def test_what_waits_for_a_second_person_is_in_the_way(self):
        self._submitted_topup(self.d1, 100)
        withdrawal = self.env["prepaid.withdrawal"].with_user(self.users["fin_cashier"]).create({
            "account_id": self.other.id, "amount": 50, "reason": "asked"})
        withdrawal.action_submit()
        self.env["prepaid.bank.line"].with_user(self.users["fin_cashier"]).create({
            "date": self.company._dealer_today(), "serial": "S-1", "amount": 77, "partner_id": self.d1.id})
        self.close.action_start()
        self.assertEqual(self._line().state, "blocked")
        self.assertIn("100.00", self._line().reason)
        self.assertIn("77.00", self._line().note)
        self.assertIn(withdrawal.name, self._line(self.other).reason)

    def test_a_disputed_account_is_left_out(self):
        original = PrepaidAccountClose._check_statements

        def disputed(account):
            return [*original(account), account._finding(DISPUTE, "statements_disputed", names="S1")] if account.partner_id == self.d1 else original(account)

        self.patch(PrepaidAccountClose, "_check_statements", disputed)
        self.close.action_start()
        self.assertEqual((self._line().state, self._line().refund, self._line(self.other).state), ("excluded", 0, "ready"))
        self._as("fin_manager").action_approve()
        self._as("fin_confirmer").action_pay()
        self.assertEqual((self.close.state, self.other.state, self.account.state), ("done", "closed", "closing"))
        self.assertLedger(self.account, 5000, 0, 5000)
        self.assertLedger(self.other, 0, 0, 0)

    def test_left_out_by_finance(self):
        self.close.action_start()
        self._line().action_exclude()
        self.assertEqual((self._line().state, self._line().refund), ("excluded", 0))
        self.close.action_start()
        self.assertEqual(self._line().state, "excluded", "listing again keeps the decision")
        self._line().action_exclude()
        self.assertEqual((self._line().state, self._line().refund), ("ready", 5000))
        with self.assertRaises(AccessError):
            self._line().with_user(self.users["fin_confirmer"]).action_exclude()

    def test_an_account_that_changed_after_the_approval_joins_the_next_run(self):
        self.close.action_start()
        self._as("fin_manager").action_approve()
        entry = self.account._post_entries("late", [{"kind": "refund", "amount_fen": 27_200, "label": "return"}], "res.partner", self.d1.id)
        role = self.account._role
        entry._link_move(self.account._gl_entry(self.company.prepaid_journal_id, [(role("expense"), 27_200), (role("advance"), -27_200)], "late"))
        self._as("fin_confirmer").action_pay()
        self.assertEqual((self._line().state, self.account.state, self.other.state), ("blocked", "closing", "closed"))
        self.assertIn("5,272.00", self._line().reason)
        self.assertLedger(self.account, 5272, 0, 5272)
        following = self.env["prepaid.season.close"].with_user(self.users["fin_settlement"]).create({"season_id": self.season.id})
        following.action_start()
        self.assertIn("statement of all its entries", following.line_ids.reason)
        self._final_statement(self.account)
        following.action_start()
        self.assertEqual((following.line_ids.account_id, following.line_ids.refund), (self.account, 5272))

    # -- bank

    def test_bank_list(self):
        self._bank()
        with self.assertRaisesRegex(UserError, "not approved yet"):
            self.close.action_bank_list()
        self.close.action_start()
        self._as("fin_manager").action_approve()
        for role in ("sales_rep", "fin_cashier", "auditor", "sc_manager"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role).action_bank_list()
        confirmer = self._as("fin_confirmer")
        action = confirmer.action_bank_list()
        made = self.env["prepaid.bank.list"].with_user(self.users["fin_confirmer"]).browse(action["res_id"])
        self.assertEqual((made.count, made.total), (2, 11000))
        sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(made.with_context(bin_size=False).xlsx))).active
        rows = {row[1]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
        self.assertEqual(rows["T-D1"][2:7], ("Test Dealer One", "=Holder", "", "6222000011112222", 5000))
        self.assertEqual(sheet["D2"].data_type, "s")
        text = base64.b64decode(made.csv).decode("utf-8-sig")
        self.assertIn("'=Holder,,6222000011112222,5000.00", text)
        log = confirmer.message_ids[0].body
        self.assertIn("11,000.00", log)
        self.assertNotIn("6222000011112222", log)
        self.assertEqual(self._line().bank_shown, "**** 2222")
        with self.assertRaises(AccessError):
            made.with_user(self.users["fin_settlement"]).read(["csv"])

    def test_no_cell_is_a_formula(self):
        for text in ("=1", "+1", "-1", "@a", "\ta", "\ra"):
            self.assertTrue(harmless(text).startswith("'"))
        self.assertEqual(to_csv(["a", "b"], [["x", 1.5]], 1), b"\xef\xbb\xbfa,b\r\nx,1.50\r\n")

    def test_bank_data_changed_lately_need_a_second_approval(self):
        bank = self._bank()
        self.close.action_start()
        self._as("fin_manager").action_approve()
        self.assertEqual(self._line().bank_state, "good")
        bank.with_user(self.manager_b).acc_number = "6222999988887777"
        self.assertEqual((self._line().bank_state, bank.prepaid_changed_by), ("fresh", self.manager_b))
        self.assertTrue(self.close.bank_hint)
        with self.assertRaises(AccessError):
            bank.with_user(self.manager_b).prepaid_changed_at = "2020-01-01"

        self._as("fin_confirmer").action_pay()
        self.assertEqual((self.close.state, self._line().state, self.other.state), ("approved", "approved", "closed"))
        with self.assertRaisesRegex(UserError, "were changed within 30 days"):
            self._as("fin_confirmer").action_pay()
        for user in (self.users["fin_manager"], self.manager_b, self.users["fin_settlement"], self.users["fin_cashier"]):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._line().with_user(user).action_confirm_bank()
        self._line().with_user(self.confirmer_b).action_confirm_bank()
        self.assertEqual((self._line().bank_state, self._line().bank_checker_id), ("checked", self.confirmer_b))

        bank.with_user(self.manager_b).acc_number = "6222999988886666"
        self._line().invalidate_recordset()
        bank.sudo().prepaid_changed_at = Datetime.now() + datetime.timedelta(seconds=1)
        self.assertEqual(self._line().bank_state, "fresh", "another change needs another approval")
        bank.sudo().prepaid_changed_at = Datetime.now() - datetime.timedelta(seconds=1)
        self._line().with_user(self.confirmer_b).action_confirm_bank()
        self._as("fin_confirmer").action_pay()
        self.assertEqual((self.close.state, self._line().paid_bank_shown), ("done", "**** 6666"))
        self.assertLedger(self.account, 0, 0, 0)

    def test_who_entered_a_part_of_the_bank_data_does_not_approve_them(self):
        """The number by one, the holder by another: neither approves them, and a third one does. Whose value was replaced may."""
        bank = self._bank()
        self.close.action_start()
        self._as("fin_manager").action_approve()
        bank.with_user(self.confirmer_b).sudo().acc_number = "6222999988887777"  # sudo: keeps the user, as a form of another role would
        bank.with_user(self.manager_b).acc_holder_name = "Holder"
        self.assertEqual((self._line().bank_state, bank.prepaid_changed_by), ("fresh", self.manager_b))
        for user in (self.confirmer_b, self.manager_b):
            with self.subTest(user.login), self.assertRaisesRegex(AccessError, "took part in the refund or changed them"):
                self._line().with_user(user).action_confirm_bank()
        bank.with_user(self.manager_b).acc_number = "6222999988886666"
        with self.assertRaises(AccessError):
            bank.with_user(self.manager_b).prepaid_hands = False
        self._line().with_user(self.confirmer_b).action_confirm_bank()
        self.assertEqual(self._line().bank_state, "checked")

    def test_who_made_another_account_the_first_does_not_approve_it(self):
        first, second = self._bank(), self._bank(number="6222000033334444")
        self.close.action_start()
        self._as("fin_manager").action_approve()
        first.with_user(self.confirmer_b).sudo().active = False
        second.with_user(self.manager_b).acc_holder_name = "Holder"
        with self.assertRaises(AccessError):
            self._line().with_user(self.confirmer_b).action_confirm_bank()

    def test_another_account_of_the_owner_becomes_the_first(self):
        first, second = self._bank(), self._bank(number="6222000033334444")
        first.sudo().prepaid_changed_at = second.sudo().prepaid_changed_at = False
        self.assertEqual(self.d1._payout_bank(self.company), first)
        first.with_user(self.manager_b).active = False
        self.assertEqual(self.d1._payout_bank(self.company), second)
        self.assertEqual(second.prepaid_changed_by, self.manager_b)
        second.sudo().prepaid_changed_at = False
        first.sudo().unlink()
        self.assertTrue(second.prepaid_changed_at)

    def test_refund_only_to_a_bank_account_on_file(self):
        self.company.prepaid_refund_needs_bank = True
        self._bank(self.partners["D2"])
        self.close.action_start()
        self._as("fin_manager").action_approve()
        self._as("fin_confirmer").action_pay()
        self.assertEqual((self._line().state, self._line(self.other).state), ("approved", "paid"))
        with self.assertRaisesRegex(UserError, "no bank account on file"):
            self._as("fin_confirmer").action_pay()
        self._bank()
        self.env.invalidate_all()
        self._as("fin_confirmer").action_pay()
        self.assertEqual(self.close.state, "done")
