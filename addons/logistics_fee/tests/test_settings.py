"""The logistics page of the settings dialog."""
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestLogisticsSettings(LogisticsCase):
    def test_range_from_the_dialog(self):
        rule = self._fee_rule(rate_bp=1_100)
        self.assertTrue(rule.is_out_of_range)
        with Form(self.env["dealer.settings"].with_user(self.manager)) as form:
            form.admin_fee_max_bp = 1_200
            form.unsure_address = "province"
            form.reason = "agreed"
        form.record.action_apply()
        self.env.invalidate_all()
        self.assertFalse(rule.is_out_of_range)
        log = self.env["dealer.settings.log"].search([("company_id", "=", self.company.id)], limit=2)
        self.assertEqual({(line.field_name, line.old_value, line.new_value) for line in log},
                         {("admin_fee_max_bp", "1000", "1200"), ("unsure_address", "Ask a person first", "Use the price of the province")})

    def test_the_company_refuses_and_others_may_not(self):
        with self.assertRaises(ValidationError):
            self.env["dealer.settings"].with_user(self.manager).create({"admin_fee_min_bp": 2_000, "reason": "x"}).action_apply()
        with self.assertRaises(AccessError):
            self.env["dealer.settings"].with_user(self.accountant).create({"admin_fee_min_bp": 100})

    def test_company_form_is_short(self):
        arch = self.env["res.company"].get_views([(False, "form")])["views"]["form"]["arch"]
        for name in ("admin_fee_min_bp", "unsure_address"):
            self.assertNotIn(name, arch)
