"""The prepaid pages of the settings dialog."""
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestPrepaidSettings(PrepaidCommon):
    def test_from_the_dialog_to_the_account(self):
        account = self._open_account(self.d1)
        self.assertFalse(account.is_low)
        with Form(self.env["dealer.settings"].with_user(self.users["fin_manager"])) as form:
            self.assertEqual((form.prepaid_min_first_topup, form.prepaid_low_alert), (5000, 1000))
            form.prepaid_low_alert = 6000
            form.prepaid_min_first_topup = 3000
            form.reason = "new year"
        form.record.action_apply()
        account.invalidate_recordset()
        self.assertTrue(account.is_low)
        self.assertEqual(self.company.prepaid_min_first_topup, 3000)
        log = self.env["dealer.settings.log"].search([("company_id", "=", self.company.id)], limit=2)
        self.assertEqual({(line.field_name, line.old_value, line.new_value) for line in log},
                         {("prepaid_low_alert", "1000.00", "6000.00"), ("prepaid_min_first_topup", "5000.00", "3000.00")})

    def test_every_setting_may_be_saved_as_it_is(self):
        names = self.env["dealer.settings"]._setting_names()
        self.assertGreater(len(names), 20)
        for role in ("fin_manager", "business_admin"):
            before = {name: self.company[name] for name in names}
            with Form(self.env["dealer.settings"].with_user(self.users[role])) as form:
                form.reason = "looking only"
            form.record.action_apply()
            self.assertEqual({name: self.company[name] for name in names}, before)
        self.assertFalse(self.env["dealer.settings.log"].search([("reason", "=", "looking only")]))

    def test_the_company_refuses(self):
        for vals in ({"prepaid_low_alert": -1}, {"prepaid_min_first_topup": -1}, {"prepaid_low_repeat_days": 0}, {"prepaid_slip_likeness": 1001}):
            with self.subTest(vals), self.assertRaises(ValidationError):
                self.env["dealer.settings"].with_user(self.users["fin_manager"]).create({"reason": "x", **vals}).action_apply()
