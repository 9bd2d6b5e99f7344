"""Parked money goes back to its payer: two persons, reason and bank account, E03b; the bank may send it back again."""
import datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PrepaidCommon

BACK = {"return_reason": "payer says it was for somebody else", "return_holder": "Zhang San", "return_number": "6222 0000 1111 2222"}


@tagged("post_install", "-at_install")
class TestUnidentifiedReturn(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)
        cls.receipt = cls.env["prepaid.unidentified"].with_user(cls.users["fin_cashier"]).create({
            "amount": 3000, "payer_name": "Zhang San", "serial": "U-77", "proof_ids": [Command.set(cls._proof().ids)]})
        cls.receipt.action_submit()
        cls.receipt.with_user(cls.users["fin_confirmer"]).action_approve()
        cls.confirmer = cls.receipt.with_user(cls.users["fin_confirmer"])

    def _proposed(self):
        self.receipt.write(BACK)
        self.receipt.action_propose_return()

    def _paid_back(self, user="fin_confirmer", day=False):
        receipt = self.receipt.with_user(self.users[user])
        receipt.write({"return_reference": "ICBC-1", "return_paid_on": day})
        receipt.action_return()

    def _parked_fen(self):
        role = self.env["prepaid.gl.mapping"]._account(self.company, "unidentified")
        lines = self.env["account.move.line"].search([("account_id", "=", role.id), ("parent_state", "=", "posted"), ("company_id", "=", self.company.id)])
        return round(-sum(lines.mapped("balance")) * 100)

    def test_returned(self):
        with self.assertRaisesRegex(UserError, "enter Why it goes back, Payer's account holder, Payer's account number"):
            self.receipt.action_propose_return()
        self._proposed()
        self.assertEqual(self.receipt.claim_state, "return_proposed")
        with self.assertRaisesRegex(AccessError, "changes with its buttons only"):
            self.receipt.write({"return_number": "other"})
        parked = self._parked_fen()
        with self.assertRaisesRegex(UserError, "enter the bank's reference"):
            self.confirmer.action_return()
        with self.assertRaises(AccessError):
            self.receipt.write({"return_reference": "by the cashier"})
        for vals in ({"return_reference": "ICBC-1", "return_number": "other"}, {"claim_reason": "his"}, {"payer_name": "x"}):
            with self.assertRaises(AccessError, msg="the confirmer enters the reference and nothing else"):
                self.confirmer.write(vals)
        self.assertFalse(self.receipt.return_move_id)
        self._paid_back()
        self.confirmer.action_return()
        with self.assertRaises(AccessError):
            self.confirmer.write({"return_reference": "ICBC-2"})
        move = self.receipt.sudo().return_move_id
        self.assertMove(move, [("224100", 3000), ("100200", -3000)])
        self.assertEqual((self.receipt.claim_state, self._parked_fen()), ("returned", parked - 300_000))
        self.assertEqual(self.receipt.sudo().returner_id, self.users["fin_confirmer"])
        self.assertLedger(self.account, 5000, 0, 5000)
        with self.assertRaisesRegex(UserError, "claimed or on its way back"):
            self.receipt.action_propose_return()
        with self.assertRaisesRegex(AccessError, "changes with its buttons only"):
            self.receipt.write({"claim_partner_id": self.d1.id})
        with self.assertRaisesRegex(UserError, "stays as it is"):
            move.with_user(self.users["fin_manager"]).button_draft()

    def test_the_confirmer_writes_on_a_proposed_return_only(self):
        """Neither a draft nor the proof under it, which he would confirm later; the makers write as before."""
        draft = self.env["prepaid.unidentified"].with_user(self.users["fin_cashier"]).create({
            "amount": 10, "payer_name": "Zhang San", "serial": "U-78", "proof_ids": [Command.set(self._proof().ids)]})
        self.assertEqual(
            [draft.with_user(self.users[role]).has_access("write") for role in ("fin_cashier", "fin_confirmer", "fin_manager")], [True, False, True])
        with self.assertRaises(AccessError):
            draft.proof_ids.with_user(self.users["fin_confirmer"]).write({"name": "other.png"})
        self.assertFalse(self.confirmer.has_access("write"))
        self._proposed()
        self.assertTrue(self.confirmer.has_access("write"))

    def test_two_persons(self):
        for role in ("fin_settlement", "fin_confirmer", "cs_presale", "auditor"):
            with self.assertRaises(AccessError, msg=role):
                self.receipt.with_user(self.users[role]).action_propose_return()
        self.receipt.with_user(self.users["fin_manager"]).write(BACK)
        self.receipt.action_propose_return()
        for role in ("fin_cashier", "fin_settlement", "cs_presale", "auditor"):
            for step, *args in (("action_return",), ("action_refuse_return", "no")):
                with self.assertRaises(AccessError, msg=role):
                    getattr(self.receipt.with_user(self.users[role]), step)(*args)
        own = self.receipt.with_user(self.users["fin_manager"])
        self.assertEqual((own.is_own_return, "another receipt confirmer" in own.own_hint, self.confirmer.own_hint), (True, True, False))
        with self.assertRaisesRegex(AccessError, "Another person must confirm the return"):
            own.action_return()
        self._paid_back()
        self.assertEqual(self.receipt.claim_state, "returned")

    def test_refused_and_claimed_afterwards(self):
        self._proposed()
        with self.assertRaisesRegex(UserError, "say why"):
            self.confirmer.action_refuse_return(" ")
        self.confirmer.action_refuse_return("the owner called")
        self.assertEqual((self.receipt.claim_state, self.receipt.sudo().return_editor_ids.ids), ("none", []))
        self.assertFalse(any(self.receipt[name] for name in BACK), "what was entered is entered anew, by whom is noted anew")
        with self.assertRaisesRegex(UserError, "no return to confirm"):
            self.confirmer.action_return()
        self.receipt.write({"claim_partner_id": self.d1.id, "claim_reason": "called"})
        self.receipt.action_propose_claim()
        with self.assertRaisesRegex(UserError, "claimed or on its way back"):
            self.receipt.action_propose_return()
        self.confirmer.action_claim()
        self.assertLedger(self.account, 8000, 0, 8000)

    def test_bounced(self):
        self._proposed()
        with self.assertRaisesRegex(UserError, "nothing came back"):
            self.confirmer.action_return_bounced("closed")
        today = self.company._dealer_today()
        came, day = today - datetime.timedelta(days=9), today - datetime.timedelta(days=4)
        self.receipt.sudo().date = came
        for wrong, words in ((came - datetime.timedelta(days=1), f"came in on {came}"), (today + datetime.timedelta(days=1), "is in the future")):
            with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                self._paid_back(day=wrong)
        self._paid_back(day=day)
        self.assertEqual(self.receipt.sudo().return_move_id.date, day)
        first, parked = self.receipt.sudo().return_move_id, self._parked_fen()
        with self.assertRaisesRegex(AccessError, "Another person must record"):
            self.confirmer.action_return_bounced("account is closed")
        with self.assertRaisesRegex(UserError, "cannot have come back"):
            self.receipt.with_user(self.users["fin_manager"]).action_return_bounced("account is closed", came)
        self.receipt.with_user(self.users["fin_manager"]).action_return_bounced("account is closed", day + datetime.timedelta(days=1))
        receipt = self.receipt.sudo()
        self.assertEqual((receipt.bounce_move_ids - first).date, day + datetime.timedelta(days=1))
        self.assertFalse(receipt.return_paid_on)
        self.assertEqual((receipt.claim_state, receipt.return_move_id.id, self._parked_fen()), ("none", False, parked + 300_000))
        self.assertEqual((len(receipt.bounce_move_ids), first in receipt.bounce_move_ids), (2, True))
        with self.assertRaisesRegex(UserError, "stays as it is"):
            first.with_user(self.users["fin_manager"]).button_draft()
        self.receipt.write({**BACK, "return_number": "6222 9"})
        self.receipt.action_propose_return()
        self._paid_back()
        self.assertEqual(receipt.claim_state, "returned")

    def test_what_was_paid_to_whom_stays_readable(self):
        self.receipt.write({**BACK, "return_bank_name": "ICBC Kunming", "return_reference": "ICBC-77"})
        self.receipt.action_propose_return()
        self.confirmer.action_return()
        self.receipt.with_user(self.users["fin_manager"]).action_return_bounced("account is closed")
        receipt = self.receipt.sudo()
        self.assertFalse(receipt.return_reference)
        said = next(body for body in map(str, receipt.message_ids.mapped("body")) if "sent the money back" in body)
        for words in ("account is closed", "ICBC-77", "ICBC Kunming", "Zhang San", "**** 2222", receipt.journal_id.name):
            self.assertIn(words, said)

    def test_the_number_of_a_refused_return_is_not_confirmed_by_its_writer(self):
        """Who wrote the number, had the return refused and proposed by another would be the confirmer of his own number."""
        manager = self.receipt.with_user(self.users["fin_manager"])
        manager.write({**BACK, "return_bank_name": "Bank T", "return_journal_id": self.receipt.journal_id.id})
        manager.action_propose_return()
        self.confirmer.action_refuse_return("look again")
        self.assertFalse(any(self.receipt[name] for name in (*BACK, "return_bank_name", "return_journal_id")))
        with self.assertRaisesRegex(UserError, "cannot go back yet"):
            self.receipt.action_propose_return()
        self.receipt.write(BACK)
        self.receipt.action_propose_return()
        self._paid_back("fin_manager")
        self.assertEqual(self.receipt.claim_state, "returned")

    def test_nothing_by_hand(self):
        receipts = self.env["prepaid.unidentified"].with_user(self.users["fin_cashier"])
        for vals in ({"claim_state": "returned"}, {"return_move_id": 1}, {"return_number": "1"}):
            with self.assertRaises(AccessError):
                receipts.create({"amount": 5, **vals})
            with self.assertRaises(AccessError):
                self.receipt.write({**vals, "payer_name": "x"})

    def test_bank_line_and_month(self):
        line = self._from_bank({"serial": "B-9", "amount": 77})
        receipt = self.env["prepaid.unidentified"].with_user(self.users["fin_cashier"]).browse(line.action_park()["res_id"])
        receipt.action_submit()
        receipt.with_user(self.users["fin_confirmer"]).action_approve()
        receipt.write(BACK)
        receipt.action_propose_return()
        close = self.env["prepaid.month.close"].with_user(self.users["fin_settlement"]).create({"month": self.company._dealer_today()})
        close.action_check()
        count = close.item_ids.filtered(lambda item: item.code == "unidentified").count
        documents = close.item_ids.filtered(lambda item: item.code == "documents")
        self.assertEqual((documents.state, documents.count), ("red", 1), "a return to the payer waits for its confirmer")
        receipt.with_user(self.users["fin_confirmer"]).return_reference = "ICBC-3"
        receipt.with_user(self.users["fin_confirmer"]).action_return()
        self.assertEqual((line.sudo().state, receipt.age_days), ("used", 0))
        close.action_check()
        self.assertEqual(close.item_ids.filtered(lambda item: item.code == "documents").state, "ok")
        self.assertEqual(close.item_ids.filtered(lambda item: item.code == "unidentified").count, count - 1)
