"""Who wrote a draft does not decide about it; bank lines prove what they show; credit terms need two persons."""
import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import PrepaidCommon
from .test_receipt import ReceiptCommon


@tagged("post_install", "-at_install")
class TestEditors(ReceiptCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)
        cls.manager, cls.confirmer = cls.users["fin_manager"], cls.users["fin_confirmer"]

    def _as(self, role, record):
        return record.with_user(self.users[role])

    def test_adjustment_changed_by_the_approver(self):
        expense = self.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", self.company.ids)], limit=1)
        draft = self.env["prepaid.adjustment"].with_user(self.users["fin_cashier"]).create({
            "account_id": self.account.id, "amount": 1, "reason": "x", "counter_account_id": expense.id,
            "proof_ids": [Command.set(self._proof(user=self.users["fin_cashier"]).ids)]})
        self.assertFalse(draft.sudo().editor_ids)
        draft.with_user(self.manager).sudo().write({"amount": 2})
        self.assertFalse(draft.sudo().editor_ids, "code of the model is no editor")
        for vals in ({"editor_ids": [Command.clear()]}, {"editor_ids": [Command.set(self.confirmer.ids)]}):
            with self.assertRaises(AccessError):
                draft.write(vals)
        self._as("fin_settlement", draft).write({"amount": 3})
        self._as("fin_manager", draft).write({"amount": 5000})
        draft.action_submit()
        self.assertTrue(self._as("fin_manager", draft).is_own)
        self.assertIn("another person decides", self._as("fin_manager", draft).own_hint)
        self.assertFalse(self._as("fin_cashier", draft).own_hint, "a cashier decides about none")
        with self.assertRaisesRegex(AccessError, "you changed it"):
            self._as("fin_manager", draft).action_approve()
        with self.assertRaisesRegex(AccessError, "you changed it"):
            self._as("fin_manager", draft).action_reject("wrong")
        self.assertEqual(draft.sudo().editor_ids, self.users["fin_settlement"] | self.manager)
        self.assertLedger(self.account, 5000, 0, 5000)

    def test_leaver_close_and_bonus_rule_remember_every_hand(self):
        """Who wrote a draft, decided about an order or a store, left an account out or chose the bank neither approves nor pays."""
        first, second = self._user("fin_settlement", login="t_settle_b"), self._user("fin_manager", login="t_manager_b")
        rule = self.env["prepaid.bonus.rule"].with_user(first).create({"name": "R", "min_amount": 1, "rate": 1})
        self._as("fin_manager", rule).rate = 5
        rule.action_submit()
        self._as("fin_manager", rule).sequence = 3
        rule.with_user(second).sequence = 4
        self.assertEqual((self._as("fin_manager", rule).is_own, rule.with_user(second).is_own), (True, False), "the order of rules is no figure of a rule")
        with self.assertRaisesRegex(AccessError, "Another person must approve R: you entered or changed it"):
            self._as("fin_manager", rule).action_activate()
        rule.with_user(second).action_activate()

        leaver = self.env["prepaid.leaver"].with_user(first).create({"account_id": self.account.id, "reason": "x"})
        self._as("fin_manager", leaver).reason = "y"
        leaver.action_freeze()
        leaver.store_ids[:1].with_user(second).decision = "move"
        for user in (self.manager, second):
            with self.assertRaisesRegex(AccessError, "you entered or changed it"):
                leaver.with_user(user).action_approve()
            with self.assertRaisesRegex(AccessError, "froze, entered or changed it"):
                leaver.with_user(user).action_cancel()
        self.assertEqual(leaver._payout_persons(), first | self.manager | second)
        leaver.with_user(self._user("fin_manager", login="t_manager_c")).action_cancel()

        close = self.env["prepaid.season.close"].with_user(first).create({"season_id": self.account.season_id.id})
        self._as("fin_manager", close).journal_id = close.journal_id
        close.action_start()
        line = close.line_ids.filtered(lambda rec: rec.account_id == self.account)
        for _twice in range(2):
            line.with_user(second).action_exclude()
        self.assertEqual(close.runner_id, first)
        for user in (self.manager, second):
            self.assertTrue(close.with_user(user).is_own)
            with self.assertRaisesRegex(AccessError, "you ran or changed it"):
                close.with_user(user).action_approve()
        self.assertEqual(line._payout_persons(), first | self.manager | second)

    def test_topup_changed_by_the_confirmer(self):
        topup = self.env["prepaid.topup"].with_user(self.users["fin_cashier"]).create({
            "partner_id": self.d1.id, "amount": 11, "proof_ids": [Command.set(self._proof(user=self.users["fin_cashier"]).ids)]})
        self._as("fin_confirmer", topup).write({"amount": 1100})
        topup.action_submit()
        self.assertEqual([self._as(role, topup).is_own for role in ("fin_confirmer", "fin_manager")], [True, False])
        for step in (lambda rec: rec.action_confirm(), lambda rec: rec.action_reject("no")):
            with self.assertRaisesRegex(AccessError, "you changed it"):
                step(self._as("fin_confirmer", topup))
        self._as("fin_manager", topup).action_confirm()
        self.assertLedger(self.account, 6100, 0, 6100)

    def test_receipt_changed_by_the_confirmer(self):
        receipt = self._receipt(self.d1, 10)
        self._as("fin_manager", receipt).write({"amount": 1000})
        receipt.action_submit()
        self.assertTrue(self._as("fin_manager", receipt).is_own)
        for step in (lambda rec: rec.action_confirm(), lambda rec: rec.action_reject("no"), lambda rec: rec.action_release_twin("no")):
            with self.assertRaisesRegex(AccessError, "you changed it"):
                step(self._as("fin_manager", receipt))
        receipt.action_reject("typed wrong")
        self.assertEqual(receipt.state, "rejected", "the recorder takes his own back")

    def test_own_draft_may_be_corrected(self):
        receipt = self._receipt(self.d1, 10)
        receipt.write({"amount": 12})
        receipt.message_post(body="typed wrong")
        receipt.action_submit()
        self._as("fin_confirmer", receipt).action_confirm()
        self.assertEqual(receipt.state, "confirmed")

    def _parked(self, **vals):
        return self.env["prepaid.unidentified"].with_user(self.users["fin_cashier"]).create({
            "amount": 50, "proof_ids": [Command.set(self._proof(user=self.users["fin_cashier"]).ids)], **vals})

    def test_claim_written_by_the_confirmer(self):
        receipt = self._parked()
        receipt.action_submit()
        self._as("fin_confirmer", receipt).action_approve()
        self._as("fin_manager", receipt).write({"claim_partner_id": self.d1.id, "claim_reason": "mine"})
        receipt.action_propose_claim()
        with self.assertRaisesRegex(AccessError, "Another person must confirm the claim"):
            self._as("fin_manager", receipt).action_claim()
        self._as("fin_confirmer", receipt).action_claim()
        self.assertEqual(receipt.claim_state, "claimed")

    def test_bank_line_proves_what_it_shows(self):
        today = self.company._dealer_today()
        typed = self.env["prepaid.bank.line"].with_user(self.users["fin_manager"]).create({"date": today, "serial": "TYPED-2", "amount": 12})
        receipt = self._parked(amount=12, serial="TYPED-2", date=today, bank_line_id=typed.id, proof_ids=False)
        with self.assertRaisesRegex(UserError, "typed by hand proves nothing"):
            receipt.action_submit()
        receipt.proof_ids = self._proof()
        receipt.action_submit()
        with self.assertRaisesRegex(AccessError, "entered or changed its remittance TYPED-2"):
            self._as("fin_manager", receipt).action_approve()
        self._as("fin_confirmer", receipt).action_approve()

        line = self._from_bank({"serial": "REAL-2", "amount": 12})
        good = {"amount": 12, "serial": "real 2", "date": today, "bank_line_id": line.id, "proof_ids": False}
        for wrong in ({"amount": 86000}, {"serial": "OTHER"}, {"serial": False}, {"date": Date.subtract(today, days=1)}):
            receipt = self._parked(**{**good, **wrong})
            with self.assertRaisesRegex(UserError, "differs from remittance REAL-2"):
                receipt.action_submit()
            receipt.unlink()
        receipt = self._parked(**good)
        receipt.action_submit()
        for vals in ({"amount": 86000}, {"serial": "X"}, {"date": "2020-01-01"}):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                line.write(vals)
        line.sudo().amount = 13
        with self.assertRaisesRegex(UserError, "differs from remittance"):
            self._as("fin_confirmer", receipt).action_approve()
        line.sudo().amount = 12
        self._as("fin_confirmer", receipt).action_approve()
        self.assertEqual(receipt.state, "approved")


@tagged("post_install", "-at_install")
class TestCreditTerms(ReceiptCommon):
    def _set(self, role, method, partner=None, **terms):
        partner = partner or self.d1
        partner.with_user(self.users[role]).action_set_settlement(method, "contract", **terms)
        return self.env["prepaid.settlement.change"].search([("partner_id", "=", partner.id)], limit=1)

    def test_pay_later_needs_a_second_person(self):
        change = self._set("fin_settlement", "pay_later", days=365, limit=1e9)
        self.assertEqual((change.state, self.d1.settlement_method, self.d1._settlement_terms()[0]), ("proposed", False, "prepaid"))
        for role in ("fin_settlement", "fin_cashier", "auditor", "cs_manager", "business_admin"):
            with self.assertRaises(AccessError):
                change.with_user(self.users[role]).action_confirm()
        with self.assertRaises(AccessError):
            change.with_user(self.users["fin_settlement"]).write({"state": "done"})
        with self.assertRaises(UserError):
            change.with_user(self.users["fin_settlement"]).write({"credit_term_limit": 1})
        with self.assertRaises(UserError):
            change.with_user(self.users["fin_confirmer"]).action_reject(" ")
        for _press in range(2):
            change.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertEqual((change.state, self.d1.settlement_method, self.d1.credit_term_limit), ("done", "pay_later", 1e9))
        self.assertIn("contract", self.d1.message_ids[0].body)

    def test_manager_does_not_confirm_his_own(self):
        change = self._set("fin_manager", "pay_later", limit=10.0)
        with self.assertRaisesRegex(AccessError, "you proposed"):
            change.with_user(self.users["fin_manager"]).action_confirm()
        change.with_user(self.users["fin_manager"]).action_reject("not yet")
        self.assertEqual((change.state, self.d1.settlement_method), ("rejected", False))
        with self.assertRaises(UserError):
            change.with_user(self.users["fin_confirmer"]).action_confirm()

    def test_raising_waits_lowering_does_not(self):
        self._settlement(self.d1, "pay_later", days=30, limit=1000.0)
        for terms in ({"days": 31, "limit": 1000.0}, {"days": 30, "limit": 1000.01}):
            self.assertEqual(self._set("fin_settlement", "pay_later", **terms).state, "proposed")
        self.assertEqual((self.d1.credit_term_days, self.d1.credit_term_limit), (30, 1000))
        open_change = self.env["prepaid.settlement.change"].search([("partner_id", "=", self.d1.id), ("state", "=", "proposed")])
        self.assertEqual(len(open_change), 1, "a newer proposal replaces the older one")
        self.assertEqual(self._set("fin_settlement", "pay_later", days=20, limit=900.0).state, "done")
        self.assertEqual(open_change.state, "rejected", "what waited for the old terms is over")
        self.assertEqual(self._set("fin_settlement", "pay_later", partner=self.store_1a, days=20, limit=900.0).state, "proposed",
                         "a limit of its own is more than a share of the limit above")
        self.assertEqual(self._set("fin_settlement", "prepaid", partner=self.store_1a, limit=1e9).state, "done")
        self.assertEqual(self._set("fin_settlement", False, partner=self.store_1a).state, "proposed", "back to the term of the dealer above")
        self.assertEqual(self._set("fin_settlement", "pay_now").state, "done")
        self.assertEqual(self.d1.settlement_method, "pay_now")

    def test_dialog_and_guards(self):
        settlement = self.users["fin_settlement"]
        action = self.d1.with_user(settlement).action_ask_settlement()
        change = self.env["prepaid.settlement.change"].with_user(settlement).browse(action["res_id"])
        with Form(change, view="dealer_prepaid.prepaid_settlement_change_view_form") as form:
            form.settlement_method, form.credit_term_limit, form.reason = "pay_later", 500, "contract"
        answer = change.action_apply()
        self.assertEqual((change.state, answer["tag"]), ("proposed", "display_notification"))
        for vals in ({"state": "done"}, {"proposer_id": False}, {"state": "proposed", "proposer_id": self.users["fin_confirmer"].id}):
            with self.assertRaises(AccessError):
                self.env["prepaid.settlement.change"].with_user(settlement).create({
                    "partner_id": self.d1.id, "settlement_method": "pay_later", "reason": "x", **vals})
        self.assertTrue(change.with_user(settlement).is_own)
        self.assertFalse(change.with_user(self.users["fin_confirmer"]).is_own)
        Form(change.with_user(self.users["fin_confirmer"]), view="dealer_prepaid.prepaid_settlement_change_view_decide")


@tagged("post_install", "-at_install")
class TestTwoPersonsInTheDatabase(PrepaidCommon):
    def test_no_row_names_one_person_twice(self):
        """Maker and checker differ in the database itself (feature 32), whatever program writes."""
        self.env.cr.execute("SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c'")
        rules = [(table, text) for table, text in self.env.cr.fetchall() if table.startswith("prepaid_")]
        for table, one, two in (
                ("prepaid_topup", "confirmer_id", "submitter_id"), ("prepaid_receipt", "confirmer_id", "submitter_id"),
                ("prepaid_withdrawal", "approver_id", "submitter_id"), ("prepaid_transfer", "approver_id", "submitter_id"),
                ("prepaid_adjustment", "approver_id", "submitter_id"), ("prepaid_freeze", "approver_id", "submitter_id"),
                ("prepaid_bonus_rule", "approver_id", "submitter_id"), ("prepaid_statement_dispute", "settler_id", "opener_id"),
                ("prepaid_company_transfer_side", "settler_id", "preparer_id"), ("prepaid_season_close", "approver_id", "runner_id"),
                ("prepaid_season_close", "payer_id", "runner_id"), ("prepaid_season_close", "payer_id", "approver_id"),
                ("prepaid_leaver", "approver_id", "runner_id"), ("prepaid_leaver", "payer_id", "approver_id")):
            with self.subTest(table, one=one):
                self.assertTrue(any(name == table and f"({one} <> {two})" in text for name, text in rules))
        rule = self.env["prepaid.bonus.rule"].with_user(self.users["fin_settlement"]).create({"name": "one person", "min_amount": 100, "rate": 1})
        rule.flush_recordset()
        with self.assertRaises(psycopg2.errors.CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.env.cr.execute("UPDATE prepaid_bonus_rule SET submitter_id = create_uid, approver_id = create_uid WHERE id = %s", [rule.id])
