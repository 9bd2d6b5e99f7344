"""The bank's list of payment results: withdrawals, season refunds and leavers paid or sent back, every row named (R3-104)."""
import base64
import datetime
import io

import xlsxwriter

from odoo.exceptions import AccessError
from odoo.fields import Datetime
from odoo.tests import tagged

from ..sql import leaver as leavers
from .common import PrepaidCommon

HEADER = ("交易日期", "收款户名", "收款账号", "金额", "流水号", "结果", "用途", "经销商编号", "失败原因")


@tagged("post_install", "-at_install")
class TestImportPayments(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)
        cls.other = cls._user("fin_confirmer", login="t_fin_confirmer_b")
        cls.today = str(cls.company._dealer_today())

    def _job(self, *rows, user=None):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as book:
            sheet = book.add_worksheet("付款结果")
            for number, row in enumerate((HEADER, *rows)):
                for column, value in enumerate(row):
                    sheet.write(number, column, value)
        job = self.env["dealer.import.job"].with_user(user or self.users["fin_confirmer"]).create({
            "layout": "payments", "file": base64.b64encode(out.getvalue()), "filename": "payments.xlsx"})
        job.action_check()
        return job

    def _row(self, amount, serial, result, purpose="", dealer="", number="", day=None):
        return (day or self.today, "Holder", number, amount, serial, result, purpose, dealer, "")

    def _withdrawal(self, amount=1000):
        document = self.env["prepaid.withdrawal"].with_user(self.users["fin_cashier"]).create(
            {"account_id": self.account.id, "amount": amount, "reason": "asked for it"})
        document.action_submit()
        document.with_user(self.users["fin_manager"]).action_approve()
        return document

    def _codes(self, job):
        return {error.row: error.code for error in job.error_ids}

    def test_withdrawal_paid_once_and_sent_back(self):
        document = self._withdrawal()
        today = self.company._dealer_today()
        early, paid, came_back = (today - datetime.timedelta(days=days) for days in (3, 2, 1))
        rows = [self._row(1000, "P1", "成功", f"Withdrawal {document.name}", day=str(paid))]
        self.assertEqual(self._codes(self._job(*rows)), {2: "payment_early"}, "approved today")
        self._approved_on(document, paid)
        job = self._job(*rows)
        self.assertFalse(job.error_ids, job.error_ids.mapped("reason"))
        self.assertIn(document.name, job.notes)
        self.assertEqual((document.state, job.updated_count), ("approved", 1))
        for _turn in (1, 2):
            job.action_import()
            self.assertLedger(self.account, 4000, 0, 4000)
            self.assertEqual((document.state, document.bank_reference, document.payer_id), ("paid", "P1", self.users["fin_confirmer"]))
            job = self._job(*rows)
            self.assertEqual((job.unchanged_count, job.updated_count), (1, 0))
        self.assertEqual((document.sudo().move_id.date, document.sudo().entry_id.date), (paid, today), "the books have it on the day of the bank")
        back = self._row(1000, "R1", "退回", f"提现{document.name}", day=str(came_back))
        self.assertEqual(self._codes(self._job(back)), {2: "payment_refused"}, "who paid does not record the return")
        before = self._row(1000, "R1", "退回", document.name, day=str(early))
        self.assertEqual(self._codes(self._job(before, user=self.other)), {2: "payment_return_early"})
        for _turn in (1, 2):
            job = self._job(*rows, back, user=self.other)
            self.assertFalse(job.error_ids, job.error_ids.mapped("reason"))
            job.action_import()
            self.assertLedger(self.account, 5000, 0, 5000)
            self.assertEqual((document.state, document.return_reference, document.returner_id), ("returned", "R1", self.other))
        self.assertEqual(document.sudo().return_move_id.date, came_back)
        self.assertIn("R1", document.return_reason)
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])

    def test_rows_say_why_not(self):
        document, small = self._withdrawal(), self._withdrawal(200)
        bank = self.env["res.partner.bank"].with_user(self.users["fin_manager"]).create({
            "partner_id": self.d1.id, "acc_number": "6222000011112222", "acc_holder_name": "Holder"})
        bank.sudo().prepaid_changed_at = Datetime.now() - datetime.timedelta(days=90)
        draft = self.env["prepaid.withdrawal"].with_user(self.users["fin_cashier"]).create(
            {"account_id": self.account.id, "amount": 5, "reason": "not yet"})
        job = self._job(
            self._row(900, "P1", "成功", document.name), self._row(5, "P2", "成功", draft.name), self._row(7, "P3", "成功", "rent"),
            self._row(1000, "P4", "退汇", document.name), self._row(200, "P5", "成功", small.name, number="6222000099998888"),
            self._row(1000, "P6", "成功", document.name, number="6222 0000 1111 2222"), self._row(1000, "P7", "成功", document.name),
            self._row(1000, "", "成功", document.name), self._row(1000, "P8", "maybe", document.name))
        self.assertEqual(set(self._codes(job)), {2, 3, 4, 5, 6, 8, 9, 10})
        self.assertEqual(
            [self._codes(job)[row] for row in (2, 3, 4, 5, 6, 8)],
            ["payment_amount", "payment_not_approved", "payment_unknown", "payment_return_unpaid", "payment_other_account", "payment_twice"])
        self.assertTrue(all(job.error_ids.mapped("reason")))
        self.assertIn("**** 2222", job.error_ids.filtered(lambda error: error.row == 6).reason)
        job.action_import()
        self.assertEqual((document.state, small.state), ("paid", "approved"))

    def test_only_who_may_pay(self):
        document = self._withdrawal()
        row = self._row(1000, "P1", "成功", document.name)
        for role in ("fin_cashier", "fin_settlement", "auditor", "cs_presale"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._job(row, user=self.users[role])
        job = self._job(row, user=self.users["fin_manager"])
        self.assertEqual(self._codes(job), {2: "payment_refused"}, "the approver is no third person")

    def test_season_refunds(self):
        second = self._open_account(self.partners["D2"])
        self._final_statement(self.account)
        self._final_statement(second)
        close = self.env["prepaid.season.close"].with_user(self.users["fin_settlement"]).create({"season_id": self.account.season_id.id})
        close.action_start()
        close.with_user(self.users["fin_manager"]).action_approve()
        rows = [self._row(5000, "P1", "成功", "Season refund", "T-D1")]
        job = self._job(*rows, self._row(5000, "P9", "成功", "Season refund", "NOBODY"))
        self.assertEqual(self._codes(job), {3: "payment_unknown"})
        job.action_import()
        line, rest = (close.line_ids.filtered(lambda rec, account=account: rec.account_id == account) for account in (self.account, second))
        self.assertEqual((line.state, line.bank_reference, rest.state, close.state), ("paid", "P1", "approved", "approved"))
        close.with_user(self.users["fin_confirmer"]).action_pay()
        self.assertEqual((rest.state, close.state), ("paid", "done"))
        job = self._job(*rows, self._row(5000, "P2", "成功", "Season refund", "T-D2"))
        self.assertEqual((job.unchanged_count, job.updated_count, self._codes(job)), (1, 1, {}), "paid by the button: the reference is noted")
        job.action_import()
        self.assertEqual(rest.bank_reference, "P2")
        back = self._row(5000, "R1", "退回", "Season refund", "T-D1")
        for _turn in (1, 2):
            self._job(back, user=self.other).action_import()
            self.assertEqual((line.state, line.return_reference, line.return_account_id.balance), ("returned", "R1", 5000))

    def test_leaver(self):
        self._final_statement(self.account)
        leaver = self.env["prepaid.leaver"].with_user(self.users["fin_settlement"]).create({"account_id": self.account.id, "reason": "closes"})
        leaver.action_freeze()
        leaver.with_user(self.users["fin_manager"]).action_approve()
        rows = [self._row(5000, "P1", "成功", f"Refund on leaving {leaver.name}")]
        self._job(*rows).action_import()
        self.assertEqual((leaver.state, leaver.bank_reference, self.account.state), ("done", "P1", "closed"))
        self._job(self._row(5000, "P1", "退回", leaver.name), user=self.other).action_import()
        self.assertEqual((leaver.state, self.account.balance), ("frozen", 5000))
        self._final_statement(self.account)
        leaver.with_user(self.users["fin_manager"]).action_approve()
        job = self._job(*rows, self._row(5000, "P1", "退回", leaver.name), user=self.other)
        self.assertEqual((job.unchanged_count, job.updated_count), (2, 0), "the first payment, which came back, pays nothing again")
        self._job(self._row(5000, "P2", "成功", leaver.name)).action_import()
        self.assertEqual((leaver.state, leaver.bank_reference, self.account.balance), ("done", "P2", 0))
        job = self._job(*rows, self._row(5000, "P2", "成功", leaver.name))
        self.assertEqual((job.unchanged_count, self._codes(job)), (2, {}))

    def _leaver_paid_back(self, by_list=True):
        """A leaver whose first refund, paid with P1, came back from the bank and is approved again."""
        self._final_statement(self.account)
        leaver = self.env["prepaid.leaver"].with_user(self.users["fin_settlement"]).create({"account_id": self.account.id, "reason": "closes"})
        leaver.action_freeze()
        leaver.with_user(self.users["fin_manager"]).action_approve()
        if by_list:
            self._job(self._row(5000, "P1", "成功", leaver.name)).action_import()
        else:
            leaver.with_user(self.users["fin_confirmer"]).action_pay()
        leaver.with_user(self.other).action_return("R1 account closed")
        self._final_statement(self.account)
        leaver.with_user(self.users["fin_manager"]).action_approve()
        return leaver

    def test_a_leavers_second_payment_takes_its_own_reference(self):
        leaver = self._leaver_paid_back()
        self.assertFalse(leaver.bank_reference)
        self.assertEqual(leaver.earlier_references, ["P1"])
        job = self._job(self._row(5000, "P9", "成功", leaver.name, day=str(self.company._dealer_today() - datetime.timedelta(days=1))))
        self.assertEqual(self._codes(job), {2: "payment_other_reference"}, "the bank paid twice before the return")
        leaver.with_user(self.users["fin_confirmer"]).action_pay()
        first, second = (self._row(5000, serial, "成功", leaver.name) for serial in ("P1", "P2"))
        job = self._job(first)
        self.assertEqual((job.unchanged_count, job.updated_count, self._codes(job)), (1, 0, {}), "the first payment is no reference of the second")
        job = self._job(second)
        self.assertEqual((job.updated_count, self._codes(job)), (1, {}))
        job.action_import()
        self.assertEqual((leaver.state, leaver.bank_reference), ("done", "P2"))
        leaver.with_user(self.other).action_return("R2")
        self.assertEqual(leaver.earlier_references, ["P1", "P2"])
        with self.assertRaises(AccessError):
            leaver.with_user(self.users["fin_settlement"]).write({"earlier_references": []})

    def test_a_refund_that_came_back_before_the_upgrade_is_not_paid_twice(self):
        """Before 19.0.1.3.0 the reference of the payment that came back stayed on the leaver."""
        leaver = self._leaver_paid_back()
        self.env.flush_all()
        self.env.cr.execute("UPDATE prepaid_leaver SET bank_reference = 'P1', earlier_references = NULL WHERE id = %s", [leaver.id])
        for _turn in (1, 2):
            leavers.keep_earlier_references(self.env.cr)
        self.env.invalidate_all()
        self.assertEqual((leaver.bank_reference, leaver.earlier_references), (False, ["P1"]))
        job = self._job(self._row(5000, "P1", "成功", leaver.name))
        self.assertEqual((job.unchanged_count, job.updated_count, self._codes(job)), (1, 0, {}), "the old list")
        self._job(self._row(5000, "P2", "成功", leaver.name)).action_import()
        self.assertEqual((leaver.state, leaver.bank_reference, self.account.balance), ("done", "P2", 0))

    def test_a_payment_of_before_the_return_pays_nothing_again(self):
        """The first refund was noted with the button, so its reference is not known: its day tells that it is not the second."""
        leaver = self._leaver_paid_back(by_list=False)
        before = str(self.company._dealer_today() - datetime.timedelta(days=1))
        job = self._job(self._row(5000, "P1", "成功", leaver.name, day=before))
        self.assertEqual((job.unchanged_count, job.updated_count, self._codes(job)), (1, 0, {}))
        leaver.with_user(self.users["fin_confirmer"]).action_pay()
        job = self._job(self._row(5000, "P1", "成功", leaver.name, day=before))
        self.assertEqual((job.unchanged_count, job.updated_count, self._codes(job)), (1, 0, {}))
        self._job(self._row(5000, "P2", "成功", leaver.name)).action_import()
        self.assertEqual(leaver.bank_reference, "P2")

    def test_noted_days_after_the_bank_paid_and_sent_back(self):
        """Nobody named the day of the payment: the press of the button is not the bank's day, so only the approval bounds that of the return."""
        document, today = self._withdrawal(), self.company._dealer_today()
        approved, back_on = today - datetime.timedelta(days=3), today - datetime.timedelta(days=1)
        self._approved_on(document, approved)
        paid = document.with_user(self.users["fin_confirmer"])
        paid.bank_reference = "P1"
        paid.action_pay()
        early = self._row(1000, "R1", "退回", document.name, day=str(approved - datetime.timedelta(days=1)))
        self.assertEqual(self._codes(self._job(early, user=self.other)), {2: "payment_return_early"})
        self._job(self._row(1000, "R1", "退回", document.name, day=str(back_on)), user=self.other).action_import()
        move = document.sudo().return_move_id
        self.assertEqual((document.state, document.returned_on, move.date, move.prepaid_event_date), ("returned", back_on, today, back_on))
        self.assertIn("the day of the entry that it takes back", move.narration)
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])
