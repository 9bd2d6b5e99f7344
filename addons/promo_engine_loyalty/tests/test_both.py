from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.promo_engine.tests.common import PromoCommon


@tagged("post_install", "-at_install")
class TestBoth(PromoCommon):
    """A campaign and a loyalty program on one order: both give what they say, never on the same line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["loyalty.program"].search([]).active = False

    @classmethod
    def _program(cls, reward, rule=None, **values):
        return cls.env["loyalty.program"].create({
            "name": "Program", "program_type": "promotion", "trigger": "auto", "applies_on": "current", "company_id": cls.company.id,
            "currency_id": cls.company.currency_id.id, "rule_ids": [Command.create({"reward_point_mode": "order", "reward_point_amount": 1, **(rule or {})})],
            "reward_ids": [Command.create({"required_points": 1, **reward})], **values})

    @classmethod
    def _ten_percent(cls, **rule):
        return cls._program({"reward_type": "discount", "discount": 10, "discount_mode": "percent", "discount_applicability": "order"}, rule)

    def _rewarded(self, order):
        order._update_programs_and_rewards()
        for coupon, rewards in order._get_claimable_rewards().items():
            order._apply_program_reward(rewards[:1], coupon)
        return sum(order.order_line.filtered("is_reward_line").mapped("price_total"))

    def test_no_line_has_both(self):
        """Kettle 100.00 minus 20.00 by the campaign, cup 50.00: ten per cent of the program takes 5.00."""
        self._campaign({"rewards": [{"kind": "amount", "amount": 20}], "product_ids": [Command.set(self.goods.ids)]})
        self._ten_percent()
        order = self._order((self.goods, 1), (self.other, 1))
        self.assertEqual((order.promo_total, self._rewarded(order), order.amount_total), (20, -5, 125))

        order.action_confirm()
        self.assertEqual((order.promo_total, order.amount_total, order.promo_application_ids.amount), (20, 125, 20))
        self.assertEqual(order.promo_application_ids.share_ids.line_id.product_id, self.goods)

    def test_rewards_are_no_goods_of_a_campaign(self):
        """The line of a reward neither lowers the threshold of a campaign nor takes its discount."""
        self._campaign({"rewards": [{"kind": "amount", "amount": 20}], "product_ids": [Command.set(self.goods.ids)]})
        self._program({"reward_type": "product", "reward_product_id": self.goods.id, "reward_product_qty": 1})
        order = self._order((self.goods, 1), (self.other, 1))
        self._rewarded(order)
        self.assertEqual((len(order.order_line), order.promo_total, order.amount_total), (3, 20, 130))

    def test_threshold_of_a_program(self):
        """From 100.00 on, counted over goods that no campaign lowered."""
        self._campaign({"rewards": [{"kind": "amount", "amount": 20}], "product_ids": [Command.set(self.goods.ids)]})
        self._ten_percent(minimum_amount=100)
        self.assertEqual(self._rewarded(self._order((self.goods, 1), (self.other, 1))), 0)
        self.assertEqual(self._rewarded(self._order((self.goods, 1), (self.other, 2))), -10)

    def test_gift_of_a_campaign_is_no_purchase(self):
        self._campaign({"rewards": [{"kind": "gift", "product_id": self.other.id, "qty": 1}]})
        self._program({"reward_type": "product", "reward_product_id": self.goods.id, "reward_product_qty": 1},
                      {"minimum_qty": 1, "product_ids": [Command.set(self.other.ids)]})
        order = self._order((self.goods, 1))
        order.action_confirm()
        self.assertFalse(order.order_line.filtered("is_reward_line"))
        self.assertEqual(order.amount_total, 100)

    def test_program_alone(self):
        self._ten_percent()
        order = self._order((self.goods, 1))
        self.assertEqual((self._rewarded(order), order.amount_total), (-10, 90))

    def test_rewards_follow_the_campaign(self):
        """A campaign begins after the reward was taken: the update gives the line to the campaign alone."""
        self._ten_percent()
        order = self._order((self.goods, 1), (self.other, 1))
        self.assertEqual(self._rewarded(order), -15)
        self._campaign({"rewards": [{"kind": "amount", "amount": 20}], "product_ids": [Command.set(self.goods.ids)]})
        order.action_update_promotions()
        self.assertEqual((order.promo_total, order.amount_total), (20, 125))

    def test_card_pays_what_is_left(self):
        self._campaign({"rewards": [{"kind": "amount", "amount": 20}]})
        program = self._program(
            {"reward_type": "discount", "discount": 1, "discount_mode": "per_point", "discount_applicability": "order"}, program_type="gift_card",
            applies_on="future", trigger="auto")
        card = self.env["loyalty.card"].create({"program_id": program.id, "points": 500, "code": "card-1"})
        order = self._order((self.goods, 1))
        order._try_apply_code("card-1")
        order._apply_program_reward(program.reward_ids, card)
        self.assertEqual((order.promo_total, order.amount_total), (20, 0))
        self.assertEqual(-order.order_line.filtered("is_reward_line").price_total, 80)
