"""Deposits of presales, from the receipt to the order, and where the balance is not paid."""
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .test_pay import PayCommon


@tagged("post_install", "-at_install")
class TestPresale(PayCommon):
    """R3-036, R3-051: deposit 50.00 counts for 80.00; the first two get it back; the balance is paid in its time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashier, cls.rep = cls._user("cash", "fin_cashier"), cls._user("rep", "sales_rep")
        cls.now = fields.Datetime.now()

    def _presale(self, policy="keep", **values):
        reward = {"kind": "deposit", "amount": 50, "worth": 80, "first": 2, "balance_start": self.now - timedelta(hours=1),
                  "balance_end": self.now + timedelta(days=3), "unpaid_policy": policy}
        return self._campaign({"name": "Presale", "level": "payment", "rewards": [reward], **values}).rule_ids

    def _deposit(self, rule, partner=None, pay=True):
        deposit = self.env["promo.presale"].with_user(self.rep).create({
            "rule_id": rule.id, "partner_id": (partner or self.buyer).id, "product_id": self.goods.id, "qty": 1})
        if pay:
            deposit.with_user(self.cashier).write({"journal_id": self.journal.id, "payment_ref": "T1"})
            deposit.with_user(self.cashier).action_receive()
        return deposit

    def test_ordered_with_the_deposit(self):  # R3-036
        rule = self._presale()
        first, second, third = (self._deposit(rule) for _time in range(3))
        self.assertEqual([first.number, second.number, third.number], [1, 2, 3])
        order = self.env["sale.order"].browse(third.action_order()["res_id"])
        self.assertEqual((order.amount_total, order.promo_paid, order.promo_to_pay), (70, 50, 20))
        order.action_confirm()
        self.assertEqual((third.state, order.promo_promise_ids.kind), ("done", False))
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertEqual((invoice.amount_total, invoice.amount_residual, self._on(self.company.promo_deposit_account_id)), (70, 20, -100))

        order = self.env["sale.order"].browse(second.action_order()["res_id"])
        order.action_confirm()
        self.assertEqual((order.promo_promise_ids.kind, order.promo_promise_ids.value), ("deposit_back", 50))
        order._action_cancel()
        self.assertEqual((second.state, second.order_id.id, order.promo_promise_ids.state), ("paid", False, "void"))

    def test_not_paid_in_time(self):  # R3-036
        for policy, state in (("keep", "kept"), ("back", "refund")):
            deposit = self._deposit(self._presale(policy))
            order = self.env["sale.order"].browse(deposit.action_order()["res_id"])
            deposit.sudo().balance_end = self.now - timedelta(minutes=1)
            self.env["promo.presale"]._cron_unpaid()
            self.assertEqual((deposit.state, order.amount_total, order.promo_paid), (state, 100, 0))
            with self.assertRaises(UserError):
                deposit.with_user(self.rep).action_order()
        self.assertEqual((self._on(self.company.promo_deposit_account_id), self._on(self.company.promo_deposit_income_id)), (-50, -50))
        cashier = deposit.with_user(self.cashier)
        with self.assertRaises(UserError):
            cashier.action_give_back()
        cashier.back_ref = "T2"
        cashier.action_give_back()
        with self.assertRaises(UserError):
            cashier.back_ref = "T3"
        self.assertEqual((deposit.state, self._on(self.company.promo_deposit_account_id), self._on(self.bank)), ("refunded", 0, 50))

    def test_campaign_that_ends_before_the_balance(self):
        campaign = self._presale().campaign_id.with_user(self.ops)
        campaign.action_revise()
        campaign.date_end = self.now + timedelta(days=2)
        with self.assertRaisesRegex(UserError, "the balance is paid while the campaign runs"):
            campaign.action_submit()
        campaign.date_end = self.now + timedelta(days=3)
        campaign.action_submit()
        self.assertEqual(campaign.state, "submitted")

    def test_time_of_deposits_and_of_the_balance(self):  # R3-036
        rule = self._presale()
        deposit = self._deposit(rule)
        rule.sudo().date_end = self.now - timedelta(days=1)
        with self.assertRaises(UserError):
            self._deposit(rule)
        deposit.sudo().balance_start = self.now + timedelta(hours=1)
        with self.assertRaises(UserError):
            deposit.with_user(self.rep).action_order()
        with self.assertRaises(ValidationError):
            self._campaign({"name": "P", "level": "payment", "rewards": [{"kind": "deposit", "amount": 50}]}, approve=False)

    def test_paid_in_time_ordered_after_the_rule_has_ended(self):
        """The time of the deposit decides, not the time of the order."""
        rule = self._presale(date_end=self.now + timedelta(hours=1))
        deposit = self._deposit(rule)
        with patch.object(fields.Datetime, "now", return_value=self.now + timedelta(hours=2)):
            order = self.env["sale.order"].browse(deposit.action_order()["res_id"])
            self.assertEqual((order.amount_total, order.promo_paid), (70, 50))

    def test_the_deposit_decides_who_takes_part_the_order_what_it_costs(self):
        """Who was new in the audience when he paid takes part, though he ordered and left it since; who comes into it later does not pay a deposit
        before. The price is that of the order's time."""
        audience = self.env["promo.audience"].create({"name": "In", "company_id": self.company.id, "partner_ids": [Command.set(self.buyer.ids)]})
        audience.action_find()
        campaign = self._presale(conditions=[{"kind": "nth_order", "qty": 1}, {"kind": "dates", "date_from": self.now.date() - timedelta(days=1),
                                                                                "date_to": self.now.date() + timedelta(days=1)}]).campaign_id
        campaign.with_user(self.ops).action_revise()
        campaign.with_user(self.ops).audience_id = audience
        self._approve(campaign)
        rule = campaign.rule_ids
        with self.assertRaisesRegex(UserError, "Presale is not for Other"), self.env.cr.savepoint():
            self._deposit(rule, self.env["res.partner"].create({"name": "Other"}))
        deposit = self._deposit(rule)
        self._order((self.other, 1)).action_confirm()
        audience.sudo().write({"member_ids": [Command.clear()]})
        self._campaign({"name": "Cheaper since", "level": "order", "rewards": [{"kind": "percent", "rate": 10}]})
        with patch.object(fields.Datetime, "now", return_value=self.now + timedelta(days=2, hours=20)):
            order = self.env["sale.order"].browse(deposit.action_order()["res_id"])
            self.assertEqual((order.promo_paid, order.amount_total), (50, 60), "90.00 at the time of the order, the deposit counts for 30.00 more")
            with self.assertRaisesRegex(UserError, "is not for Buyer now"), self.env.cr.savepoint():
                self._deposit(rule)
            order.action_confirm()
        self.assertEqual(deposit.state, "done")

    def test_goods_of_the_presale_alone(self):
        """A deposit for other goods would never count."""
        rule = self._presale(product_ids=[Command.set(self.goods.ids)])
        self._deposit(rule)
        with self.assertRaisesRegex(UserError, "Cup"):
            self.env["promo.presale"].with_user(self.rep).create({"rule_id": rule.id, "partner_id": self.buyer.id, "product_id": self.other.id})
        with self.assertRaisesRegex(UserError, "Cup"):
            self._deposit(rule, pay=False).product_id = self.other

    def test_terms_are_approved(self):
        rule = self._presale()
        rule.campaign_id.with_user(self.ops).action_revise()
        rule.reward_ids.with_user(self.ops).amount = 1
        with self.assertRaisesRegex(UserError, "Test campaign"):
            self._deposit(rule, pay=False)

    def test_receipt_stays(self):
        """Where the money came in is no more changed by whoever serves the customer: it goes back from there."""
        deposit = self._deposit(self._presale())
        for name, value in (("journal_id", False), ("payment_ref", "T9"), ("qty", 2)):
            with self.assertRaises(UserError):
                deposit.write({name: value})

    def test_one_that_cannot_lapse_stops_no_other(self):
        late, last = self._deposit(self._presale()), self._deposit(self._presale("back"))
        (late | last).sudo().balance_end = self.now - timedelta(minutes=1)
        self.company.promo_deposit_income_id = False
        for _time in range(2):
            self.env["promo.presale"]._cron_unpaid()
            self.assertEqual((late.state, last.state), ("paid", "refund"))
        self.assertIn("Presale deposits kept", late.activity_ids.note)
        self.assertEqual(len(late.activity_ids), 1)

    def test_places(self):  # R3-051
        """One place: the deposit takes it, its order needs no second one, nobody else gets it."""
        rule = self._presale(limit_total=1)
        deposit = self._deposit(rule)
        with self.assertRaises(UserError):
            self._deposit(rule)
        order = self.env["sale.order"].browse(deposit.action_order()["res_id"])
        order.write({"state": "sent"})
        order.action_confirm()
        limit = self.env["promo.limit"].search([("rule_id", "=", rule.id), ("kind", "=", "total")])
        self.assertEqual((deposit.state, limit.reserved, limit.confirmed), ("done", 0, 1))
        order._action_cancel()
        self.env.invalidate_all()
        self.assertEqual((deposit.state, limit.confirmed), ("paid", 1))

    def test_one_place_for_one_person(self):
        """Who pays a second deposit under another name hears of it now, not when the balance is due."""
        rule = self._presale(limit_customer=1)
        twins = self.env["res.partner"].create([{"name": name, "phone": "138 0013 8000"} for name in ("Li", "Li Lei")])
        deposit = self._deposit(rule, twins[0])
        with self.assertRaisesRegex(UserError, "no place left"):
            self._deposit(rule, twins[1])
        order = self.env["sale.order"].browse(deposit.action_order()["res_id"])
        order.action_confirm()
        self.assertEqual((deposit.state, order.promo_paid), ("done", 50))

    def test_quotas_of_regions(self):
        """A deposit uses the quota of its own region, and a full region refuses nobody of another one."""
        first, second = self.env["dealer.division"].search([("level", "=", "province")], limit=2)
        here, there = self.env["res.partner"].create([{"name": region.name, "division_id": region.id} for region in (first, second)])
        rule = self._presale(quota_ids=[Command.create({"place": "region", "division_id": region.id}) for region in (first, second)])
        self._deposit(rule, here)
        self.env.invalidate_all()
        self.assertEqual(rule.quota_ids.mapped("left"), [0, 1])
        with self.assertRaisesRegex(UserError, "no place left"), self.env.cr.savepoint():
            self._deposit(rule, here)
        self._deposit(rule, there)
        self._deposit(rule)
        self.env.invalidate_all()
        self.assertEqual(rule.quota_ids.mapped("left"), [0, 0])

    def test_run_again(self):
        campaign = self._presale().campaign_id
        clone = self.env["promo.campaign"].browse(campaign.action_clone()["res_id"])
        moved = clone.date_start - campaign.date_start
        self.assertEqual(clone.rule_ids.reward_ids.balance_end - campaign.rule_ids.reward_ids.balance_end, moved)

    def test_rights(self):
        rule = self._presale()
        deposit = self._deposit(rule, pay=False)
        with self.assertRaises(AccessError):
            deposit.with_user(self.rep).action_receive()
        with self.assertRaises(AccessError):
            deposit.with_user(self.rep).write({"state": "paid"})
        with self.assertRaises(AccessError):
            deposit.with_user(self.cashier).action_order()
        with self.assertRaises(AccessError):
            self.env["promo.presale"].with_user(self.cashier).create({"rule_id": rule.id, "partner_id": self.buyer.id, "product_id": self.goods.id})
        with self.assertRaises(UserError):
            deposit.with_user(self.cashier).action_receive()
        deposit.with_user(self.rep).action_cancel()
        other = self._user("foreign", "sales_rep")
        company = self.env["res.company"].create({"name": "Else"})
        other.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        self.assertFalse(self.env["promo.presale"].with_user(other).with_context(allowed_company_ids=company.ids).search([("id", "=", deposit.id)]))
