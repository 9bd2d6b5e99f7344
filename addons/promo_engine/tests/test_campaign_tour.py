from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import PromoCommon


@tagged("post_install", "-at_install")
class TestCampaignTour(PromoCommon, HttpCase):
    """A campaign is run again in the browser, in Chinese, each step by the person whose job it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        (cls.ops | cls.manager).lang = "zh_CN"

    def test_from_the_brief_to_the_result(self):
        tag = self.env["res.partner.category"].create({"name": "金牌"})
        self.buyer.category_id = tag
        audience = self.env["promo.audience"].create({"name": "金牌客户", "tag_ids": [Command.set(tag.ids)]})
        self._order((self.other, 1)).action_confirm()
        audience.action_find()
        batch = self.env["promo.voucher.batch"].create({"name": "红包"})
        last = self._campaign(
            {"name": "九折", "rewards": [{"kind": "percent", "rate": 10}]}, approve=False, name="双十二", date_start="2020-12-11 16:00:00",
            date_end="2020-12-12 16:00:00", audience_id=audience.id, budget_amount=1000, budget_line_ids=[Command.create({"planned": 1000})],
            phase_ids=[Command.create({"kind": "preheat", "action": "give", "batch_id": batch.id, "date_start": "2020-12-10 00:00:00",
                                       "date_end": "2020-12-11 16:00:00"})])
        self._approve(last)
        last.with_user(self.ops).write({"evaluation": "ok", "decision": "keep"})
        last.with_user(self.ops).action_close()

        self.start_tour("/odoo/campaigns", "promo_campaign_plan", login=self.ops.login)
        campaign = self.env["promo.campaign"].search([("name", "=", "年货节"), ("company_id", "=", self.company.id)])
        self.assertEqual((campaign.state, campaign.background, campaign.submitted_by), ("submitted", "春节前备货", self.ops))
        self.start_tour("/odoo/campaigns", "promo_campaign_approve", login=self.manager.login)
        self.assertEqual((campaign.state, campaign.approved_by), ("approved", self.manager))

        now = fields.Datetime.now()
        campaign.phase_ids.sudo().date_start = now - timedelta(days=1)
        order = self._order((self.goods, 1))
        order.write({"state": "sent", "validity_date": self.company._dealer_today()})
        self.assertEqual(order.promo_total, 0, "it starts tomorrow")
        campaign.sudo().write({"date_start": now - timedelta(hours=2), "date_end": now + timedelta(hours=1)})
        campaign.rule_ids.sudo()._freeze()
        self.env["promo.phase"]._cron_run()
        self.assertEqual(batch.voucher_ids.partner_id, self.buyer)
        order.action_update_promotions()
        order.action_confirm()
        self.assertEqual(order.promo_total, 10)
        campaign.sudo().date_end = now - timedelta(minutes=1)
        self.start_tour("/odoo/campaigns", "promo_campaign_result", login=self.ops.login)
        self.assertEqual((campaign.state, campaign.sheet_orders, campaign.sheet_cost, campaign.evaluation), ("closed", 1, 10, "一张订单"))
