"""N14: before a rule, a limit, a credit line or a threshold is saved it says what it would have done."""
import datetime

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestImpact(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.last_month = cls.company._dealer_utc(cls.company._dealer_last_month()[0]) + datetime.timedelta(days=3, hours=4)

    def _month_ago(self, records, *names):
        """Move moments of records into last month, as if they had happened then."""
        self.env.flush_all()
        for name in names:
            self.env.cr.execute(f'UPDATE {records._table} SET {name} = %s WHERE id = ANY(%s)', [self.last_month, records.ids])
        records.invalidate_recordset()

    def test_bonus_rule(self):
        small, large = self._topup(self.d1, 6000), self._topup(self.partners["D2"], 10000)
        self._month_ago(small | large, "confirmed_at")
        rule = self.env["prepaid.bonus.rule"].with_user(self.users["fin_settlement"]).create({"name": "R", "min_amount": 10000, "rate": 3})
        self.assertIn("the 2 top-ups earned 0.00 CNY, with this rule 300.00 CNY", rule.impact_text)
        self.assertIn(f"{large.name} Test Dealer Two +300.00", rule.impact_text)
        self.assertNotIn(small.name, rule.impact_text)
        edited = rule.new({"rate": 5}, origin=rule)
        self.assertIn("with this rule 500.00 CNY", edited.impact_text, "said while it is typed, before it is saved")
        rule.action_submit()
        rule.with_user(self.users["fin_manager"]).action_activate()
        self.assertFalse(rule.impact_text)

    def test_limits_of_a_store(self):
        account = self._open_account(self.d1)
        for key, fen, order in (("impact,1", 60_000, self.d1), ("impact,2", 30_000, self.store_1a)):
            self.assertTrue(account._hold(key, fen, "res.partner", order.id, key, store=self.store_1a).ok)
        holds = self.env["prepaid.hold"].sudo().search([("account_id", "=", account.id)])
        self._month_ago(holds, "created_at")
        limit = self.env["prepaid.sub.limit"].with_user(self.users["fin_manager"]).new(
            {"account_id": account.id, "partner_id": self.store_1a.id, "per_order": 500, "per_day": 900, "per_season": 800})
        self.assertIn("2 orders of the store", limit.impact_text)
        self.assertIn("Above the limit of an order: impact,1 600.00.", limit.impact_text)
        self.assertIn("Days above the limit: none.", limit.impact_text, "exactly 900.00 fits")
        self.assertIn("over the limit already by 100.00 CNY", limit.impact_text)

    def test_limits_count_all_holds_of_the_store(self):
        """What the gate adds up is added up before: the holds of one order, those of today, those of the season."""
        account = self._open_account(self.d1)

        def hold(key, fen, order):
            self.assertTrue(account._hold(key, fen, "res.partner", order.id, order.name, store=self.store_1a).ok)
        hold("sum,1", 40_000, self.d1)
        hold("sum,2", 30_000, self.d1)
        hold("sum,3", 50_000, self.store_1a)
        account._release("sum,3", "part", 10_000)
        limit = self.env["prepaid.sub.limit"].with_user(self.users["fin_manager"]).new(
            {"account_id": account.id, "partner_id": self.store_1a.id, "per_order": 600, "per_day": 1100, "per_season": 1099.99})
        for text in (
                "0 orders of the store", "Above the limit of an order: none.", f"Open orders above it: {self.d1.name} 700.00. They keep their money",
                "0.00 CNY are left today.", "The season is over the limit already by 0.01 CNY"):
            self.assertIn(text, limit.impact_text)
        limit.update({"per_order": 700, "per_day": 1099.99, "per_season": 1100})
        limit.invalidate_recordset(["impact_text"])
        self.assertNotIn("Open orders above it", limit.impact_text)
        self.assertIn("Today is over the limit already by 0.01 CNY", limit.impact_text)
        self.assertIn("0.00 CNY are left in this season.", limit.impact_text)
        self.env["prepaid.sub.limit"].create({"account_id": account.id, "partner_id": self.store_1a.id, "per_day": 1099.99})
        self.assertEqual(account._hold("sum,4", 1, "res.partner", self.partners["1B"].id, "4", store=self.store_1a).code, "store_day_limit")

    def test_credit_line(self):
        account = self._open_account(self.d1)
        line = self.env["prepaid.credit.line"].with_user(self.users["fin_settlement"]).create({
            "account_id": account.id, "amount": 1000, "date_to": self.company._dealer_today() + datetime.timedelta(days=30), "reason": "season"})
        self.assertIn("Spendable today: 5,000.00 CNY, with this line 6,000.00 CNY.", line.impact_text)

    def test_settings(self):
        account = self._open_account(self.d1, 5000)
        self._open_account(self.partners["D2"], 8000)
        opened = self.env["prepaid.account"].search([("partner_id", "in", (self.d1 + self.partners["D2"]).ids)])
        later = self.last_month + datetime.timedelta(hours=1)
        self.env.flush_all()
        self.env.cr.execute("UPDATE prepaid_account SET opened_at = %s WHERE id = ANY(%s)", [later, opened.ids])
        self.env.cr.execute("SET LOCAL session_replication_role = replica")
        self.env.cr.execute("UPDATE prepaid_entry SET recorded_at = %s WHERE account_id = ANY(%s)", [self.last_month, opened.ids])
        self.env.cr.execute("SET LOCAL session_replication_role = DEFAULT")
        self.env.invalidate_all()
        dialog = self.env["dealer.settings"].with_user(self.users["fin_manager"]).create({})
        self.assertFalse(dialog.impact_text, "nothing is changed yet")
        edited = dialog.new({"prepaid_min_first_topup": 6000, "prepaid_low_alert": 5500, "prepaid_dormant_days": 1}, origin=dialog)
        for text in (
                "Opening amount 6,000.00: of 2 accounts opened", "would not have opened: Test Dealer One.",
                "1 accounts are below it today (Test Dealer One)", "Idle money:"):
            self.assertIn(text, edited.impact_text)
        edited.update({"prepaid_min_first_topup": 1e12, "prepaid_low_alert": -1, "prepaid_hold_days": -5, "prepaid_dormant_days": 0})
        edited.invalidate_recordset(["impact_text"])
        self.assertEqual([line.partition(": ")[2] for line in edited.impact_text.split("\n")], [
            f"{value} is not possible, enter a number from {span}." for value, span in (
                ("1,000,000,000,000", "0 to 100,000,000,000"), ("-1", "0 to 100,000,000,000"), ("-5", "0 to 3,650"), ("0", "1 to 3,650"))])
        self.assertEqual(self.company.prepaid_min_first_topup, 5000, "nothing was saved")
        for name, value in (
                ("prepaid_min_first_topup", 1e12), ("prepaid_min_first_topup", -1), ("prepaid_low_alert", 1e12), ("prepaid_low_alert", -1),
                ("prepaid_hold_days", 3_651), ("prepaid_hold_days", -1), ("prepaid_dormant_days", 3_651), ("prepaid_dormant_days", 0)):
            with self.subTest(name, value=value), self.assertRaisesRegex(ValidationError, "is not possible"):
                self.company[name] = value
        self.assertEqual(account.state, "open")
