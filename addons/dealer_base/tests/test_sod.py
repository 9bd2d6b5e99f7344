"""Proof 5 of the roles: duties that must be apart stay apart, however a role is given; old conflicts are listed and stop nothing."""
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, TransactionCase, tagged

from ..sql.duty_texts import GUARDS, OLDER, guards_of_today
from .duty_common import except_from
from .people import new_test_user

HARD = {"S1", "S2", "S3", "S4", "S5", "S6", "S7", "S10", "S18", "S21", "S24", "S26", "S28"}
WARNING = {"S2x", "S3x", "S4x", "S11", "S17", "S25"}
# What proves each rule on documents: the second step refused to who took the first, by way of a draft rewritten, a line, a copy, a sheet or a dialog.
# Rules without a row are enforced by roles alone: tests below.
PROOFS = {
    "S1": ("dealer_prepaid/tests/test_second_person.py", "test_topup_changed_by_the_confirmer test_receipt_changed_by_the_confirmer"),
    "S3": ("online_offline_order/tests/test_order_rights.py", "test_who_sold_does_not_ship test_who_changed_the_order_does_not_ship"),
    "S4": ("online_offline_order/tests/test_order_rights.py", "test_who_shipped_does_not_refund"),
    "S5": ("online_offline_order/tests/test_return_access.py", "test_who_wrote_the_draft_decides_nothing test_nobody_takes_two_steps"),
    "S6": ("online_offline_order/tests/test_return_access.py", "test_who_wrote_the_draft_decides_nothing test_nobody_takes_two_steps"),
    "S7": ("dealer_base/tests/test_price_version.py", "test_four_eyes"),
    "S8": ("online_offline_order/tests/test_special_price.py", "test_nobody_for_himself"),
    "S9": ("logistics_fee/tests/test_bill_money.py", "test_who_entered_the_tariff_does_not_approve"),
    "S12": ("promo_engine/tests/test_lottery.py", "test_four_eyes test_who_sets_up_prizes_neither_draws_nor_wins"),
    "S13": ("customer_activation/tests/test_nomination_access.py", "test_who_changed_it_does_not_approve_it"),
    "S14": ("dealer_prepaid/tests/test_close_rules.py", "test_who_entered_a_part_of_the_bank_data_does_not_approve_them"),
    "S15": ("dealer_prepaid/tests/test_season_close.py", "test_three_people"),
    "S16": ("dealer_prepaid/tests/test_second_person.py", "test_adjustment_changed_by_the_approver"),
    "S19": ("dealer_base/tests/test_cost_change.py", "test_two_people test_who_wrote_does_not_decide"),
    "S20": ("online_offline_order/tests/test_free_stock.py", "test_only_a_manager_applies_a_count"),
    "S22": ("dealer_performance/tests/test_performance.py", "test_who_entered_data_neither_calculates_nor_agrees"),
    "S23": ("dealer_performance/tests/test_performance.py", "test_schemes"),
    "S24": ("dealer_base/tests/test_rights.py", "test_nothing_for_oneself"),
    "S26": ("customer_activation/tests/test_nomination_access.py", "test_who_changed_it_does_not_approve_it"),
    "S27": ("online_offline_order/tests/test_stock_transfer.py", "test_who_changed_it_has_entered_it test_ways_around"),
}


class DutyCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._make("t_duty_admin", "business_admin")
        cls.second_admin = cls._make("t_duty_admin_2", "business_admin")
        cls.manager = cls._make("t_duty_manager", "fin_manager")
        cls.it = new_test_user(cls.env, "t_duty_it", groups="base.group_user,base.group_system")

    @classmethod
    def _make(cls, login, *roles):
        return new_test_user(cls.env, login, groups=",".join(["base.group_user", *(f"dealer_base.group_{role}" for role in roles)]))

    @classmethod
    def _group(cls, role):
        return cls.env.ref(role if "." in role else f"dealer_base.group_{role}")

    def _rule(self, code):
        return self.env["dealer.sod.rule"].search([("code", "=", code)])

    def _listed(self, user):
        return set(self.env["dealer.sod.conflict"].search([("user_id", "=", user.id)]).rule_id.mapped("code"))


@tagged("post_install", "-at_install")
class TestSod(DutyCase):
    def test_every_rule_is_there(self):
        rules = self.env["dealer.sod.rule"].search([])
        codes = set(rules.mapped("code"))
        self.assertEqual(codes, {f"S{number}" for number in range(1, 29)} | {"S2x", "S3x", "S4x"})
        self.assertEqual(set(rules.filtered(lambda rule: rule.severity == "hard").mapped("code")), HARD)
        self.assertEqual(set(rules.filtered(lambda rule: rule.severity == "warning").mapped("code")), WARNING)
        for rule in rules:
            self.assertTrue(rule.group_a_ids and rule.group_b_ids and rule.risk, rule.code)
            self.assertTrue(rule.guard or rule.severity != "document", rule.code)

    def test_guards_of_earlier_releases(self):
        """A text that was not changed follows the program, in no language the old one stays; another one is left alone."""
        old, own = self._rule("S12"), self._rule("S22")
        today = old.guard
        self.assertEqual({code: self._rule(code).guard for code in GUARDS}, {code: after for code, (_before, after) in GUARDS.items()})
        self.env["res.lang"]._activate_lang("zh_CN")
        old.guard = GUARDS["S12"][0]
        count = self._rule("S20")
        count.guard = OLDER["S20"]
        old.with_context(lang="zh_CN").guard = "旧"
        own.guard = "our own words"
        self.env.flush_all()
        guards_of_today(self.env.cr)
        guards_of_today(self.env.cr)
        self.env.invalidate_all()
        self.assertEqual((old.guard, own.guard, count.guard), (today, "our own words", GUARDS["S20"][1]))
        self.assertEqual(old.with_context(lang="zh_CN").guard, today)

    def test_each_hard_pair_is_refused_at_creation(self):
        for rule in self.env["dealer.sod.rule"].search([("severity", "=", "hard")]):
            for one in rule.group_a_ids:
                for two in rule.group_b_ids:
                    with self.subTest(rule=rule.code, one=one.name, two=two.name), self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
                        self.env["res.users"].create({
                            "login": "t_pair", "name": "Pair", "group_ids": [Command.set((one | two | self.env.ref("base.group_user")).ids)]})
                    if rule.code != "S28":  # Odoo's own sentence
                        self.assertIn("at the same time", str(caught.exception))

    def test_each_hard_pair_is_refused_by_role_and_chain(self):
        """The same rules when the role is given from its own form, and when it comes to be implied by a role that somebody has."""
        for rule in self.env["dealer.sod.rule"].search([("severity", "=", "hard"), ("code", "!=", "S28")]):
            one, two = rule.group_a_ids[0], rule.group_b_ids[0]
            middle = self.env["res.groups"].create({"name": f"Middle {rule.code}"})
            user = self.env["res.users"].create({
                "login": f"t_two_{rule.code}", "name": rule.code, "group_ids": [Command.set((one | middle | self.env.ref("base.group_user")).ids)]})
            for way in (lambda user=user, two=two: two.write({"user_ids": [Command.link(user.id)]}),
                        lambda middle=middle, two=two: middle.write({"implied_ids": [Command.link(two.id)]})):
                with self.subTest(rule.code), self.assertRaisesRegex(ValidationError, rule.code), self.env.cr.savepoint():
                    way()
                    self.env.flush_all()
            self.assertFalse(self._listed(user))

    def test_every_rule_has_its_proof(self):
        """Rules on documents name the tests that prove them, with a text that says what guards; the others are refused or listed by role."""
        rules = {rule.code: rule for rule in self.env["dealer.sod.rule"].search([])}
        self.assertEqual({code for code, rule in rules.items() if rule.severity == "document"} - PROOFS.keys(), set())
        here = Path(__file__).parents[2]
        for code, (place, names) in PROOFS.items():
            with self.subTest(code):
                self.assertTrue(rules[code].guard)
                if (here / place).exists():  # the add-on may not be installed beside this one
                    text = (here / place).read_text(encoding="utf-8")
                    self.assertEqual([name for name in names.split() if f"def {name}(" not in text], [])

    def test_each_warning_pair_is_listed(self):
        for rule in self.env["dealer.sod.rule"].search([("severity", "=", "warning")]):
            with self.subTest(rule.code):
                user = self.env["res.users"].create({
                    "login": f"t_warn_{rule.code}", "name": rule.code,
                    "group_ids": [Command.set((rule.group_a_ids[0] | rule.group_b_ids[0] | self.env.ref("base.group_user")).ids)]})
                self.assertIn(rule.code, self._listed(user))
                self.assertTrue(any(rule.code in str(body) for body in user.partner_id.message_ids.mapped("body")))

    def test_the_sentence_names_everything(self):
        user = self._make("t_said", "fin_cashier")
        with self.assertRaisesRegex(ValidationError, r"t_said.*Cashier.*Receipt confirmer.*S1.*money is shown.*exception"):
            user.group_ids += self._group("fin_confirmer")

    def test_manager_roles_count_with_what_they_imply(self):
        for first, second, code in (("fin_manager", "cs_manager", "S2"), ("wh_manager", "fin_manager", "S4"), ("purchase_manager", "fin_manager", "S18")):
            with self.subTest(code), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self._make("t_implied", first, second)

    def test_user_form(self):
        user = self._make("t_form", "fin_cashier")
        with self.assertRaises(ValidationError), Form(user.with_user(self.admin), view="base.view_users_form") as form:
            form.group_ids.add(self._group("fin_confirmer"))
        with Form(user.with_user(self.admin), view="base.view_users_form") as form:
            form.group_ids.remove(self._group("fin_cashier").id)
            form.group_ids.add(self._group("fin_confirmer"))
        self.assertTrue(user.has_group("dealer_base.group_fin_confirmer"))

    def test_group_form(self):
        user = self._make("t_group", "fin_cashier")
        group = self._group("fin_confirmer").with_user(self.admin)
        for vals in ({"user_ids": [Command.link(user.id)]}, {"all_user_ids": [Command.link(user.id)]}):
            with self.subTest(vals=vals), self.assertRaises(ValidationError), self.env.cr.savepoint():
                group.write(vals)
                self.env.flush_all()
        plain = self._make("t_group_2", "cs_presale")
        self._group("cs_aftersale").with_user(self.admin).write({"user_ids": [Command.link(plain.id)]})
        self.assertTrue(plain.has_group("dealer_base.group_cs_aftersale"))

    def test_implied_groups(self):
        user = self._make("t_chain", "fin_cashier")
        middle = self.env["res.groups"].create({"name": "Middle"})
        outer = self.env["res.groups"].create({"name": "Outer", "implied_ids": [Command.link(middle.id)]})
        user.group_ids += outer
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            middle.implied_ids += self._group("fin_confirmer")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._group("fin_confirmer").implied_by_ids += middle
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._group("fin_cashier").implied_ids += self._group("fin_confirmer")

    def test_default_of_new_users(self):
        default = self.env.ref("base.default_user_group")
        default.implied_ids += self._group("fin_cashier") | self._group("fin_confirmer")
        with self.assertRaises(ValidationError):
            self.env["res.users"].with_user(self.admin).create({"login": "t_default", "name": "Default"})

    def test_a_copy_has_no_exception(self):
        user = self._make("t_original", "fin_cashier")
        except_from(user, "S1")
        user.group_ids += self._group("fin_confirmer")
        with self.assertRaises(ValidationError):
            user.with_user(self.admin).copy({"login": "t_copied"})

    def test_new_roles_of_portal_users_are_free(self):
        user = new_test_user(self.env, "t_portal", groups="dealer_base.group_portal_clerk")
        user.with_user(self.admin).write({"group_ids": [Command.link(self._group("portal_dealer").id)]})
        self.assertFalse(self._listed(user))

    def test_old_conflict_stops_nothing_but_new_ones(self):
        user = self._make("t_old", "fin_cashier")
        with patch.object(self.env.registry, "ready", False):  # as during an upgrade
            user.group_ids += self._group("fin_confirmer") | self._group("cs_presale")
        self.assertEqual(self._listed(user), {"S1", "S2"})
        conflict = self.env["dealer.sod.conflict"].search([("user_id", "=", user.id)], limit=1)
        self.assertEqual(conflict.group_ids, self._group("fin_cashier") | self._group("fin_confirmer"))
        user.with_user(self.admin).write({"name": "Old"})
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            user.group_ids += self._group("wh_operator")
        user.with_user(self.admin).write({"group_ids": [Command.unlink(self._group("cs_presale").id)]})
        self.assertEqual(self._listed(user), {"S1"})
        user.active = False
        self.assertFalse(self._listed(user))

    def test_technical_administration_is_listed_never_stopped(self):
        account = self.env.ref("base.user_admin")
        account.group_ids += self._group("fin_cashier") | self._group("fin_confirmer")
        self.assertIn("S1", self._listed(account))
        with self.assertRaises(ValidationError):
            self.it.group_ids += self._group("fin_cashier") | self._group("fin_confirmer")

    def test_the_finance_manager_decides_how_hard_a_rule_is(self):
        rule = self._rule("S1").with_user(self.manager)
        rule.severity = "warning"
        log = self.env["dealer.settings.log"].search([], limit=1)
        self.assertEqual((log.user_id, log.old_value, log.new_value), (self.manager, "Refused", "Warning"))
        self.assertIn("S1", log.label)
        user = self._make("t_soft", "fin_cashier", "fin_confirmer")
        self.assertIn("S1", self._listed(user))
        rule.active = False
        self.assertNotIn("S1", self._listed(user))
        for vals in ({"code": "S99"}, {"group_a_ids": [Command.clear()]}, {"name": "x"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                rule.write(vals)
        for action in (lambda: rule.copy({"code": "S99"}), lambda: rule.unlink()):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                action()
        for other in (self.admin, self._make("t_ops", "ops_manager"), self._make("t_audit", "auditor")):
            self.assertTrue(self._rule("S2").with_user(other).read(["name"]))
            with self.assertRaises(AccessError):
                self._rule("S2").with_user(other).severity = "warning"
        with self.assertRaises(AccessError):
            self._rule("S2").with_user(self._make("t_rep", "sales_rep")).read(["name"])


@tagged("post_install", "-at_install")
class TestSodException(DutyCase):
    def _asked(self, user, code="S1", days=30, author=None):
        return self.env["dealer.sod.exception"].with_user(author or self.admin).create({
            "user_id": user.id, "rule_id": self._rule(code).id, "reason": "holiday", "date_to": self.env.company._dealer_today() + timedelta(days=days)})

    def test_two_persons_and_then_the_roles(self):
        user = self._make("t_both", "fin_cashier")
        asked = self._asked(user)
        with self.assertRaises(UserError):
            asked.with_user(self.manager).action_approve()
        asked.action_submit()
        with self.assertRaises(AccessError):
            asked.action_approve()
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            user.group_ids += self._group("fin_confirmer")
        asked.with_user(self.manager).action_approve()
        self.assertEqual((asked.state, asked.requested_by, asked.approved_by), ("approved", self.admin, self.manager))
        user.with_user(self.admin).write({"group_ids": [Command.link(self._group("fin_confirmer").id)]})
        conflict = self.env["dealer.sod.conflict"].with_user(self.manager).search([("user_id", "=", user.id)])
        self.assertEqual((conflict.rule_id.code, conflict.exception_id), ("S1", asked.with_user(self.manager)))
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            user.group_ids += self._group("cs_presale")  # another rule

    def test_never_for_oneself(self):
        with self.assertRaises(AccessError):
            self._asked(self.admin, "S24").action_submit()
        asked = self._asked(self.manager, "S10")
        asked.action_submit()
        with self.assertRaises(AccessError):
            asked.with_user(self.manager).action_approve()

    def test_the_buttons_alone(self):
        user = self._make("t_hand", "fin_cashier")
        asked = self._asked(user)
        for vals in ({"state": "approved"}, {"approved_by": self.manager.id}, {"requested_by": self.manager.id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                asked.write(vals)
        asked.action_submit()
        with self.assertRaises(UserError):
            asked.write({"date_to": "2099-01-01"})
        with self.assertRaises(UserError):
            asked.unlink()
        with self.assertRaises(AccessError):
            self._asked(user, author=self.manager)

    def test_a_year_at_most(self):
        user = self._make("t_long", "fin_cashier")
        for days in (-1, 367):
            with self.subTest(days), self.assertRaises(UserError):
                self._asked(user, days=days).action_submit()

    def test_refused_and_ended(self):
        user = self._make("t_end", "fin_cashier")
        asked = self._asked(user)
        asked.action_submit()
        with self.assertRaises(UserError):
            asked.with_user(self.manager).action_refuse(" ")
        asked.with_user(self.manager).action_refuse("no")
        self.assertEqual(asked.state, "refused")
        asked = self._asked(user)
        asked.action_submit()
        asked.with_user(self.manager).action_approve()
        dialog = asked.action_ask_reason()
        wizard = self.env["dealer.reason"].with_user(self.admin).browse(dialog["res_id"])
        wizard.reason = "over"
        wizard.action_apply()
        self.assertEqual(asked.state, "ended")
        with self.assertRaises(ValidationError):
            user.group_ids += self._group("fin_confirmer")

    def test_the_job_ends_what_is_over(self):
        user = self._make("t_job", "fin_cashier")
        running, over = self._asked(user), self._asked(user, "S2")
        (running | over).action_submit()
        (running | over).with_user(self.manager).action_approve()
        over.sudo().date_to = self.env.company._dealer_today() - timedelta(days=1)
        self.env["dealer.sod.exception"]._cron_end()
        self.assertEqual((running.state, over.state), ("approved", "ended"))
        self.assertEqual(over.message_ids[0].partner_ids, (self.admin | self.manager).partner_id)
