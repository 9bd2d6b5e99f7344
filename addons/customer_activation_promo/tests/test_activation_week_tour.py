"""J20 in the browser, in Chinese: rates with the customers behind them, the drawn call-back, one click from the reason to the coupon."""
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, freeze_time, tagged

from odoo.addons.customer_activation.tests.activation_week import ActivationWeek


@tagged("post_install", "-at_install")
class TestActivationWeekTour(HttpCase, ActivationWeek):
    def test_j20(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        (self.ops | self.aftersale).lang = "zh_CN"
        self.env["activation.record"].search([]).filtered("reason_id").reason_id = False  # whoever else is in the database
        waiting = self._not_activated()
        self.start_tour("/odoo/action-customer_activation.activation_figures_action", "activation_rates", login=self.ops.login)

        codes = ["not_used_to"] * 4 + ["no_time"] * 3 + ["cannot_use"] * 2 + ["aged"]
        reasons = {reason.code: reason.id for reason in self.env["activation.reason"].search([])}
        sheets = self.env["activation.sheet"]
        lines = [sheets.with_user(record.user_id)._add(record.with_user(record.user_id), {
            "reason_id": reasons[code], "contacted_on": self.env.company._dealer_today(), "way": "visit"}) for record, code in zip(waiting, codes, strict=True)]
        week = lines[0].sheet_id.week
        self.assertIn("40.00%", sheets.new({"line_ids": [Command.set([line.id for line in lines])]}).portrait)
        monday = fields.Datetime.to_datetime(week) + timedelta(days=6, hours=17)
        with freeze_time(monday):
            self.patch(type(self.env["res.company"]), "_dealer_today", lambda _self, now=None: week + timedelta(days=7))
            sheets._cron_week()
        drawn = self.env["activation.audit"].search([("line_id", "in", [line.id for line in lines])])
        self.assertEqual(sorted(len(drawn.filtered(lambda one, user=user: one.user_id == user)) for user in (self.rep, self.rep2)), [1, 1])
        mine = drawn.filtered(lambda one: one.user_id == self.rep)
        mine.record_id.sudo().call_phone = "13800000066"
        (drawn - mine).sudo().write({"state": "done", "visited": "yes", "same_reason": "yes", "score": 100})
        self.start_tour("/odoo/action-customer_activation.activation_audit_action", "activation_call_back", login=self.aftersale.login)
        self.assertEqual((mine.state, mine.score, mine.auditor_id), ("done", 0, self.aftersale))
        self.assertIn(self.boss, mine.record_id.activity_ids.user_id, "a task for the manager")
        self.assertEqual(self.env["activation.trust"].search([("user_id", "=", self.rep.id)]).score, 0)

        reason = self.env.ref("customer_activation.reason_not_used_to")
        batch = self.env["promo.voucher.batch"].create({"name": "首单红包", "valid_days": 30})
        reason.offer_batch_id = batch
        now = fields.Datetime.now()
        campaign = self.env["promo.campaign"].with_user(self.ops).create({
            "name": "首单", "background": "b", "aim": "a", "audience_note": "all", "needs": "none", "theme": "t", "target_orders": 10, "budget_amount": 1000,
            "date_start": now - timedelta(days=1), "date_end": now + timedelta(days=20), "rule_ids": [Command.create({
                "name": "满减", "level": "coupon", "batch_id": batch.id, "reward_ids": [Command.create({"kind": "amount", "amount": 10})]})]})
        campaign.action_submit()
        campaign.with_user(self.ops_user).action_approve()
        found = self.env["activation.record"].search([("reason_id", "=", reason.id)])
        self.assertEqual((found, found.mapped("has_ordered"), found.company_id), (waiting[:4], [False] * 4, self.env.company))
        self.start_tour(f"/odoo/action-customer_activation.activation_reason_action/{reason.id}", "activation_offer_coupon", login=self.ops.login)
        self.assertEqual(batch.voucher_ids.partner_id, waiting[:4].partner_id)
