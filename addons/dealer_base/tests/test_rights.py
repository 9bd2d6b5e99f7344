"""Who keeps users gives people roles, but nothing to himself, no administrator, and never changes what a role is."""
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_base.models.ir_model_access import TECHNICAL

from .test_sod import DutyCase


@tagged("post_install", "-at_install")
class TestRights(DutyCase):
    def _refused(self, action, words="", error=AccessError):
        with self.assertRaisesRegex(error, words), self.env.cr.savepoint():
            action()
            self.env.flush_all()

    def test_nothing_for_oneself(self):
        role = self._group("fin_manager").with_user(self.admin)
        mine, group = self.admin.with_user(self.admin), role.id
        for action in (
            lambda: mine.write({"group_ids": [Command.link(group)]}),
            lambda: mine.write({"group_ids": [Command.set([group])]}),
            lambda: mine.write({"group_ids": [Command.clear()]}),
            lambda: role.write({"user_ids": [Command.link(self.admin.id)]}),
            lambda: role.write({"all_user_ids": [Command.link(self.admin.id)]}),
            lambda: self._group("wh_manager").with_user(self.admin).write({"user_ids": [Command.set(self.admin.ids)]}),
            lambda: self._group("business_admin").with_user(self.admin).write({"user_ids": [Command.unlink(self.admin.id)]}),
        ):
            self._refused(action, "Nobody gives rights to himself|not allowed to modify")
        mine.write({"role": "group_system"})
        self.assertFalse(self.admin.has_group("base.group_system"))

    def test_no_administrator_of_the_system(self):
        user, system = self._make("t_plain"), self.env.ref("base.group_system")
        for action in (
            lambda: user.with_user(self.admin).write({"group_ids": [Command.link(system.id)]}),
            lambda: system.with_user(self.admin).write({"user_ids": [Command.link(user.id)]}),
            lambda: self.it.with_user(self.admin).write({"group_ids": [Command.unlink(system.id)]}),
            lambda: self.env["res.users"].with_user(self.admin).create({"login": "t_new", "name": "N", "group_ids": [Command.link(system.id)]}),
            lambda: self.it.with_user(self.admin).copy({"login": "t_copy"}),
        ):
            self._refused(action, "administrator of the system")
        for vals in ({"password": "x" * 12}, {"login": "mine"}, {"email": "mine@example.com"}, {"active": False}):
            self._refused(lambda vals=vals: self.it.with_user(self.admin).write(vals), "administrator of the system")
        self._refused(lambda: self.it.with_user(self.admin).unlink(), "administrator of the system")
        user.with_user(self.admin).write({"email": "plain@example.com"})
        user.with_user(self.it).write({"group_ids": [Command.link(system.id)]})
        self.assertTrue(user.has_group("base.group_system"))

    def test_taking_a_login_of_finance_leaves_a_trace(self):
        cashier, plain = self._make("t_trace", "fin_cashier"), self._make("t_no_trace", "cs_presale")
        last = cashier.partner_id.message_ids[:1]
        for vals, shown in (({"password": "x" * 12}, "Password"), ({"login": "t_traced"}, "Login"), ({"email": "t@example.com"}, "Email")):
            cashier.with_user(self.admin).write(vals)
            message = cashier.partner_id.message_ids[:1]
            self.assertNotEqual(message, last)
            self.assertIn(shown, str(message.body))
            self.assertEqual((message.author_id, message.partner_ids & (cashier | self.manager).partner_id),
                             (self.admin.partner_id, (cashier | self.manager).partner_id))
            last = message
        cashier.with_user(self.admin).write({"login": "t_traced", "email": "t@example.com"})
        cashier.with_user(cashier).write({"email": "own@example.com"})
        self.assertEqual(cashier.partner_id.message_ids[:1], last, "nothing changed, or by himself")
        count = len(plain.partner_id.message_ids)
        plain.with_user(self.admin).write({"password": "x" * 12})
        self.assertEqual(len(plain.partner_id.message_ids), count)

    def test_extended_rights_are_not_given_by_hand(self):
        user = self._make("t_right", "cs_presale")
        for name in ("x_cs_ship", "x_wh_refund", "x_price_unlimited", "base.group_allow_export"):
            right = self._group(name)
            for action in (
                lambda right=right: user.with_user(self.admin).write({"group_ids": [Command.link(right.id)]}),
                lambda right=right: right.with_user(self.admin).write({"user_ids": [Command.link(user.id)]}),
            ):
                self._refused(action, "Dealer commerce > Settings > Duties > Extended rights")
            user.group_ids += right
            user.with_user(self.admin).write({"group_ids": [Command.unlink(right.id)]})
            self.assertNotIn(right, user.all_group_ids)

    def test_what_a_role_is(self):
        viewer, manager = self._group("dealer_viewer").with_user(self.admin), self._group("fin_manager").with_user(self.admin)
        employee = self.env.ref("base.group_user").with_user(self.admin)
        mine = self.env["res.groups"].with_user(self.admin).create({"name": "Choir"})
        rule = self.env["ir.rule"].search([("groups", "!=", False)], limit=1)
        for action in (
            lambda: viewer.write({"implied_ids": [Command.link(manager.id)]}),
            lambda: manager.write({"implied_by_ids": [Command.link(viewer.id)]}),
            lambda: employee.write({"implied_ids": [Command.link(manager.id)]}),
            lambda: mine.write({"implied_ids": [Command.link(manager.id)]}),
            lambda: mine.create({"name": "Other", "implied_ids": [Command.link(manager.id)]}),
            lambda: mine.create({"name": "Other", "implied_by_ids": [Command.link(employee.id)]}),
            lambda: viewer.write({"rule_groups": [Command.unlink(rule.id)]}),
            lambda: viewer.write({"model_access": [Command.create({"name": "x", "model_id": self.env["ir.model"]._get_id("res.users"), "perm_write": True})]}),
            lambda: viewer.write({"share": True}),
        ):
            self._refused(action, "Rights are defined by the program")
        self._refused(lambda: manager.write({"name": "Boss"}), "belongs to the program")
        self._refused(lambda: manager.write({"privilege_id": False}), "belongs to the program")
        self._refused(manager.copy)  # Odoo's own refusal: views are not his
        self._refused(manager.unlink, "belongs to the program")
        mine.write({"name": "Choir of the house", "user_ids": [Command.link(self.manager.id)]})
        mine.unlink()
        manager.with_user(self.it).write({"comment": "x"})

    def test_what_defines_rights(self):
        for name in sorted(TECHNICAL):
            model = self.env[name].with_user(self.admin)
            self.assertTrue(model.has_access("read"), name)
            record = model.search([], limit=1)
            for mode in ("create", "write", "unlink"):
                with self.subTest(model=name, mode=mode):
                    self.assertFalse(record.has_access(mode))
                    self._refused(lambda record=record, mode=mode: record.check_access(mode), "Rights are defined by the program")
                    if name not in ("ir.model.constraint", "ir.model.relation"):
                        self.assertTrue(record.with_user(self.it).has_access(mode))
        self._refused(lambda: self.env.ref("dealer_base.access_dealer_season_viewer").with_user(self.admin).write({"perm_write": True}))
        self._refused(lambda: self.env.ref("dealer_base.rule_res_partner_rep").with_user(self.admin).write({"active": False}))
        self._refused(lambda: self.env["ir.model.data"].with_user(self.admin).search(
            [("module", "=", "dealer_base"), ("name", "=", "group_fin_manager")]).write({"res_id": self.env.ref("base.group_user").id}))

    def test_menus_views_and_jobs_of_the_program(self):
        for name in ("menu_settings", "dealer_sod_rule_view_list", "cron_end_sod_exceptions", "dealer_sod_rule_action"):
            record = self.env.ref(f"dealer_base.{name}")
            for mode in ("write", "unlink"):
                with self.subTest(name=name, mode=mode):
                    self.assertFalse(record.with_user(self.admin).has_access(mode))

    def test_a_second_company_is_no_right(self):
        other = self.env["res.company"].create({"name": "T second"})
        self.admin.with_user(self.admin).write({"company_ids": [Command.link(other.id)]})
        self.assertIn(other, self.admin.company_ids)

    def test_roles_for_others(self):
        user = self._make("t_worker")
        user.with_user(self.admin).write({"group_ids": [Command.link(self._group("cs_presale").id)]})
        self._group("cs_aftersale").with_user(self.admin).write({"user_ids": [Command.link(user.id)]})
        made = self.env["res.users"].with_user(self.admin).create({
            "login": "t_made", "name": "Made", "group_ids": [Command.set((self._group("wh_operator") | self.env.ref("base.group_user")).ids)]})
        self.assertTrue(user.has_group("dealer_base.group_cs_aftersale") and made.has_group("dealer_base.group_wh_operator"))
        self.second_admin.with_user(self.admin).write({"group_ids": [Command.unlink(self._group("business_admin").id)]})
        with self.assertRaises(UserError):
            user.with_user(self.manager).write({"group_ids": [Command.clear()]})
