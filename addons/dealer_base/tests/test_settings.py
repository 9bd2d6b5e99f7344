"""The settings dialog: who changes what the company decides, and that every change leaves a record."""
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestSettings(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        roles = ("fin_manager", "business_admin", "ops_manager", "fin_cashier", "cs_presale", "auditor")
        cls.users = {role: new_test_user(cls.env, f"t_set_{role}", groups=f"base.group_user,dealer_base.group_{role}") for role in roles}
        cls.company = cls.env.company
        cls.company.write({"season_close_month": "3", "season_close_day": 31})

    def _dialog(self, role="fin_manager", **vals):
        return self.env["dealer.settings"].with_user(self.users[role]).create({"reason": "agreed", **vals})

    def test_changes_are_written_and_kept(self):
        with Form(self.env["dealer.settings"].with_user(self.users["fin_manager"])) as form:
            self.assertEqual((form.season_close_month, form.season_close_day), ("3", 31))
            form.season_close_month = "6"
            form.season_close_day = 31
            form.reason = "new year"
        self.assertEqual(self.company.season_close_month, "3", "nothing changes before Apply")
        form.record.action_apply()
        self.assertEqual(self.company.season_close_month, "6")
        log = self.env["dealer.settings.log"].search([], limit=1)
        self.assertEqual((log.field_name, log.label, log.old_value, log.new_value, log.user_id, log.reason),
                         ("season_close_month", log.label, "March", "June", self.users["fin_manager"], "new year"))

    def test_a_change_says_why(self):
        for reason in (False, "  "):
            dialog = self._dialog(season_close_day=30, reason=reason)
            with self.assertRaisesRegex(UserError, "Say why it changes: "):
                dialog.action_apply()
        self.assertEqual(self.company.season_close_day, 31)
        self._dialog(season_close_day=31, reason=False).action_apply()  # nothing changes

    def test_settings_of_money_are_the_finance_managers(self):
        for role in ("business_admin", "ops_manager"):
            with self.subTest(role):
                with self.assertRaisesRegex(AccessError, "Only the finance manager changes: "), self.env.cr.savepoint():
                    self._dialog(role, season_close_month="6").action_apply()
                self._dialog(role, season_close_month="3").action_apply()  # unchanged
                with patch.object(self.env.registry["dealer.settings"], "_business_settings", lambda dialog: {"season_close_day"}):
                    self._dialog(role, season_close_day=30).action_apply()
                self.assertEqual(self.company.season_close_day, 30)
                self.company.season_close_day = 31

    def test_settings_are_not_written_past_the_dialog(self):
        for role in ("business_admin", "fin_manager"):
            company = self.company.with_user(self.users[role])
            with self.subTest(role), self.assertRaises(AccessError):
                company.write({"season_close_day": 5})
        companies = self.env["res.company"].with_user(self.users["business_admin"])
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            companies.create({"name": "T own rules", "season_close_day": 5})
        self.assertEqual(companies.create({"name": "T defaults", "season_close_day": 31}).season_close_day, 31)
        other = self.env["res.company"].create({"name": "T not mine"})
        with self.assertRaises(AccessError):
            other.with_user(self.users["business_admin"]).write({"season_close_day": 5})
        self.company.with_user(self.users["business_admin"]).write({"season_close_day": self.company.season_close_day, "phone": "028-1"})

    def test_nothing_changed_leaves_no_record(self):
        before = self.env["dealer.settings.log"].search_count([])
        self._dialog(season_close_day=31).action_apply()
        self.assertEqual(self.env["dealer.settings.log"].search_count([]), before)

    def test_the_company_refuses(self):
        with self.assertRaises(ValidationError):
            self._dialog(season_close_day=32).action_apply()

    def test_only_settings_and_own_companies(self):
        dialog = self._dialog()
        dialog.write({"changes": {"name": "hacked"}})
        dialog.action_apply()
        self.assertNotEqual(self.company.name, "hacked")
        dialog.sudo().changes = {"name": "hacked"}
        dialog.action_apply()
        self.assertNotEqual(self.company.name, "hacked")
        other = self.env["res.company"].create({"name": "T other"})
        with self.assertRaises(AccessError):
            self._dialog(company_id=other.id, season_close_day=1).action_apply()

    def test_access(self):
        for role in ("fin_cashier", "cs_presale", "auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._dialog(role, season_close_day=1)
        dialog = self._dialog(season_close_day=1)
        for role in ("fin_cashier", "business_admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                dialog.with_user(self.users[role]).action_apply()
        dialog.action_apply()
        log = self.env["dealer.settings.log"].search([], limit=1)
        self.assertTrue(log.with_user(self.users["auditor"]).read(["old_value"]))
        for change in (lambda: log.sudo().write({"old_value": "x"}), lambda: log.unlink(),
                       lambda: log.with_user(self.users["fin_manager"]).create({"company_id": self.company.id, "field_name": "x", "user_id": 1})):
            with self.assertRaises(AccessError):
                change()
