from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_base.tests.people import new_test_user

from .common import PromoCommon

TEN = {"name": "Tenth off", "rewards": [{"kind": "percent", "rate": 10}]}
THIRTY = {"name": "300 minus 30", "conditions": [{"kind": "min_amount", "amount": 300}], "rewards": [{"kind": "amount", "amount": 30}]}


@tagged("post_install", "-at_install")
class TestBacktest(PromoCommon):
    """Past orders under the rules of a draft."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.others = [cls.env["res.partner"].create({"name": f"Buyer {number}"}) for number in range(3)]

    def _past(self, *lines, day="2026-03-05 04:00:00", **values):
        order = self._order(*lines, **values)
        order.action_confirm()
        order.date_order = day
        return order

    def _test_of(self, campaign, **values):
        return self.env["promo.backtest"].with_user(self.ops).create({
            "campaign_id": campaign.id, "company_id": self.company.id, "date_from": "2026-03-01", "date_to": "2026-03-31", **values})

    def test_totals_and_lines(self):
        self.goods.sudo().with_company(self.company).standard_price = 95
        small, large = self._past((self.goods, 1)), self._past((self.goods, 4))
        self._past((self.goods, 4), day="2026-03-31 16:00:00")  # midnight of 1 April in China
        campaign = self._campaign(THIRTY, approve=False, payer_ids=[Command.create({"who": "hq", "rate": 60}), Command.create({"who": "dealer", "rate": 40})])
        test = self._test_of(campaign)
        test.action_start()

        self.assertEqual((test.state, test.total, test.changed, test.below), ("done", 2, 1, 1))
        self.assertEqual((test.turnover, test.discount_then, test.discount_now, test.campaign_cost), (500, 0, 30, 30))
        self.assertEqual(test.margin, -5, "5.00 at 100.00, and 20.00 less 30.00 at 400.00")
        self.assertEqual((test.line_ids.order_id, test.line_ids.diff, test.line_ids.is_below), (large, 30, True))
        self.assertIn("18.00", test.payers_text)
        self.assertEqual((small.promo_total, large.promo_total), (0, 0), "orders stay as they are")

    def test_beside_what_was_given_then(self):
        running = self._campaign(TEN)
        order = self._past((self.goods, 4))
        running.with_user(self.ops).action_pause("over")
        campaign = self._campaign(THIRTY, approve=False)
        beside, alone = self._test_of(campaign), self._test_of(campaign, mode="alone")
        beside.action_start()
        alone.action_start()

        self.assertEqual((order.promo_total, beside.discount_then, beside.discount_now), (40, 40, 70))
        self.assertEqual((alone.discount_now, alone.line_ids.diff), (30, -10))

        audience = self.env["promo.audience"].create({"name": "Since", "company_id": self.company.id, "partner_ids": [Command.set(self.buyer.ids)]})
        audience.action_find()
        asks = self._test_of(self._campaign({**THIRTY, "conditions": [{"kind": "customer", "fact": "activation", "words": "none"}]}, approve=False,
                                            audience_id=audience.id))
        asks.action_start()
        self.assertEqual(asks.discount_now, 70, "what no rule asked for in those days is taken from what is known now")

    def test_limits_run_out_and_stop_is_resumed(self):
        for number in range(5):
            self._past((self.goods, 4), partner=self.others[number % 2])
        campaign = self._campaign({**THIRTY, "limit_customer": 2, "limit_total": 3}, approve=False)
        test = self._test_of(campaign)
        test._begin()
        test.sudo().state = "running"
        test._step(size=2)
        self.assertEqual((test.done, test.campaign_cost, test.progress), (2, 60, 40))
        test.action_stop()
        campaign.rule_ids.reward_ids.with_user(self.ops).amount = 99
        self.env["promo.backtest"]._cron_work()
        self.assertEqual(test.done, 2, "it was stopped")

        test.action_start()

        self.assertEqual((test.state, test.done, test.campaign_cost), ("done", 5, 90), "the rules are those of the beginning, three orders in all")
        with self.assertRaises(UserError):
            test.with_user(self.ops).mode = "alone"

    def test_first_orders_are_those_of_then(self):
        first = self._past((self.goods, 4), day="2026-03-02 04:00:00")
        second = self._past((self.goods, 4), day="2026-03-03 04:00:00")
        campaign = self._campaign({**TEN, "conditions": [{"kind": "nth_order", "qty": 1}]}, approve=False)
        test = self._test_of(campaign)
        test.action_start()
        self.assertEqual(test.line_ids.order_id, first)
        self.assertNotIn(second, test.line_ids.order_id)

    def test_who_may(self):
        self._past((self.goods, 4))
        campaign = self._campaign(THIRTY, approve=False)
        test = self._test_of(campaign)
        finance = self._user("fin", "fin_settlement")
        with self.assertRaises(AccessError):
            test.with_user(finance).action_start()
        with self.assertRaises(AccessError):
            test.with_user(self.ops).write({"state": "done"})
        with self.assertRaises(ValidationError):
            self._test_of(campaign, date_to="2099-01-01")
        test.action_start()
        self.assertEqual(test.with_user(finance).line_ids.diff, 30)
        other = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        stranger = new_test_user(self.env, login="promo_stranger", groups="dealer_base.group_ops", company_id=other.id, company_ids=[Command.set(other.ids)])
        for model in ("promo.backtest", "promo.backtest.line"):
            self.assertFalse(self.env[model].with_user(stranger).with_context(allowed_company_ids=other.ids).search([]))
