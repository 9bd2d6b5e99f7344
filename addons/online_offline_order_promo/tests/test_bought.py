from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import PacketCommon


@tagged("post_install", "-at_install")
class TestBought(PacketCommon):
    """What counts as bought is the same wherever orders are counted: dealer orders from their submit on, at what the account paid and kept."""

    def _seen(self, campaign, order):
        """:return: (orders, turnover) of the result, the table before and after, the ranking, the level and a condition of a retail order."""
        self.env.flush_all()
        self.env.invalidate_all()
        campaign, dealer = campaign.sudo(), order.sudo().partner_id.dealer_id or order.sudo().partner_id
        rows = self.env["promo.effect"].sudo().search([("campaign_id", "=", campaign.id)])
        ranking = self.env["promo.phase"].sudo().new({"campaign_id": campaign.id})._ranking()
        member = self.env["promo.member"]._of(self.company, dealer)
        spend, orders, _points = member._figures(12)
        known = self.env["promo.cart"]._orders_done(order.partner_id, self.company).get(order.partner_id.id)
        return [(campaign.actual_orders, campaign.actual_turnover), (len(rows), sum(rows.mapped("turnover"))),
                (len(ranking), sum(amount for _buyer, amount in ranking)), (orders, spend), (known[0], known[1] / 100) if known else (0, 0)]

    def test_from_the_submit_to_the_return(self):
        now = fields.Datetime.now()
        campaign = self._packet(clawback="keep")
        campaign.sudo().write({"date_start": now - timedelta(days=2), "date_end": now + timedelta(days=2)})
        order = self._order()
        self.assertEqual(self._seen(campaign, order), [(0, 0)] * 5)
        order.action_submit()
        self.assertEqual(self._seen(campaign, order), [(1, 626)] * 5)
        order.with_user(self.cs_b).action_approve()
        self._ship(order)
        order.with_user(self.aftersale).action_received()
        self.assertEqual(self._seen(campaign, order), [(1, 626)] * 5)

        record = self._refunded_return(order, {order.order_line.filtered(lambda line: line.product_id == self.coat): 1})
        kept = 626 - record.credit_amount
        self.assertEqual(self._seen(campaign, order), [(1, kept)] * 4 + [(1, 626)], "a condition asks for what was ordered")
