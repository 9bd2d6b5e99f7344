"""Exceptions to the rules take two persons or a reason: the amount that opens an account, the rules of prepaid money; a frozen owner's money is parked."""
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestExceptions(PrepaidCommon):
    def _opening(self, account, amount):
        document = self.env["prepaid.opening.amount"].with_user(self.users["fin_cashier"]).create(
            {"account_id": account.id, "amount": amount, "reason": "small store"})
        document.action_submit()
        return document.with_user(self.users["fin_manager"])

    def test_opening_amount_takes_two(self):
        account = self._topup(self.d1, 3000).account_id
        self.assertEqual(account.state, "draft")
        for user in (self.users["fin_manager"], self.env.ref("base.user_root")):
            with self.assertRaises(AccessError):
                account.with_user(user).min_first_topup = 10
        with self.assertRaises(AccessError):
            self.env["prepaid.account"].with_user(self.users["fin_manager"]).create({
                "partner_id": self.store_1a.id, "season_id": account.season_id.id, "min_first_topup": 1})
        with self.assertRaises(AccessError):
            self._opening(account, 3000).with_user(self.users["fin_cashier"]).action_approve()
        document = self._opening(account, 2500)
        self.assertEqual(account.min_first_topup, 5000)
        document.action_approve()
        self.assertEqual((account.min_first_topup, account.state), (2500, "open"), "3,000.00 are there already")
        self.assertTrue(account.opened_at)
        self.assertLedger(account, 3000, 0, 3000)
        with self.assertRaisesRegex(UserError, "open already"):
            self._opening(account, 1)

    def test_opening_amount_of_an_empty_account(self):
        account = self._account(self.d1)
        self._opening(account, 100).action_approve()
        self.assertEqual(account.state, "draft")
        self._topup(self.d1, 100)
        self.assertEqual(account.state, "open")

    def _bucket(self, code):
        return self.env["prepaid.bucket"].search([("company_id", "=", self.company.id), ("code", "=", code)]).with_user(self.users["fin_manager"])

    def test_cash_never_expires(self):
        with self.assertRaisesRegex(ValidationError, "never expires"):
            self._bucket("cash").write({"close_policy": "expire", "change_reason": "x"})
        with self.assertRaisesRegex(ValidationError, "never expires"):
            self._bucket("cash").sudo().close_policy = "expire"

    def test_rule_is_changed_with_a_reason(self):
        rule = self._bucket("rebate")
        with self.assertRaisesRegex(UserError, "Say why"), self.env.cr.savepoint():
            rule.close_policy = "expire"
        rule.write({"close_policy": "expire", "change_reason": "decided by the board"})
        log = self.env["dealer.settings.log"].search([("field_name", "=", "prepaid.bucket.rebate.close_policy")])
        self.assertEqual(
            (log.old_value, log.new_value, log.reason, log.user_id), ("Goes to the next season", "Expires", "decided by the board", self.users["fin_manager"]))
        self.assertIn("At the season's close", log.label)
        rule.write({"close_policy": "expire"})
        self.assertEqual(log.search_count([("field_name", "=like", "prepaid.bucket.rebate%")]), 1, "nothing changed")

    # -- a frozen owner (J24)

    def test_money_of_a_frozen_owner_is_parked(self):
        for way in ("claim", "receipt", "deposit", "transfer"):
            with self.subTest(way), self.env.cr.savepoint() as point:
                account = self._open_account(self.d1)
                money = getattr(self, f"_{way}")(account)
                self.d1.dealer_state = "frozen"
                money()
                self.env.invalidate_all()
                self.assertEqual((account.state, account.balance), ("frozen", 5100))
                self.assertFalse(account._hold("k", 100, "res.partner", self.d1.id, "k").ok)
                self.assertLedger(account, 5100, 0, 5100)
                point.rollback()

    def _claim(self, account):
        parked = self.env["prepaid.unidentified"].with_user(self.users["fin_cashier"]).create({
            "amount": 100, "serial": "PARK-1", "payer_name": "Somebody", "proof_ids": [Command.set(self._proof().ids)]})
        parked.action_submit()
        confirmer = parked.with_user(self.users["fin_confirmer"])
        confirmer.action_approve()
        parked.write({"claim_partner_id": self.d1.id, "claim_reason": "their slip"})
        parked.action_propose_claim()
        return confirmer.action_claim

    def _receipt(self, account):
        receipt = self.env["prepaid.receipt"].with_user(self.users["fin_cashier"]).create({
            "partner_id": self.d1.id, "amount": 100, "proof_ids": [Command.set(self._proof().ids)]})
        receipt.action_submit()
        return receipt.with_user(self.users["fin_confirmer"]).action_confirm

    def _deposit(self, account):
        deposits = self.env["prepaid.deposit"].with_user(self.users["fin_cashier"])
        received = deposits.create({
            "partner_id": self.d1.id, "kind": "received", "amount": 100, "reason": "deposit", "proof_ids": [Command.set(self._proof().ids)]})
        received.action_submit()
        received.with_user(self.users["fin_manager"]).action_approve()
        applied = deposits.create({
            "partner_id": self.d1.id, "kind": "applied", "amount": 100, "reason": "used", "origin_id": received.id, "account_id": account.id})
        applied.action_submit()
        return applied.with_user(self.users["fin_manager"]).action_approve

    def _transfer(self, account):
        other = self._open_account(self.partners["D2"])
        transfer = self.env["prepaid.transfer"].with_user(self.users["fin_cashier"]).create(
            {"account_id": other.id, "target_id": account.id, "amount": 100, "reason": "moved"})
        transfer.action_submit()
        transfer.with_user(self.users["fin_manager"]).action_approve()
        return transfer.with_user(self.second_manager).action_approve
