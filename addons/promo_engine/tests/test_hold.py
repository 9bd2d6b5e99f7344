from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_base.tests.people import new_test_user

from .common import PromoCommon

TEN = {"name": "Tenth off", "rewards": [{"kind": "percent", "rate": 10}]}


@tagged("post_install", "-at_install")
class TestHold(PromoCommon):
    """What the buyer was shown holds."""

    def _sent(self, **values):
        order = self._order((self.goods, 1), **values)
        order.write({"state": "sent"})
        return order

    def _paid(self, order):
        """A payment of the whole order that is done."""
        provider = self.env["payment.provider"].sudo().search([("code", "=", "none")], limit=1) or self.env["payment.provider"].sudo().create(
            {"name": "Test", "code": "none", "company_id": self.company.id})
        method = self.env["payment.method"].sudo().search([], limit=1)
        return self.env["payment.transaction"].sudo().create({
            "provider_id": provider.id, "payment_method_id": method.id, "amount": order.amount_total, "currency_id": order.currency_id.id,
            "partner_id": order.partner_id.id, "reference": f"test-{order.id}", "sale_order_ids": [(6, 0, order.ids)]})

    def _minutes_pass(self):
        reservations = self.env["promo.reservation"].sudo().search([("company_id", "=", self.company.id)])
        reservations.expires_at = fields.Datetime.now() - timedelta(minutes=1)
        reservations.flush_recordset()
        self.env["promo.limit"]._cron_release_expired()

    def test_sent_quotation_keeps_its_price(self):
        campaign = self._campaign(TEN)
        order = self._sent(validity_date=self.company._dealer_today())
        campaign.with_user(self.ops).action_pause("over")

        order.action_confirm()

        self.assertEqual((order.state, order.amount_total), ("sale", 90))
        given = order.promo_application_ids
        self.assertEqual(given._replay().result_hash, given.result_hash)

    def test_version_that_was_replaced(self):
        campaign = self._campaign(TEN)
        order = self._sent(validity_date=self.company._dealer_today())
        campaign.with_user(self.ops).action_revise()
        campaign.rule_ids.reward_ids.with_user(self.ops).rate = 30
        self._approve(campaign)

        order.action_confirm()

        self.assertEqual(order.amount_total, 90)
        self.assertEqual(order.promo_application_ids.version_ids.number, 1)
        self.assertEqual(order.promo_application_ids.share_ids.version_id.number, 1)
        self.assertEqual(self._order((self.goods, 1)).amount_total, 70)

    def test_after_its_last_day(self):
        campaign = self._campaign(TEN)
        order = self._sent(validity_date=self.company._dealer_today() - timedelta(days=1))
        campaign.with_user(self.ops).action_pause("over")
        with self.assertRaises(UserError):
            order.action_confirm()
        order.validity_date = self.company._dealer_today()
        order.action_confirm()
        self.assertEqual(order.amount_total, 90)

    def test_quota_is_held_for_minutes(self):
        campaign = self._campaign({**TEN, "limit_total": 1})
        order = self._sent(validity_date=self.company._dealer_today())
        counter = campaign.rule_ids.limit_ids
        self.assertEqual((counter.reserved, counter.confirmed), (1, 0))
        late = self._order((self.goods, 1))
        self.assertEqual(late.promo_total, 0)
        reservation = self.env["promo.reservation"].search([("limit_id", "=", counter.id)])
        self.assertAlmostEqual((reservation.expires_at - fields.Datetime.now()).total_seconds(), 15 * 60, delta=60)

        self._minutes_pass()
        late.action_update_promotions()
        late.action_confirm()
        self.assertEqual(late.promo_total, 10)
        with self.assertRaises(UserError):
            order.action_confirm()

    def test_another_salesperson(self):
        """One order each: what was held for the first salesperson is his again when another one takes the order over."""
        campaign = self._campaign({**TEN, "limit_salesman": 1})
        users = [self._user(f"sales_{name}", "sales_rep") for name in "ab"]
        order = self._sent(validity_date=self.company._dealer_today(), user_id=users[0].id)
        order.user_id = users[1]
        order.action_confirm()
        counters = campaign.rule_ids.limit_ids.filtered("holder")
        self.assertEqual({limit.holder: (limit.reserved, limit.confirmed) for limit in counters},
                         {f"u{users[0].id}": (0, 0), f"u{users[1].id}": (0, 1)})
        mine = self._order((self.goods, 1), user_id=users[0].id)
        mine.action_confirm()
        self.assertEqual(mine.promo_total, 10)

    def test_what_is_held_for_somebody_else(self):
        """An order moved to a customer who had his: what it holds for the former one is not his, so it is not shown to him either."""
        self._campaign({**TEN, "limit_customer": 1})
        other = self.env["res.partner"].create({"name": "Had it"})
        self._order((self.goods, 1), partner=other).action_confirm()
        order = self._sent(validity_date=self.company._dealer_today())
        order.partner_id = other
        self.assertEqual(order.promo_total, 0)
        order.action_confirm()
        self.assertEqual((order.state, order.amount_total), ("sale", 100))

    def test_two_first_orders(self):
        """R1-252: two quotations of one buyer, each of them his first order when it was sent: the packet is held for one of them."""
        self._campaign({**TEN, "conditions": [{"kind": "nth_order", "qty": 1}]})
        first, second = (self._sent(validity_date=self.company._dealer_today()) for _time in range(2))
        self.assertEqual((first.promo_total, second.promo_total), (10, 0))
        self.assertIn("as often as allowed", second.promo_html)
        first._action_cancel()
        second.action_update_promotions()
        second.action_confirm()
        self.assertEqual(second.promo_total, 10)
        other = self.env["res.partner"].create({"name": "Another"})
        self.assertEqual(self._order((self.goods, 1), partner=other).promo_total, 10)

    def test_without_a_salesperson(self):
        """Who takes his name off an order has entered it all the same."""
        self._campaign({**TEN, "limit_salesman": 1})
        sales = new_test_user(self.env, login="promo_nameless", groups="sales_team.group_sale_salesman_all_leads", company_id=self.company.id,
                              company_ids=[(6, 0, self.company.ids)])
        orders = self.env["sale.order"].with_user(sales).create([{
            "partner_id": self.env["res.partner"].create({"name": "Somebody"}).id, "company_id": self.company.id, "user_id": user,
            "order_line": [Command.create({"product_id": self.goods.id, "price_unit": 100, "tax_ids": [Command.clear()]})]} for user in (sales.id, False)])
        for order in orders:
            order.action_update_promotions()
            order.action_confirm()
        self.assertEqual(orders.mapped("promo_total"), [10, 0])

    def test_priced_without_it(self):
        """The quotation changed and a limited rule fell out of it: its place is free when the order is confirmed."""
        many = {"name": "Many", "limit_total": 1, "rewards": [{"kind": "amount", "amount": 50}], "conditions": [{"kind": "min_amount", "amount": 150}]}
        campaign = self._campaign(many, TEN)
        order = self._order((self.goods, 2), validity_date=self.company._dealer_today())
        order.write({"state": "sent"})
        counter = campaign.rule_ids.limit_ids
        self.assertEqual((counter.reserved, counter.confirmed), (1, 0))
        order.order_line.product_uom_qty = 1
        order.action_confirm()
        self.assertEqual((order.promo_total, counter.reserved, counter.confirmed), (10, 0, 0))

    def test_sent_and_changed(self):
        self._campaign(TEN)
        order = self._sent(validity_date=self.company._dealer_today())
        order.order_line.product_uom_qty = 3
        order.action_confirm()
        self.assertEqual(order.amount_total, 270)

    def test_prices_are_not_entered(self):
        self._campaign(TEN)
        order = self._sent(validity_date=self.company._dealer_today())
        sales = new_test_user(self.env, login="promo_sales", groups="sales_team.group_sale_manager", company_id=self.company.id,
                              company_ids=[(6, 0, self.company.ids)])
        mine = order.with_user(sales)
        for record, values in ((mine, {"promo_basis": {"left": {}}}), (mine, {"promo_parts": {"L1": {}}}), (mine, {"promo_held_until": "2099-01-01"}),
                               (mine.order_line, {"promo_discount": 99}), (mine.order_line, {"promo_pieces": {"qty": 1}}),
                               (mine, {"promo_parts": False}), (mine, {"promo_held_until": False}), (mine.order_line, {"is_promo_gift": False}),
                               (mine.order_line, {"promo_discount": 0})):
            with self.subTest(values), self.assertRaises(AccessError):
                record.write(values)
        with self.assertRaises(AccessError):
            mine.create({"partner_id": self.buyer.id, "promo_result": {"lines": []}})

    def test_paid_after_the_campaign(self):
        campaign = self._campaign(TEN)
        order = self._order((self.goods, 1))
        payment = self._paid(order)
        campaign.with_user(self.ops).action_pause("over")
        payment.state = "done"

        confirmed = payment._check_amount_and_confirm_order()

        self.assertEqual((confirmed, order.state, order.amount_total), (order, "sale", 90))

    def test_paid_and_gone(self):
        self._campaign({**TEN, "limit_total": 1})
        order = self._order((self.goods, 1))
        payment = self._paid(order)
        self._minutes_pass()
        other = self._order((self.goods, 1))
        other.action_confirm()
        payment.state = "done"
        with patch.object(type(order), "_send_payment_succeeded_for_order_mail", lambda orders: None):
            confirmed = payment._check_amount_and_confirm_order()

        self.assertFalse(confirmed)
        self.assertEqual(order.state, "draft")
        self.assertTrue(order.activity_ids)
        self.assertEqual(other.promo_total, 10)
