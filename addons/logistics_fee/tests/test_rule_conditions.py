"""Who a rule speaks of stays so: an archived or deleted dealer, grade or reason never turns a restricted rule into one for all."""
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import DAY, LogisticsCase


@tagged("post_install", "-at_install")
class TestRuleConditions(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.top = cls.env["res.partner"].create({"name": "SC", "is_company": True, "dealer_level": "sales_company"})
        cls.other = cls.env["res.partner"].create({"name": "Other", "is_company": True, "dealer_level": "sales_company"})
        cls.gold = cls.env["logistics.dealer.grade"].create({"name": "Gold of the test"})
        cls.reason = cls.env["logistics.fee.reason"].create({"name": "Torn", "code": "torn"})

    def _rate(self, **values):
        answer = self.env["logistics.fee.rule"]._fees(
            self.company, values.pop("event", "order"), DAY, [{"ex_factory_fen": 10_000, "qty": 1}], **values)
        return answer["fees"][0]["rate_bp"] if answer["ok"] else answer["code"]

    def _live(self, **values):
        rule = self._fee_rule(**values)
        rule.with_user(self.manager).action_activate()
        return rule

    def _forget(self):
        self.env.flush_all()
        self.env.invalidate_all()

    def test_archived_conditions_of_a_fee_rule(self):
        self._live()
        dealer = self._live(name="Dealer", rate_bp=500, partner_ids=self.top.ids, priority=2)
        grade = self._live(name="Gold", rate_bp=600, grade_ids=self.gold.ids, priority=1)
        for record in (self.top, self.gold):
            record.active = False
        self._forget()
        self.assertEqual(self._rate(partner=self.other), 800)
        self.assertEqual((dealer._core_rule().dealers, grade._core_rule().dealer_levels), (tuple(self.top.ids), tuple(self.gold.ids)))
        self.assertIn("SC", dealer.condition_text)
        self.other.fee_grade_id = self.gold
        self.assertEqual((self._rate(partner=self.other), self._rate(partner=self.top)), (600, 500), "who has it still pays by it")

    def test_a_dealer_that_is_none_any_more(self):
        self._live()
        rule = self._live(name="Dealer", rate_bp=500, partner_ids=self.top.ids, priority=2)
        self.top.dealer_level = False
        self._forget()
        self.assertEqual(self._rate(partner=self.other), 800)
        self.assertEqual(rule.partner_ids, self.top)

    def test_archived_reason(self):
        self._live(name="Torn", event="return", code="handling", kind="fixed", rate_bp=0, amount=5, reason_ids=self.reason.ids)
        shares = [Command.create({"who": "hq", "kind": "rest"})]
        rule = self.env["logistics.bearer.rule"].with_user(self.accountant).create({
            "name": "HQ", "event": "return", "date_from": "2026-01-01", "share_ids": shares, "reason_ids": self.reason.ids})
        rule.with_user(self.manager).action_activate()
        self.reason.active = False
        self._forget()
        self.assertEqual(self._rate(event="return", reason="quality"), "no_rule")
        bear = self.env["logistics.bearing"]._bear
        self.assertEqual(bear(self.company, "return", DAY, 860, reason="quality")["parts"]["hq"], 0)
        self.assertEqual(bear(self.company, "return", DAY, 860, reason="torn")["parts"]["hq"], 860)

    def test_archived_dealer_of_free_shipping_and_bearers(self):
        free = self.env["logistics.free.rule"].with_user(self.accountant).create({
            "name": "Spring", "date_from": "2026-01-01", "from_amount": 1, "partner_ids": self.top.ids})
        shares = self.env["logistics.bearer.rule"].with_user(self.accountant).create({
            "name": "HQ", "date_from": "2026-01-01", "share_ids": [Command.create({"who": "hq", "kind": "rest"})], "partner_ids": self.top.ids})
        free.with_user(self.manager).action_activate()
        shares.with_user(self.manager).action_activate()
        self.top.active = False
        self._forget()
        found = self.env["logistics.bearing"]._bear(self.company, "order", DAY, 860, partner=self.other, goods_fen=9_900)
        self.assertEqual((found["parts"]["hq"], found["free"]), (0, False))

    def test_archived_dealer_of_a_carrier_policy(self):
        policies = self.env["logistics.carrier.policy"].with_user(self.accountant)
        policy = policies.create({
            "name": "SC only", "method": "preferred", "partner_ids": self.top.ids, "line_ids": [Command.create({"carrier_id": self.carriers["SF"].id})]})
        self.top.active = False
        self._forget()
        self.assertNotIn(policy.id, policies._for(self.company, self.other).ids)
        self.assertEqual(policies._for(self.company, self.top).id, policy.id)

    def test_what_a_rule_names_is_not_deleted(self):
        category = self.env["product.category"].create({"name": "Coats of the test"})
        for priority, values in enumerate((
                {"partner_ids": self.top.ids}, {"grade_ids": self.gold.ids}, {"categ_ids": category.ids},
                {"reason_ids": self.reason.ids, "event": "return", "code": "handling", "kind": "fixed", "amount": 5})):
            rule = self._live(name="Named", priority=priority, **values)
            name = next(iter(values))
            with self.subTest(name), self.assertRaisesRegex(UserError, "Named"):
                rule[name].with_env(self.env).unlink()
            self.assertTrue(rule[name].exists())

    def test_the_code_of_a_reason_in_use_stays(self):
        self.reason.code = "ripped"
        draft = self._fee_rule(name="Ripped", event="return", code="handling", kind="fixed", rate_bp=0, amount=5, reason_ids=self.reason.ids)
        self.reason.code = "torn"
        draft.with_user(self.manager).action_activate()
        with self.assertRaisesRegex(UserError, "Ripped"):
            self.reason.code = "ripped"
        self.reason.write({"code": "torn", "name": "Torn open"})
