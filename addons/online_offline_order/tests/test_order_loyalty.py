"""Loyalty programmes of Odoo neither pay dealer orders nor give anything for them."""
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderLoyalty(OrderCommon):
    def test_no_reward_on_a_dealer_order(self):
        """R3-108: Works with the loyalty programmes of Odoo installed or not: their fields on the line are refused before they are written."""
        order = self._order()
        reward = {"product_id": order.order_line[0].product_id.id, "product_uom_qty": 1, "reward_id": 1}
        for attempt in (
                lambda: self.env["sale.order.line"].sudo().create({**reward, "order_id": order.id}),
                lambda: order.sudo().write({"order_line": [Command.create(reward)]}),
                lambda: order.order_line.sudo().write({"coupon_id": 1})):
            with self.assertRaisesRegex(UserError, f"{order.name} is a dealer order.*prepaid account"):
                attempt()

    def test_programmes_give_nothing_for_a_dealer_order(self):
        """A programme that thanks every buyer with a coupon gives none, and its points are not counted."""
        programs = self.env.registry.get("loyalty.program") and self.env["loyalty.program"]
        if programs is None:
            self.skipTest("the loyalty programmes of Odoo are not installed")
        program = programs.create({
            "name": "Test thanks", "program_type": "next_order_coupons", "applies_on": "future", "trigger": "auto",
            "rule_ids": [Command.create({"reward_point_mode": "order", "reward_point_amount": 1})],
            "reward_ids": [Command.create({"reward_type": "discount", "discount": 10, "required_points": 1})]})
        order = self._approved()
        self.assertEqual((order.dealer_state, order.sudo().coupon_point_ids.ids, program.coupon_ids.ids), ("approved", [], []))
        self.assertEqual(order.sudo()._get_claimable_rewards(), {})
