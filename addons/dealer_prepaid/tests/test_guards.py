import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestGuards(PrepaidCommon):
    """What one person must not reach alone: money out of a guarded field, a freeze lifted by a detour."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)

    def test_guarded_fields_at_creation(self):
        deposits = self.env["prepaid.deposit"].with_user(self.users["fin_cashier"])
        with self.assertRaises(AccessError):
            deposits.create({
                "partner_id": self.d1.id, "kind": "received", "amount": 1, "used_amount": -100_000, "reason": "x",
                "journal_id": self.env["prepaid.topup"]._default_journal().id, "proof_ids": [Command.set(self._proof().ids)]})
        with self.assertRaises(AccessError):
            self.env["prepaid.freeze"].with_user(self.users["fin_cashier"]).create({
                "account_id": self.account.id, "kind": "amount", "amount": 1, "reason": "x", "is_lifted": True})

    def test_one_person_has_one_login(self):
        cashier = self.users["fin_cashier"]
        with self.assertRaisesRegex(ValidationError, "one person has one login"):
            self.env["res.users"].create({
                "login": "second", "partner_id": cashier.partner_id.id,
                "group_ids": [Command.set((self.env.ref("base.group_user") + self.env.ref("dealer_base.group_fin_confirmer")).ids)]})

    def test_the_advance_account_stays_while_money_lies_on_it(self):
        mapping = self.env["prepaid.gl.mapping"].search([("company_id", "=", self.company.id), ("role", "=", "advance")])
        other = self.env["prepaid.gl.mapping"]._account(self.company, "other_payable")
        with self.assertRaisesRegex(UserError, "1 owners have money there"):
            mapping.with_user(self.users["fin_manager"]).account_id = other
        with self.assertRaises(UserError):
            mapping.with_user(self.users["fin_manager"]).unlink()
        mapping.with_user(self.users["fin_manager"]).account_id = mapping.account_id

    def test_days_and_owners(self):
        today = self.company._dealer_today()
        for days in (1, -400):
            with self.subTest(days), self.assertRaisesRegex(UserError, "no day on which"):
                self._submitted_topup(self.d1, 5, date_paid=today + datetime.timedelta(days=days))
        with self.assertRaisesRegex(UserError, "before it is archived"):
            self.d1.with_user(self.env.ref("base.user_admin")).action_archive()
        with self.assertRaises(AccessError):
            self.env["prepaid.entry"].with_user(self.users["fin_cashier"]).create([{"account_id": self.account.id, "amount": 5}])

    def test_a_trigger_that_is_off_shows(self):
        self.env.cr.execute("ALTER TABLE prepaid_entry DISABLE TRIGGER prepaid_entry_keep")
        (found,) = self.env["prepaid.check"]._differences(self.company)
        self.assertIn("prepaid_entry_keep", found["message"])
        self.env.cr.execute("ALTER TABLE prepaid_entry ENABLE TRIGGER prepaid_entry_keep")

    def test_a_receipt_names_orders_only(self):
        receipt = self.env["prepaid.receipt"].with_user(self.users["fin_cashier"]).create({
            "partner_id": self.d1.id, "amount": 5, "res_model": "ir.config_parameter", "res_id": 1})
        self.assertFalse(receipt.document_name)

    def _freeze(self):
        freeze = self.env["prepaid.freeze"].with_user(self.users["fin_cashier"]).create({
            "account_id": self.account.id, "kind": "account", "reason": "dispute"})
        freeze.action_submit()
        freeze.with_user(self.users["fin_manager"]).action_approve()
        self.assertEqual(self.account.state, "frozen")

    def test_a_cancelled_close_leaves_a_freeze(self):
        self._freeze()
        run = self.env["prepaid.season.close"].with_user(self.users["fin_settlement"]).create({"season_id": self.account.season_id.id})
        run.action_start()
        run.action_start()
        run.action_cancel()
        self.assertEqual(self.account.state, "frozen")

    def test_a_leaver_who_stays_keeps_a_freeze(self):
        self._freeze()
        self.store_1a.dealer_state = "frozen"
        leaver = self.env["prepaid.leaver"].with_user(self.users["fin_settlement"]).create({"account_id": self.account.id, "reason": "leaves"})
        leaver.action_freeze()
        manager = leaver.with_user(self.users["fin_manager"])
        manager.action_cancel()
        self.env.flush_all()
        self.assertEqual((self.account.state, self.store_1a.dealer_state, self.partners["1B"].dealer_state), ("frozen", "frozen", "approved"))
        alone = self.env["prepaid.leaver"].with_user(self.users["fin_manager"]).create({"account_id": self.account.id, "reason": "leaves"})
        alone.action_freeze()
        with self.assertRaisesRegex(AccessError, "Another person"):
            alone.action_cancel()
