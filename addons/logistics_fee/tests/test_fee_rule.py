"""Fee rules on records: amounts of the story, range guard, four eyes, no rule, constant queries."""
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DAY, LogisticsCase


@tagged("post_install", "-at_install")
class TestFeeRule(LogisticsCase):
    def setUp(self):
        super().setUp()
        self.rules = self.env["logistics.fee.rule"]
        self.admin = self._fee_rule()
        self.lines = [{"ex_factory_fen": 30_000, "qty": 2, "categ_id": self.env["product.category"].search([], limit=1).id}]

    def _fees(self, event="order", **values):
        return self.rules._fees(self.company, event, values.pop("on_date", DAY), values.pop("lines", self.lines), **values)

    def test_no_rule_is_a_refusal(self):
        for event in ("order", "return"):
            with self.subTest(event):
                answer = self._fees(event)
                self.assertEqual((answer["ok"], answer["code"]), (False, "no_rule"))
                self.assertTrue(answer["message"])

    def test_story_amounts(self):
        self.admin.with_user(self.accountant).action_activate()
        handling = self._fee_rule(
            name="Handling", code="handling", event="return", kind="per_item", rate_bp=0, amount=10.0)
        handling.with_user(self.accountant).action_activate()

        order, back = self._fees(), self._fees("return", lines=[{"ex_factory_fen": 30_000, "qty": 1}])
        self.assertEqual([(fee["code"], fee["fen"], fee["rate_bp"]) for fee in order["fees"]], [("admin", 4_800, 800)])
        self.assertEqual(order["fees"][0]["rule_id"], self.admin.id)
        self.assertEqual([(fee["code"], fee["fen"]) for fee in back["fees"]], [("handling", 1_000)])

    def test_a_rule_of_an_earlier_request_is_read_once(self):
        """What it is limited to is kept with the state it was read in; a new last day, or a rule of this very request, is read anew."""
        category = self.env["product.category"].create({"name": "Kept"})
        self.admin.categ_ids = category
        self.admin.with_user(self.accountant).action_activate()
        lines = [{**self.lines[0], "categ_id": category.id}]
        self.assertTrue(self._fees(lines=lines)["ok"])

        self._put_back(self.admin)
        first = self._fees(lines=lines)
        with patch.object(type(self.rules), "_core_rule", side_effect=AssertionError("read again")):
            self.assertEqual(self._fees(lines=lines), first)
        self.assertFalse(self._fees(lines=[{**lines[0], "categ_id": category.create({"name": "Other"}).id}])["ok"])
        self.admin._write_life({"state": "closed", "closed_on": "2026-03-01"})
        self._put_back(self.admin)
        self.assertFalse(self._fees(lines=lines)["ok"], "closed since")

    def _put_back(self, rule):
        """Let a rule be one that an earlier request wrote."""
        rule.flush_recordset()
        self.env.cr.execute("UPDATE logistics_fee_rule SET write_date = write_date - interval '1 hour' WHERE id = %s", [rule.id])
        rule.invalidate_recordset()

    def test_dates(self):
        self.admin.date_to = "2026-03-02"
        self.admin.with_user(self.accountant).action_activate()
        self.assertTrue(self._fees()["ok"])
        self.assertFalse(self._fees(on_date=DAY.replace(day=3))["ok"])

    def test_outside_the_range_needs_a_second_person(self):
        """R0-033: 5 to 10 percent, beyond it the manager decides."""
        for rate in (499, 1_001):
            with self.subTest(rate=rate):
                rule = self._fee_rule(rate_bp=rate, priority=rate)
                self.assertTrue(rule.is_out_of_range)
                with self.assertRaises(UserError):
                    rule.with_user(self.accountant).action_activate()
                own = self._fee_rule(rate_bp=rate, priority=rate).with_user(self.manager)
                own.name = "Changed by the manager"
                with self.assertRaises(UserError):
                    own.action_activate()
                rule.with_user(self.manager).action_activate()
                self.assertEqual(rule.state, "active")
        for rate in (500, 1_000):
            self.assertFalse(self._fee_rule(rate_bp=rate).is_out_of_range)

    def test_another_code_does_not_avoid_the_range(self):
        rule = self._fee_rule(code="service", rate_bp=3_000)
        with self.assertRaises(UserError):
            rule.with_user(self.accountant).action_activate()

    def test_what_waives_the_admin_fee_needs_a_second_person(self):
        """A rate in the range is not all: nobody's fee, a fee of a fen and a fee of the freight are given by one person otherwise."""
        for priority, values in enumerate((
                {"bearer": "hq"}, {"bearer": "consumer"}, {"max_amount": 0.01}, {"order_max_amount": 0.01}, {"min_amount": 500}, {"order_min_amount": 500},
                {"base": "freight"}, {"base": "retail"},
                {"code": "handling", "event": "return", "kind": "per_item", "rate_bp": 0, "amount": 10, "bearer": "hq"})):
            with self.subTest(values):
                rule = self._fee_rule(name="Special", priority=priority, **values)
                with self.assertRaisesRegex(UserError, "the finance manager activates it, not logi_accountant"):
                    rule.with_user(self.accountant).action_activate()
                own = self._fee_rule(name="Own", priority=priority + 100, **values).with_user(self.manager)
                own.name = "Changed by the manager"
                with self.assertRaises(UserError):
                    own.action_activate()
                rule.with_user(self.manager).action_activate()
                self.assertEqual(rule.state, "active")
        handling = self._fee_rule(code="handling", event="return", kind="per_item", rate_bp=0, amount=10, max_amount=50, priority=200)
        handling.with_user(self.accountant).action_activate()

    def test_every_author_is_remembered(self):
        rule = self._fee_rule(rate_bp=1_200)
        rule.with_user(self.manager).rate_bp = 1_300
        rule.with_user(self.accountant).name = "Special"
        self.assertEqual(rule.author_ids, self.accountant | self.manager)
        with self.assertRaises(UserError):
            rule.with_user(self.manager).action_activate()

    def test_active_rule_is_frozen(self):
        self.admin.with_user(self.accountant).action_activate()
        with self.assertRaises(UserError):
            self.admin.with_user(self.accountant).rate_bp = 900
        with self.assertRaises(UserError):
            self.admin.with_user(self.accountant).unlink()
        with self.assertRaises(AccessError):
            self._fee_rule().with_user(self.accountant).write({"state": "active"})
        with self.assertRaises(AccessError):
            self.admin.with_user(self.accountant).action_close()
        self.admin.with_user(self.manager).action_close()
        self.assertFalse(self._fees(on_date=self.company._dealer_today())["ok"])
        self.assertTrue(self._fees()["ok"], "the fee of a past day stays")

    def test_conditions(self):
        dealer = self.env["res.partner"].create({"name": "SC", "is_company": True, "dealer_level": "sales_company"})
        category = self.env["product.category"].create({"name": "Coats"})
        child = self.env["product.category"].create({"name": "Long coats", "parent_id": category.id})
        for values in ({}, {"partner_ids": dealer.ids, "rate_bp": 600}, {"categ_ids": category.ids, "rate_bp": 500, "priority": 5}):
            self._fee_rule(**values).with_user(self.accountant).action_activate()
        coats = [{"ex_factory_fen": 10_000, "qty": 1, "categ_id": child.id}]
        self.assertEqual(self._fees()["fees"][0]["rate_bp"], 800)
        self.assertEqual(self._fees(partner=dealer)["fees"][0]["rate_bp"], 600)
        self.assertEqual(self._fees(lines=coats, partner=dealer)["fees"][0]["rate_bp"], 500)

    def test_query_count_is_constant(self):
        self.admin.with_user(self.accountant).action_activate()
        categories = self.env["product.category"].create([{"name": f"C{n}"} for n in range(50)])
        counts = []
        for size in (1, 200):
            lines = [{"ex_factory_fen": 100, "qty": 1, "categ_id": categories[n % 50].id} for n in range(size)]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(self._fees(lines=lines)["ok"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
