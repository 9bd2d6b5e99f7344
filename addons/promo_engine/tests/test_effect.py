"""R4-059: orders, turnover and buyers before, during and after a campaign, of those who took part and of the others."""
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PromoCommon


@tagged("post_install", "-at_install")
class TestEffect(PromoCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now().replace(microsecond=0)
        cls.other_buyer = cls.env["res.partner"].create({"name": "Other buyer"})
        cls.campaign = cls._campaign(
            {"name": "Ten off", "rewards": [{"kind": "amount", "amount": 10}], "conditions": [{"kind": "min_amount", "amount": 200}]},
            date_start=cls.now - timedelta(days=5), date_end=cls.now + timedelta(days=5))

    def _sold(self, pieces, days, partner=None):
        order = self._order((self.goods, pieces), partner=partner)
        order.action_confirm()
        order.date_order = self.now + timedelta(days=days)
        return order

    def _table(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env["promo.effect"].with_user(user or self.ops)._read_group(
            [("campaign_id", "=", self.campaign.id)], ["part", "phase"], ["order_count:sum", "turnover:sum", "buyer_count:sum"])
        return {(part, phase): (orders, turnover, buyers) for part, phase, orders, turnover, buyers in rows}

    def test_before_during_after(self):
        self._sold(1, -14.9)
        self._sold(1, -15.1)
        self._sold(2, -1)
        self._sold(2, 0)
        self._sold(1, 6)
        self._sold(1, -2, self.other_buyer)
        self._sold(1, 15.1, self.other_buyer)

        self.assertEqual(self._table(), {
            ("in", "before"): (1, 100, 1), ("in", "during"): (2, 380, 1), ("in", "after"): (1, 100, 1), ("out", "during"): (1, 100, 1)})

        response = self.env["promo.effect"].search(self.campaign.with_user(self.ops).action_open_effect()["domain"]).filtered("response")
        self.assertEqual((len(response), set(response.mapped("phase"))), (2, {"during"}))

    def test_cancelled_orders_and_drafts_of_campaigns_are_not_in_it(self):
        self._sold(2, 0)._action_cancel()
        self.assertFalse(self._table())
        self.campaign.sudo().state = "cancelled"
        self._sold(1, 0)
        self.assertFalse(self._table())

    def test_who_reads_it(self):
        self._sold(2, 0)
        self.assertTrue(self._table(self.manager))
        with self.assertRaises(AccessError):
            self._table(self._user("effect_rep", "sales_rep"))
        other = self.env["res.company"].create({"name": "Other effect"})
        self.ops.write({"company_ids": [(4, other.id)]})
        self.assertFalse(self.env["promo.effect"].with_user(self.ops).with_context(allowed_company_ids=other.ids).search([]))
