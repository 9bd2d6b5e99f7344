"""Withdrawals: set aside at submit, approved by the second, paid by a third person to the owner's bank account, sent back by the bank."""
import base64
import datetime
import importlib.util
import io
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Datetime
from odoo.modules.module import get_module_path
from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestWithdrawal(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)
        cls.confirmer_b = cls._user("fin_confirmer", login="t_fin_confirmer_b")
        cls.document = cls._submitted()

    @classmethod
    def _submitted(cls, amount=1000):
        document = cls.env["prepaid.withdrawal"].with_user(cls.users["fin_cashier"]).create(
            {"account_id": cls.account.id, "amount": amount, "reason": "asked for it"})
        document.action_submit()
        return document

    def _as(self, role, document=None):
        return (document or self.document).with_user(self.users[role])

    def _approved(self):
        self._as("fin_manager").action_approve()
        return self._as("fin_confirmer")

    def _bank(self, days=90, number="6222000011112222"):
        bank = self.env["res.partner.bank"].with_user(self.users["fin_manager"]).create({
            "partner_id": self.d1.id, "acc_number": number, "acc_holder_name": "Holder"})
        bank.sudo().prepaid_changed_at = Datetime.now() - datetime.timedelta(days=days)
        return bank

    def test_paid_from_a_bank_account_only(self):
        """What the list of a field offers holds for programs too."""
        general = self.company.prepaid_journal_id
        for model, vals in (
                ("prepaid.withdrawal", {"account_id": self.account.id, "amount": 5, "reason": "asked"}),
                ("prepaid.deposit", {"partner_id": self.d1.id, "amount": 5, "reason": "contract"}),
                ("prepaid.bank.line", {"date": self.company._dealer_today(), "serial": "J1", "amount": 5})):
            with self.subTest(model), self.assertRaisesRegex(ValidationError, "is an account of another kind"), self.env.cr.savepoint():
                self.env[model].with_user(self.users["fin_cashier"]).create({**vals, "journal_id": general.id})
        with self.assertRaisesRegex(ValidationError, "miscellaneous entries"), self.env.cr.savepoint():
            self.company.prepaid_journal_id = self.company._receiving_accounts()[:1]

    def test_nothing_is_rounded_that_was_typed(self):
        documents = self.env["prepaid.withdrawal"].with_user(self.users["fin_cashier"])
        vals = {"account_id": self.account.id, "reason": "asked for it"}
        with self.assertRaisesRegex(UserError, r"Amount: 100\.005 has more than two decimals"):
            documents.create({**vals, "amount": 100.005})
        document = documents.create({**vals, "amount": 100.01})
        with self.assertRaisesRegex(UserError, "more than two decimals"):
            document.amount = 8.999
        document.amount = 0.1 + 0.2
        self.assertEqual(document.amount, 0.3)
        with self.assertRaisesRegex(UserError, "more than two decimals"):
            self.env["prepaid.topup"].with_user(self.users["fin_cashier"]).create({"partner_id": self.d1.id, "amount": 5000.001})

    def test_booked_when_paid(self):
        self.assertLedger(self.account, 5000, 1000, 4000)
        payer = self._approved()
        self.assertLedger(self.account, 5000, 1000, 4000)
        self.assertFalse(self.document.move_id, "the approval books nothing")
        with self.assertRaisesRegex(UserError, "bank's reference"):
            payer.action_pay()
        payer.bank_reference = "ICBC-4711"
        payer.action_pay()
        payer.action_pay()
        self.assertLedger(self.account, 4000, 0, 4000)
        self.assertMove(self.document.move_id, [("100200", -1000), ("220300", 1000)])
        self.assertEqual(
            (self.document.state, self.document.payer_id, self.document.entry_id.approver_id),
            ("paid", self.users["fin_confirmer"], self.users["fin_manager"]))
        with self.assertRaises(AccessError):
            payer.bank_reference = "other"

    def test_papers(self):
        """Receipt of a top-up, payment voucher of a withdrawal: number, persons, amount, in Chinese also in words; none before the money moved."""
        reports = self.env["ir.actions.report"]
        paid = self._withdraw(self.account, 1234.56)
        html = reports.with_user(self.users["auditor"])._render_qweb_html("dealer_prepaid.prepaid_withdrawal_paper", paid.ids)[0].decode()
        for text in ("Payment voucher", paid.name, "1,234.56", paid.bank_reference, *(
                self.users[role].name for role in ("fin_cashier", "fin_manager", "fin_confirmer"))):
            self.assertIn(text, html)
        self.assertNotIn("贰佰", html)
        topup = self._topup(self.d1, 300)
        self.assertEqual(self.env["prepaid.paper"].with_context(lang="zh_CN")._of(topup)["capitals"], "叁佰元整")
        html = reports._render_qweb_html("dealer_prepaid.prepaid_topup_paper", topup.ids)[0].decode()
        for text in (topup.name, "300.00", topup.bank_serial, self.users["fin_confirmer"].name, self.account.display_name):
            self.assertIn(text, html)
        with self.assertRaisesRegex(UserError, "is not confirmed"):
            self.env["prepaid.paper"]._of(self._submitted_topup(self.d1, 5))
        with self.assertRaises(AccessError):
            self.env["prepaid.paper"].with_user(self.users["wh_operator"])._of(topup.with_user(self.users["wh_operator"]))

    def test_third_person(self):
        with self.assertRaisesRegex(UserError, "To approve"):
            self._as("fin_confirmer").action_pay()
        payer = self._approved()
        for role in ("fin_cashier", "fin_settlement", "fin_manager", "cs_presale", "auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role).action_pay()
        for role in ("fin_cashier", "fin_settlement", "cs_presale", "auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role).bank_reference = "x"
        with self.assertRaisesRegex(AccessError, "third person"):
            self._as("fin_manager").action_pay()
        with self.assertRaises(AccessError):
            payer.write({"bank_reference": "x", "amount": 5})

    def test_rejected_before_the_payment(self):
        self._approved()
        self._as("fin_manager").action_reject("the owner takes it back")
        self.assertLedger(self.account, 5000, 0, 5000)
        with self.assertRaises(UserError):
            self._as("fin_manager").action_approve()
        with self.assertRaises(UserError):
            self._as("fin_confirmer").action_pay()

    def test_fresh_bank_data_need_a_second_look(self):
        self._bank(days=1)
        payer = self._approved()
        payer.bank_reference = "B1"
        self.assertEqual(payer.bank_state, "fresh")
        action = self._as("fin_settlement").action_bank_list()
        self.assertIn("changed within 30 days", self.env["prepaid.bank.list"].browse(action["res_id"]).left_out)
        self.assertFalse(self.document.message_ids.filtered(lambda message: "Bank list taken" in message.body), "it is not in the list")
        with self.assertRaisesRegex(UserError, "changed within 30 days"):
            payer.action_pay()
        with self.assertRaises(AccessError):
            self._as("fin_manager").action_confirm_bank()
        self.document.with_user(self.confirmer_b).action_confirm_bank()
        payer.action_pay()
        self.assertEqual((self.document.state, self.document.paid_bank_shown), ("paid", "**** 2222"))

    def test_bank_data_changed_in_the_second_of_the_second_look(self):
        """An approval counts for what was seen: a change in the same second asks for another one."""
        bank = self._bank(days=1)
        payer = self._approved()
        payer.bank_reference = "B1"
        moment = Datetime.now()
        with patch.object(Datetime, "now", return_value=moment):
            self.document.with_user(self.confirmer_b).action_confirm_bank()
            self.assertEqual(payer.bank_state, "checked")
            bank.sudo().acc_number = "6222000099998888"
            self.assertEqual(payer.bank_state, "fresh")
            with self.assertRaisesRegex(UserError, "changed within 30 days"):
                payer.action_pay()
            self.document.with_user(self.confirmer_b).action_confirm_bank()
        self.assertEqual(payer.bank_state, "checked")

    def test_bank_accounts_of_dealers_are_read_by_finance_alone(self):
        bank = self._bank()
        for role in ("fin_cashier", "fin_confirmer", "fin_settlement", "fin_manager", "auditor"):
            with self.subTest(role):
                self.assertEqual(bank.with_user(self.users[role]).acc_number, "6222000011112222")
        for role in ("cs_presale", "sales_rep", "sc_manager", "wh_operator", "ops"):
            with self.subTest(role), self.assertRaises(AccessError):
                bank.with_user(self.users[role]).read(["acc_number"])
            with self.subTest(role):
                self.assertFalse(bank.with_user(self.users[role]).search([("id", "=", bank.id)]))

    def test_refund_needs_a_bank_account(self):
        self.company.prepaid_refund_needs_bank = True
        payer = self._approved()
        payer.bank_reference = "B1"
        with self.assertRaisesRegex(UserError, "no bank account on file"):
            payer.action_pay()

    def test_bank_list(self):
        self._bank()
        second = self._submitted(200)
        both = (self.document | second).with_user(self.users["fin_settlement"])
        with self.assertRaisesRegex(UserError, "None of these"):
            both.action_bank_list()
        self._approved()
        self._as("fin_manager", second).action_approve()
        action = both.action_bank_list()
        sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(
            self.env["prepaid.bank.list"].browse(action["res_id"]).xlsx))).active
        text = "\n".join(str(cell.value) for row in sheet for cell in row)
        for word in ("6222000011112222", self.document.name, second.name):
            self.assertIn(word, text)
        self.assertIn("2 payments, 1,200.00", self.document.message_ids[:1].body)
        with self.assertRaises(AccessError):
            self._as("fin_cashier").action_bank_list()

    def test_sent_back_by_the_bank(self):
        lots = self.account.lot_ids.mapped("free")
        payer = self._approved()
        payer.bank_reference = "B1"
        payer.action_pay()
        with self.assertRaisesRegex(AccessError, "Another person"):
            payer.action_return("wrong account")
        back = self.document.with_user(self.confirmer_b)
        with self.assertRaisesRegex(UserError, "came back"):
            back.action_return(" ")
        back.action_return("R-77 account closed")
        back.action_return("R-77 account closed")
        self.assertLedger(self.account, 5000, 0, 5000)
        self.assertMove(self.document.return_move_id, [("100200", 1000), ("220300", -1000)])
        self.assertEqual(self.document.return_entry_id.reversed_entry_id, self.document.entry_id)
        self.assertEqual([1000 + free for free in lots], self.account.lot_ids.mapped("free"), "the very lots are restored")
        again = self._submitted(1000)
        self._as("fin_manager", again).action_approve()
        self.assertEqual(again.state, "approved")

    def test_sent_back_after_the_account_closed(self):
        payer = self._approved()
        payer.bank_reference = "B1"
        payer.action_pay()
        self.account._debit("rest", 400_000, kind="adjust", label="rest", res_model="res.partner", res_id=self.d1.id)
        role = self.account._role
        move = self.account._gl_entry(self.company.prepaid_journal_id, [(role("advance"), 400_000), (role("expense"), -400_000)], "rest")
        self.account.entry_ids[:1]._link_move(move)
        self.account._set_state("closed", "closed")
        self.document.with_user(self.confirmer_b).action_return("R-78")
        following = self._account(self.d1)
        self.assertNotEqual(following, self.account)
        self.assertEqual((following.balance, self.account.balance), (1000, 0))
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])

    def test_migration_of_booked_ones(self):
        """Releases before booked at the approval: such a document is paid."""
        payer = self._approved()
        payer.bank_reference = "B1"
        payer.action_pay()
        self.document.sudo().write({"state": "approved", "paid_at": False})
        waiting = self._submitted(10)
        self._as("fin_manager", waiting).action_approve()
        path = f"{get_module_path('dealer_prepaid')}/migrations/19.0.1.2.0/post-withdrawals.py"
        spec = importlib.util.spec_from_file_location("post_withdrawals", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        self.assertEqual((self.document.state, self.document.paid_at), ("paid", self.document.approved_at))
        self.assertEqual(waiting.state, "approved", "an approved one that is not booked waits for its payment")
