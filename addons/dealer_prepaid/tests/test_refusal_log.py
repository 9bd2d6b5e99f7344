"""S14: a refused step with money leaves a record that survives the rollback; daily refusals leave none."""
from unittest.mock import patch

from odoo import api
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from ..models.dealer_refusal_log import PER_MINUTE, DealerRefusalLog
from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestRefusalLog(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)

    def setUp(self):
        super().setUp()
        self.written = []
        self.startPatcher(patch.object(DealerRefusalLog, "_write_aside", lambda log, vals: self.written.append(vals)))

    def _freeze(self, user):
        return self.env["prepaid.freeze"].with_user(user).create({"account_id": self.account.id, "amount": 10, "reason": "x"})

    def test_role_and_second_person(self):
        manager, service = self.users["fin_manager"], self.users["cs_presale"]
        freeze = self._freeze(manager)
        freeze.action_submit()
        for user in (service, manager):
            with self.assertRaises(AccessError):
                freeze.with_user(user).action_approve()
        self.assertEqual([(vals["user_id"], vals["document"], vals["step"]) for vals in self.written], [
            (service.id, freeze.name, "action_approve"), (manager.id, freeze.name, "action_approve")])
        self.assertIn("Another person must approve", self.written[1]["message"])
        self.assertIn("Finance manager", self.written[1]["roles"])
        self.assertEqual({(vals["res_model"], vals["res_id"], vals["company_id"]) for vals in self.written}, {
            ("prepaid.freeze", freeze.id, self.company.id)})

    def test_a_topup_of_ones_own(self):
        topup = self._submitted_topup(self.d1, 100)
        with self.assertRaises(AccessError):
            topup.action_confirm()
        self.assertEqual([vals["step"] for vals in self.written], ["action_confirm"])

    def test_daily_refusals_leave_no_record(self):
        with self.assertRaises(UserError):  # no such money
            self.env["prepaid.withdrawal"].with_user(self.users["fin_cashier"]).create(
                {"account_id": self.account.id, "amount": 999_999, "reason": "x"}).action_submit()
        self.account.with_user(self.users["auditor"]).action_open_entries()
        self.assertFalse(self.written)

    def test_seldom(self):
        """The same refusal counts once a minute, and nobody fills the list."""
        log = self.env["dealer.refusal.log"].sudo()
        vals = {"company_id": self.company.id, "user_id": self.users["auditor"].id, "res_model": "prepaid.freeze", "step": "action_pay", "message": "no"}
        for _turn in range(3):
            log._write_seldom({**vals, "res_id": 1})
        mine = [("user_id", "=", vals["user_id"])]
        self.assertEqual(log.search_count(mine), 1)
        for number in range(2, PER_MINUTE + 20):
            log._write_seldom({**vals, "res_id": number})
        self.assertEqual(log.search_count(mine), PER_MINUTE)

    def test_who_sees_it_and_nobody_changes_it(self):
        log = self.env["dealer.refusal.log"]
        line = log.sudo().create({
            "company_id": self.company.id, "user_id": self.users["cs_presale"].id, "res_model": "prepaid.freeze", "res_id": 1, "step": "action_approve",
            "document": "F1", "message": "no"})
        action = self.env.ref("dealer_prepaid.dealer_refusal_log_action")
        for role in ("auditor", "fin_manager"):
            own = self.env[action.res_model].with_user(self.users[role])
            self.assertIn(line, own.search([]))
            self.assertEqual(line.with_user(self.users[role]).kind, self.env["ir.model"]._get("prepaid.freeze").name)
            with self.assertRaises(AccessError):
                own.create({"message": "x"})
        for records in (line.with_user(self.users["fin_manager"]), line.sudo()):
            with self.assertRaises(AccessError):
                records.write({"message": "nothing happened"})
            with self.assertRaises(AccessError):
                records.unlink()
        with self.assertRaises(AccessError):
            log.with_user(self.users["fin_cashier"]).search([])

    def test_a_failure_to_write_hides_no_refusal(self):
        def broken(log, vals):
            raise RuntimeError("no space")
        freeze = self._freeze(self.users["fin_manager"])
        freeze.action_submit()
        with patch.object(DealerRefusalLog, "_write_aside", broken), self.assertLogs("odoo.addons.dealer_prepaid.models.dealer_refusal_log", "WARNING"), \
                self.assertRaises(AccessError):
            freeze.action_approve()


@tagged("post_install", "-at_install")
class TestRefusalSurvives(TransactionCase):
    """With real cursors: the caller's transaction is rolled back, the record stays."""

    def _count(self, user):
        with self.registry.cursor() as cr:
            return api.Environment(cr, 1, {})["dealer.refusal.log"].search_count([("user_id", "=", user.id), ("step", "=", "action_approve")])

    def _clean(self, user):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM dealer_refusal_log WHERE user_id = %s AND step = 'action_approve'", [user.id])

    def test_the_record_survives_the_rollback(self):
        stranger = self.env.ref("base.public_user")
        self._clean(stranger)
        self.addCleanup(self._clean, stranger)
        for _turn in range(2):
            with self.assertRaises(AccessError), self.registry.cursor() as cr:
                api.Environment(cr, stranger.id, {})["prepaid.freeze"].action_approve()
            self.assertEqual(self._count(stranger), 1)
