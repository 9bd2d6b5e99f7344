from ast import literal_eval
from datetime import timedelta

from lxml import etree
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PromoCommon

TEN_OFF = {"name": "Ten off", "rewards": [{"kind": "amount", "amount": 10}]}


@tagged("post_install", "-at_install")
class TestCampaign(PromoCommon):
    """Planning, four eyes, freezing and stopping."""

    def test_brief_goal_and_budget_are_needed(self):  # R0-013, R1-160, R1-250, R4-027
        campaign = self._campaign(TEN_OFF, approve=False, aim=False, audience_note=False, theme=False, budget_amount=0, target_orders=0)

        with self.assertRaises(UserError) as caught:
            campaign.with_user(self.ops).action_submit()

        for word in ("Aim", "Audience", "Theme", "target turnover", "budget"):
            self.assertIn(word, str(caught.exception))

    def test_phase_follows_the_dates(self):
        """R1-256: planned, preheat, running, over; what was never approved does not run, nor what was given up."""
        now = fields.Datetime.now()
        campaign = self._campaign(TEN_OFF, approve=False, phase_ids=[Command.create({
            "kind": "preheat", "date_start": now - timedelta(days=2), "date_end": now - timedelta(days=1)})])
        self.assertEqual(campaign.phase, "planned", "its days have come, its approval has not")
        self._approve(campaign)
        self.assertEqual(campaign.phase, "running")
        for days, phase in ((1, "preheat"), (-1, "running")):
            campaign.sudo().date_start = now + timedelta(days=days)
            self.assertEqual(campaign.phase, phase)
        campaign.sudo().date_start = now + timedelta(days=1)
        campaign.phase_ids.sudo().date_start = now + timedelta(minutes=1)
        self.assertEqual(campaign.phase, "planned")
        campaign.sudo().write({"date_start": now - timedelta(days=3), "date_end": now})
        self.assertEqual(campaign.phase, "over")
        campaign.sudo().date_end = now + timedelta(days=3)
        campaign.with_user(self.ops).action_pause("wait")
        self.assertEqual(campaign.phase, "stopped")
        campaign.with_user(self.manager).action_resume()
        campaign.with_user(self.manager).action_cancel("no goods")
        self.assertEqual(campaign.phase, "over")

    def test_lists_by_stage_and_theme(self):  # R4-026, R4-029
        """R1-037, R1-251: templates by life-cycle stage, results by the kind of theme, as the filters of the lists say."""
        for stage, theme in (("no_order", "goods"), ("lost", "service"), ("lost", "pain")):
            self._campaign(TEN_OFF, approve=False, life_stage=stage, theme_kind=theme, goal_kind="awareness", channel_note="page, app", is_template=True)
        views = self.env["promo.campaign"].with_user(self.ops).get_views([(False, "search"), (self.env.ref(
            "promo_engine.promo_campaign_view_pivot_result").id, "pivot")])["views"]
        tree = etree.fromstring(views["search"]["arch"])
        shown = tree.find(".//filter[@name='templates']")
        found = self.env["promo.campaign"].with_user(self.ops)._read_group(
            [*literal_eval(shown.get("domain")), ("company_id", "=", self.company.id)], [literal_eval(shown.get("context"))["group_by"]], ["__count"])
        self.assertEqual(dict(found), {"no_order": 1, "lost": 2})
        self.assertTrue(tree.find(".//filter[@name='group_theme_kind']") is not None)
        self.assertTrue(etree.fromstring(views["pivot"]["arch"]).find(".//field[@name='theme_kind'][@type='row']") is not None)

    def test_every_marketing_menu_opens(self):  # R0-012
        """R1-163: each entry that operations sees under Marketing opens with its views and reads its records."""
        menus = self.env["ir.ui.menu"].with_user(self.ops)
        seen = menus.browse(menus._visible_menu_ids()).sudo().filtered(lambda menu: menu.parent_path and menu.action and str(
            self.env.ref("dealer_base.menu_marketing").id) in menu.parent_path.split("/"))
        self.assertGreater(len(seen), 25)
        for menu in seen:
            with self.subTest(menu.complete_name):
                model = self.env[menu.action.res_model].with_user(self.ops)
                views = model.get_views([(view_id, kind) for view_id, kind in menu.action.views] + [(False, "search")])["views"]
                listed = views.get("list")
                if listed:
                    model.web_search_read([], {node.get("name"): {} for node in etree.fromstring(listed["arch"]).findall("field")}, limit=2)

    def test_two_people(self):
        campaign = self._campaign(TEN_OFF, approve=False)
        campaign.with_user(self.ops).action_submit()

        with self.assertRaises(AccessError):
            campaign.with_user(self.ops).action_approve()
        both = self._user("both", "ops", "ops_manager")
        campaign.with_user(self.manager).action_send_back("more")
        campaign.with_user(both).write({"name": "Changed"})
        campaign.with_user(both).action_submit()
        with self.assertRaises(AccessError):
            campaign.with_user(both).action_approve()
        campaign.with_user(self.manager).action_approve()

        self.assertEqual(campaign.approved_by, self.manager)

    def test_approval_freezes(self):
        campaign = self._campaign(TEN_OFF)
        rule = campaign.rule_ids

        self.assertEqual(rule.version_ids.mapped("number"), [1])
        with self.assertRaises(UserError):
            rule.with_user(self.ops).write({"sequence": 3})
        with self.assertRaises(UserError):
            rule.reward_ids.with_user(self.ops).write({"amount": 99})
        with self.assertRaises(AccessError):
            rule.version_ids.write({"source": {}})
        with self.assertRaises(AccessError):
            rule.version_ids.unlink()

    def test_change_makes_a_version(self):
        campaign = self._campaign(TEN_OFF)
        order = self._order((self.goods, 1))
        campaign.with_user(self.ops).action_revise()
        campaign.rule_ids.reward_ids.with_user(self.ops).amount = 20
        order.action_update_promotions()
        self.assertEqual(order.amount_total, 90, "orders are priced by the frozen version until the change is approved")

        self._approve(campaign)
        order.action_update_promotions()

        self.assertEqual(order.amount_total, 80)
        self.assertEqual({version.number: version.is_current for version in campaign.rule_ids.version_ids}, {1: False, 2: True})

    def test_change_does_not_end_what_is_in_force(self):
        campaign = self._campaign(TEN_OFF)
        campaign.with_user(self.ops).action_revise()
        with self.assertRaisesRegex(UserError, "is in force"):
            campaign.with_user(self.ops).date_end = "2020-02-01 00:00:00"
        campaign.with_user(self.ops).date_end = "2098-01-01 00:00:00"
        self.assertEqual(self._order((self.goods, 1)).amount_total, 90)
        campaign.sudo().date_end = "2020-02-01 00:00:00"  # as if a planned end had gone by before its approval
        self.assertEqual(self._order((self.goods, 1)).amount_total, 90)

    def test_limit_below_what_was_given(self):
        """Said to the approver by name, budgets in yuan."""
        campaign = self._campaign({**TEN_OFF, "limit_total": 5})
        for _time in range(2):
            self._order((self.goods, 1)).action_confirm()
        for field, record, sentence in (("limit_total", campaign.rule_ids, "^Ten off: 2 were given already, the limit cannot be 1"),
                                        ("budget_amount", campaign, "^Test campaign: 20.00 were given already, the limit cannot be 1.00")):
            with self.subTest(field), self.env.cr.savepoint() as point:
                campaign.with_user(self.ops).action_revise()
                record.with_user(self.ops)[field] = 1
                with self.assertRaisesRegex(UserError, sentence):
                    self._approve(campaign)
                point.rollback()
                self.env.invalidate_all()

    def test_a_rule_that_says_nothing_is_refused(self):
        campaign = self._campaign({"name": "Empty", "rewards": []}, approve=False)

        with self.assertRaises(UserError) as caught:
            campaign.with_user(self.ops).action_submit()

        self.assertIn("Empty", str(caught.exception))

    def test_a_rule_does_not_move_into_what_waits_for_approval(self):
        both = self._user("both", "ops", "ops_manager")
        waiting = self._campaign(TEN_OFF, approve=False)
        own = self._campaign(TEN_OFF, approve=False)
        waiting.with_user(self.ops).action_submit()

        with self.assertRaises(UserError):
            own.rule_ids.with_user(both).write({"campaign_id": waiting.id})

    def test_times_that_cannot_be_read(self):
        campaign = self._campaign({**TEN_OFF, "conditions": [{"kind": "schedule", "weekdays": "周二"}]}, approve=False)
        with self.assertRaises(UserError):
            campaign.with_user(self.ops).action_submit()
        condition = campaign.rule_ids.condition_ids

        condition.with_user(self.ops).write({"weekdays": "1-5", "hours": "9:00-10:00，20：00-22：00"})

        self.assertEqual(condition._part_row(), {
            "type": "schedule", "weekdays": [1, 2, 3, 4, 5], "hours": [["09:00", "10:00"], ["20:00", "22:00"]]})

    def test_longest_cycle(self):  # R1-257
        self.company.promo_longest_days = 30
        with self.assertRaises(ValidationError):
            self._campaign(TEN_OFF, approve=False, date_start="2026-01-01 00:00:00", date_end="2026-02-02 00:00:00")
        self._campaign(TEN_OFF, approve=False, date_start="2026-01-01 00:00:00", date_end="2026-01-31 00:00:00")
        with self.assertRaisesRegex(ValidationError, "runs 31 days"):
            self._campaign(TEN_OFF, approve=False, date_start="2026-01-01 00:00:00", date_end="2026-01-31 23:59:00")

    def test_most_goods_at_a_campaign_price(self):  # R3-041
        """Half of 300.00 is 150.00; with a limit of one, two goods are refused, and goods of other rules do not count."""
        lamp = self._product("Lamp", 300.0)
        half = {"name": "Half", "level": "price", "rewards": [{"kind": "percent", "rate": 50, "target": "unit"}]}
        goods = lamp | self.other
        campaign = self._campaign({**half, "product_ids": [Command.set(goods.ids)]}, TEN_OFF, approve=False)
        self.company.promo_most_goods = 1
        with self.assertRaisesRegex(UserError, "2 goods a campaign price; the setting of the company is 1"):
            campaign.with_user(self.ops).action_submit()
        campaign.rule_ids[0].with_user(self.ops).product_ids = lamp
        campaign.rule_ids[1].with_user(self.ops).unlink()
        self._approve(campaign)
        self.assertEqual(self._order((lamp, 1)).amount_total, 150)

    def test_rules_have_their_days_inside_the_campaign(self):
        campaign = self._campaign(TEN_OFF, approve=False, date_start="2030-01-01 00:00:00", date_end="2030-01-11 00:00:00")
        rule = campaign.rule_ids.with_user(self.ops)
        for days in ({"date_start": "2029-12-31 23:59:00"}, {"date_end": "2030-01-11 00:01:00"}, {"date_start": "2030-01-12 00:00:00"},
                     {"date_end": "2029-12-31 00:00:00"}):
            rule.write({"date_start": False, "date_end": False, **days})
            with self.subTest(days), self.assertRaisesRegex(UserError, "Ten off has days outside"):
                campaign.with_user(self.ops).action_submit()
        rule.write({"date_start": "2030-01-01 00:00:00", "date_end": "2030-01-11 00:00:00"})
        self._approve(campaign)
        self.assertEqual(campaign.state, "approved")

    def test_kill_switch(self):  # R0-023
        campaign = self._campaign(TEN_OFF)
        order = self._order((self.goods, 1))
        self.assertEqual(order.amount_total, 90)

        campaign.with_user(self.ops).action_pause("prices wrong")
        order.action_update_promotions()

        self.assertEqual(order.amount_total, 100)
        with self.assertRaises(AccessError):
            campaign.with_user(self.ops).action_resume()
        campaign.with_user(self.manager).action_resume()
        order.action_update_promotions()
        self.assertEqual(order.amount_total, 90)

    def test_closed_with_an_evaluation(self):  # R0-021, R0-022, R1-259, R4-030, R4-060
        campaign = self._campaign(TEN_OFF)
        self._order((self.goods, 1)).action_confirm()
        self.assertEqual((campaign.actual_orders, campaign.actual_turnover, campaign.actual_cost), (1, 90, 10))
        with self.assertRaises(UserError):
            campaign.with_user(self.ops).action_close()
        campaign.sudo().date_end = "2020-02-01 00:00:00"
        with self.assertRaises(UserError):
            campaign.with_user(self.ops).action_close()

        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            campaign.with_user(self.ops).satisfaction = 5.5
            campaign.flush_recordset()
        campaign.with_user(self.ops).write({"evaluation": "one order", "decision": "improve", "satisfaction": 4.5})
        campaign.with_user(self.ops).action_close()

        self.assertEqual((campaign.state, campaign.rule_ids.version_ids.mapped("is_current")), ("closed", [False]))
        for values in ({"evaluation": "two orders"}, {"decision": "keep"}, {"satisfaction": 5}):
            with self.assertRaises(UserError):
                campaign.with_user(self.ops).write(values)
        campaign.with_user(self.ops).is_template = True
        clone = self.env["promo.campaign"].browse(campaign.with_user(self.ops).action_clone()["res_id"])
        self.assertEqual((clone.evaluation, clone.decision, clone.satisfaction, clone.is_template), (False, False, 0, False))

    def test_settings_in_the_dialog(self):
        finance = self._user("fin", "fin_manager")
        dialog = self.env["dealer.settings"].with_user(finance).create({
            "promo_objective": "declared", "promo_longest_days": 45, "promo_min_payable": 1, "reason": "agreed"})
        dialog.action_apply()

        self.assertEqual((self.company.promo_objective, self.company.promo_longest_days, self.company.promo_min_payable), ("declared", 45, 1))
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.company.promo_min_payable = -1
            self.company.flush_recordset()
        with self.assertRaises(AccessError):
            self.company.with_user(self.ops).write({"promo_longest_days": 0})

    def test_state_is_not_written_by_hand(self):
        campaign = self._campaign(TEN_OFF, approve=False)

        with self.assertRaises(AccessError):
            campaign.with_user(self.ops).write({"state": "approved"})
        with self.assertRaises(AccessError):
            self.env["promo.campaign"].with_user(self.ops).create({
                "name": "x", "date_start": "2026-01-01", "date_end": "2026-01-02", "state": "approved"})

    def test_what_looks_unusual_is_said(self):  # R1-254, R1-259
        campaign = self._campaign(TEN_OFF, approve=False, date_start="2030-03-10 00:00:00", date_end="2030-03-15 00:00:00",
                                  announce_date="2030-03-05")
        self.assertFalse(campaign.plan_hint)
        campaign.announce_date = "2030-03-09"
        self.assertIn("1 days before", campaign.plan_hint)
        campaign.write({"announce_date": False, "date_end": "2030-03-30 00:00:00"})
        self.assertIn("20 days", campaign.plan_hint)
        audience = self.env["promo.audience"].create({"name": "No account", "activation": "none"})
        campaign.audience_id = audience
        self.assertIn("who registers leaves it", campaign.plan_hint)
        audience.is_live = False
        self.assertNotIn("who registers", campaign.plan_hint)
