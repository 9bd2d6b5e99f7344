from odoo.fields import Command
from odoo.tests import Form, tagged

from ..adapters.cart_rows import cart_row, read_cart
from .common import PromoCommon

TENTH = {"name": "Tenth off", "rewards": [{"kind": "percent", "rate": 10}]}


@tagged("post_install", "-at_install")
class TestConditionPaid(PromoCommon):
    """Rules may ask how an order is paid and through which channel it came; both are read from the order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at_once, cls.month = cls.env["account.payment.term"].create([{"name": "At once"}, {"name": "In 30 days"}])
        cls.web, cls.shop = cls.env["crm.team"].create([{"name": "Web", "company_id": False}, {"name": "Shop", "company_id": False}])

    def test_payment_term(self):
        self._campaign({**TENTH, "conditions": [{"kind": "payment_method", "payment_term_ids": [Command.set(self.at_once.ids)]}]})
        order = self._order((self.goods, 1), payment_term_id=self.month.id)
        self.assertEqual(order.promo_total, 0)
        self.assertIn("holds for another way of payment", order.promo_html)

        with Form(order) as form:
            form.payment_term_id = self.at_once
            self.assertEqual(form.promo_total, 10, "as it is entered")
        self.assertEqual(order.amount_total, 90)
        order.action_confirm()
        self.assertEqual(order.promo_application_ids._replay().result_hash, order.promo_application_ids.result_hash)

    def test_payment_method(self):
        journal = self.env["account.journal"].create({"name": "Bank", "code": "PBNK", "type": "bank", "company_id": self.company.id})
        line = journal.inbound_payment_method_line_ids[:1]
        self._campaign({**TENTH, "conditions": [{"kind": "payment_method", "payment_line_ids": [Command.set(line.ids)]}]})
        order = self._order((self.goods, 1), payment_term_id=self.at_once.id)
        self.assertEqual(order.promo_total, 0)

        order.preferred_payment_method_line_id = line
        self.assertEqual(order.promo_total, 10, "beside its term")

    def test_channel(self):
        self._campaign({**TENTH, "conditions": [{"kind": "org", "team_ids": [Command.set(self.web.ids)]}]})
        order = self._order((self.goods, 1), team_id=self.shop.id)
        self.assertEqual(order.promo_total, 0)
        self.assertIn("holds for another sales channel", order.promo_html)
        self.env["res.lang"]._activate_lang("zh_CN")
        self.assertIn("仅限其他销售渠道", order.with_context(lang="zh_CN").promo_html)

        order.team_id = self.web
        self.assertEqual(order.promo_total, 10)
        order.action_confirm()
        self.assertEqual(order.promo_price_event_ids.mapped("channel"), ["Web", "Web"], "the ledger of prices keeps the name")

    def test_examples_name_both(self):
        conditions = [{"kind": "payment_method", "payment_term_ids": [Command.set(self.at_once.ids)]}, {"kind": "org", "team_ids": [Command.set(self.web.ids)]}]
        campaign = self._campaign({**TENTH, "conditions": conditions}, approve=False, example_ids=[Command.create({
            "name": "Ninety", "wanted": 90, "line_ids": [Command.create({"product_id": self.goods.id, "price": 100})]})])
        example = campaign.example_ids.with_user(self.ops)
        found = [example.result]
        for name, record in (("payment_term_id", self.at_once), ("team_id", self.web)):
            example[name] = record
            found.append(example.result)
        self.assertEqual(found, [100, 100, 90])

    def test_nothing_chosen_is_said(self):
        rule = self._campaign({**TENTH, "conditions": [{"kind": "payment_method"}]}, approve=False).rule_ids
        self.assertIn("names no way of payment", rule.finding_text)
        rule.condition_ids.with_user(self.ops).payment_term_ids = self.at_once
        rule.invalidate_recordset(["finding_text"])
        self.assertFalse(rule.finding_text)

    def test_each_third_order_without_a_limit_is_said(self):
        """A rule for the first order is limited by itself."""
        rule = self._campaign({**TENTH, "conditions": [{"kind": "nth_order", "qty": 1}]}, approve=False).rule_ids
        self.assertFalse(rule.finding_text)
        rule.condition_ids.with_user(self.ops).every = 3
        rule.invalidate_recordset(["finding_text"])
        self.assertIn("can both be the one that is meant", rule.finding_text)
        rule.with_user(self.ops).limit_customer = 1
        rule.invalidate_recordset(["finding_text"])
        self.assertFalse(rule.finding_text)

    def test_cart_is_kept_as_it_was(self):
        order = self._order((self.goods, 1), payment_term_id=self.at_once.id, team_id=self.web.id)
        cart = self.env["promo.cart"]._carts_of(order)[order]
        self.assertEqual(cart.payment_method, (f"pt{self.at_once.id}",))
        self.assertEqual(read_cart(cart_row(cart)), cart)
