from odoo.tests import tagged

from .common import PacketCommon


@tagged("post_install", "-at_install")
class TestConditionPaid(PacketCommon):
    """Rules may ask how a dealer order is settled and where it came from."""

    def test_settlement_method(self):
        self._packet(conditions=[{"kind": "payment_method", "pay_now": True}])
        order = self._order()
        self.assertEqual(order.discount_total, 0)
        self.assertIn("holds for another way of payment", str(order.promo_html))

        self.d1.with_user(self.users["fin_manager"]).action_set_settlement("pay_now", "contract")
        self.assertEqual(self._order().discount_total, 50)

    def test_prepaid(self):
        self._packet(conditions=[{"kind": "payment_method", "pay_prepaid": True, "pay_later": True}])
        order = self._submitted()
        self.assertEqual((order.discount_total, order.settlement_total), (50, 626))
        given = order.sudo().promo_application_ids
        self.assertEqual(given._replay().result_hash, given.result_hash)

    def test_birthday_of_a_person(self):
        """R3-069: the birthday that the notices know counts for offers, too; the day of the customer himself goes first."""
        person = self.env["res.partner"].create({"name": "Li Na", "parent_id": self.store_1a.id, "dealer_birthday": "1990-06-18"})
        carts = self.env["promo.cart"]
        self.assertEqual(carts._buyer_facts(person)[person.id]["birthday"], "1990-06-18")
        person.promo_birthday = "1990-06-20"
        self.assertEqual(carts._buyer_facts(person)[person.id]["birthday"], "1990-06-20")

    def test_source(self):  # R0-013, R4-029
        """The name of a source is understood in every language that is installed."""
        self.env["res.lang"]._activate_lang("zh_CN")
        field = self.env["sale.order"]._fields["order_source"]
        env = self.env(context={**self.env.context, "lang": "zh_CN"})
        word = dict(field._description_selection(env))["store_portal"]
        self._packet(conditions=[{"kind": "org", "channel_words": f"{word}，Marketplace"}])
        order = self._order()
        self.assertEqual((order.order_source, order.discount_total), ("service", 0))
        self.assertIn("holds for another sales channel", str(order.promo_html))

        order.order_source = "marketplace"
        self.assertEqual(order.discount_total, 50)
        order.order_source = "store_portal"
        self.assertEqual(order.discount_total, 50)
