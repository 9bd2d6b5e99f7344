from odoo.exceptions import AccessError
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
