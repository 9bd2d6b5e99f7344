from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.online_offline_order.tests.common import OrderCommon


@tagged("post_install", "-at_install")
class TestDealerOrder(OrderCommon):
    """A campaign of the shop leaves what the dealer owes alone."""

    def test_settlement_is_not_discounted(self):
        self.company.promo_longest_days = 0
        ops, boss = self._user("ops", login="promo_ops"), self._user("ops_manager", login="promo_boss")
        order = self._order()
        before = order.amount_total
        campaign = self.env["promo.campaign"].with_user(ops).create({
            "name": "Ten off", "background": "b", "aim": "a", "audience_note": "all", "needs": "-", "theme": "t", "target_orders": 1, "budget_amount": 1000,
            "date_start": "2026-01-01 00:00:00", "date_end": "2099-01-20 00:00:00", "company_id": self.company.id,
            "rule_ids": [Command.create({"name": "Ten", "reward_ids": [Command.create({"kind": "amount", "amount": 10})]})]})
        campaign.with_user(ops).action_submit()
        campaign.with_user(boss).action_approve()

        order.action_update_promotions()

        self.assertEqual((order.promo_total, order.amount_total), (0, before))
