from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_base.tests.people import new_test_user

from ..engine.holdout import held_out, uplift
from .common import PromoCommon

TEN = {"name": "Tenth off", "rewards": [{"kind": "percent", "rate": 10}]}


@tagged("post_install", "-at_install")
class TestAudience(PromoCommon):
    """For whom a campaign is, who is left out, and what that says in the end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.env["res.partner.category"].create({"name": "Gold"})
        cls.gold = cls.env["res.partner"].create({"name": "Gold buyer", "category_id": [Command.set(cls.tag.ids)]})
        cls.plain = cls.env["res.partner"].create({"name": "Plain buyer"})
        for partner in (cls.gold, cls.plain, cls.plain):
            cls._order((cls.other, 1), partner=partner).action_confirm()

    def _audience(self, **values):
        audience = self.env["promo.audience"].with_user(self.ops).create({"name": f"Audience {len(values)} {values}", **values})
        audience.action_find()
        return audience

    def test_found_and_counted(self):  # R1-254, R3-109, R4-051
        both = self.gold | self.plain
        for values, wanted in (
                ({"tag_ids": [Command.set(self.tag.ids)]}, self.gold), ({"history": "first"}, self.gold), ({"history": "repeat"}, self.plain),
                ({"history": "any"}, both), ({"spent_from": 100}, self.plain), ({"spent_to": 100}, self.gold), ({"idle_days": 1}, self.env["res.partner"]),
                ({"activation": "none"}, both), ({"level": "none"}, both),
                ({"partner_ids": [Command.set(both.ids)], "history": "repeat"}, self.plain)):
            with self.subTest(values):
                audience = self._audience(**values)
                self.assertEqual(audience.member_ids & both, wanted)
                self.assertEqual(audience.member_count, len(audience.member_ids))
        user = new_test_user(self.env, login="promo_gold", groups="base.group_portal", partner_id=self.gold.id)
        self.assertIn(self.gold, self._audience(activation="invited").member_ids)
        self.env["res.users.log"].with_user(user).sudo().create({})
        self.assertIn(self.gold, self._audience(activation="active").member_ids)

    def test_a_tag_that_is_archived_does_not_let_everybody_in(self):
        audience = self._audience(tag_ids=[Command.set(self.tag.ids)])
        self.tag.active = False
        self.env.invalidate_all()
        audience.action_find()
        self.assertEqual(audience.member_ids, self.gold)

    def test_goods_that_are_archived_do_not_open_the_scope(self):
        rule = self._campaign({"name": "Bowls", "product_ids": [Command.set(self.other.ids)], **TEN}, approve=False).rule_ids
        before = rule._scope_row()
        self.other.active = False
        self.env.invalidate_all()
        self.assertEqual(rule._scope_row(), before)
        self.assertTrue(before["skus"])

    def test_orders_of_contacts_are_those_of_the_firm(self):
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        contact = self.env["res.partner"].create({"name": "Buyer of the firm", "parent_id": firm.id})
        self.assertNotIn(firm, self._audience(history="any").member_ids)
        self._order((self.other, 1), partner=contact).action_confirm()
        self.assertIn(firm, self._audience(history="first").member_ids)

    def test_campaign_is_for_it_alone(self):
        audience = self._audience(tag_ids=[Command.set(self.tag.ids)])
        self._campaign(TEN, audience_id=audience.id)
        self.assertEqual(self._order((self.goods, 1), partner=self.gold).promo_total, 10)
        self.assertEqual(self._order((self.goods, 1), partner=self.plain).promo_total, 0)
        with self.assertRaises(UserError):
            audience.with_user(self.ops).tag_ids = False
        for facts in ({"member_ids": [Command.clear()]}, {"member_count": 9}, {"found_at": "2020-01-01 00:00:00"}):
            with self.subTest(facts), self.assertRaises(AccessError):
                audience.with_user(self.ops).write(facts)
        audience.with_user(self.ops).name = "Gold"
        self.assertEqual(audience.with_user(self.ops).copy().name, "Gold (copy)")
        contact = self.env["res.partner"].create({"name": "Contact", "parent_id": self.gold.id})
        self.assertEqual(self._order((self.goods, 1), partner=contact).promo_total, 10)

    def test_who_it_is_in_force_for_stays(self):
        """While a change is planned, orders are priced by the version that was approved for these buyers."""
        audience = self._audience(tag_ids=[Command.set(self.tag.ids)])
        campaign = self._campaign(TEN, audience_id=audience.id)
        campaign.with_user(self.ops).action_revise()
        with self.assertRaisesRegex(UserError, "approved for"):
            audience.with_user(self.ops).tag_ids = False
        campaign.with_user(self.manager).action_cancel("over")
        audience.with_user(self.ops).tag_ids = False

    def test_activation_as_a_condition(self):  # R3-093
        self._campaign({**TEN, "conditions": [{"kind": "customer", "fact": "activation", "words": "none，invited"}]})
        self.assertEqual(self._order((self.goods, 1), partner=self.gold).promo_total, 10)
        user = new_test_user(self.env, login="promo_gold", groups="base.group_portal", partner_id=self.gold.id)
        self.assertEqual(self._order((self.goods, 1), partner=self.gold).promo_total, 10)
        self.env["res.users.log"].with_user(user).sudo().create({})
        self.assertEqual(self._order((self.goods, 1), partner=self.gold).promo_total, 0)

        self._campaign({"name": "Welcome", "rewards": [{"kind": "amount", "amount": 5}], "conditions": [
            {"kind": "since", "fact": "registered", "most": 30}]})
        self.assertEqual([self._order((self.goods, 1), partner=partner).promo_total for partner in (self.gold, self.plain)], [5, 10], "registered just now")
        self.env.cr.execute("UPDATE res_users SET create_date = create_date - interval '40 days' WHERE id = %s", [user.id])
        self.env.invalidate_all()
        self.assertEqual(self._order((self.goods, 1), partner=self.gold).promo_total, 0)
        # What is in force is asked for, whatever the plan of the next version says.
        self.env.cr.execute("UPDATE res_users SET create_date = now() AT TIME ZONE 'UTC' WHERE id = %s", [user.id])
        self.env.cr.execute("UPDATE promo_condition SET fact = NULL WHERE fact IN ('activation', 'registered')")
        self.env.invalidate_all()
        self.assertEqual(self._order((self.goods, 1), partner=self.gold).promo_total, 5)

    def test_birthday_of_the_buyer(self):
        """R3-069: around the buyer's own day, whatever the year, and to nobody without one; who serves nobody does not read it."""
        self._campaign({**TEN, "conditions": [{"kind": "birthday", "before": 1, "after": 1}]})
        today = self.company._dealer_today()
        for day, off in ((today.replace(year=1992), 10), (today - timedelta(days=40), 0), (False, 0)):
            self.gold.promo_birthday = day
            with self.subTest(day):
                self.assertEqual(self._order((self.goods, 1), partner=self.gold).promo_total, off)
        self.assertNotIn("promo_birthday", self.gold.with_user(self._user("day_rep", "sales_rep")).fields_get())

    def test_spent_in_the_last_days(self):
        """200.00 in the last 30 days: what was spent before them counts no more; the day of the company decides, and a backtest asks for the days before
        each order."""
        campaign = self._campaign({**TEN, "conditions": [{"kind": "spent", "fact": "spent_fen", "amount": 200, "days": 30}]})
        today = self.company._dealer_today()
        orders = [self._order((self.goods, 2)) for _time in range(2)]
        for order, day in zip(orders, (today - timedelta(days=31), today - timedelta(days=30)), strict=True):
            order.action_confirm()
            order.date_order = self.company._dealer_utc(day)
        self.env.flush_all()
        self.assertEqual(self._order((self.goods, 1)).promo_total, 10)
        orders[1].date_order -= timedelta(minutes=1)
        new = self._order((self.goods, 1))
        self.assertEqual(new.promo_total, 0)
        self.assertIn("for buyers who spent 200.00 before this order; it is 0.00.", new.promo_html)
        test = self.env["promo.backtest"].with_user(self.ops).create({
            "campaign_id": campaign.id, "company_id": self.company.id, "date_from": today - timedelta(days=40), "date_to": today, "mode": "alone"})
        test.action_start()
        self.assertEqual((test.changed, test.line_ids.order_id), (1, orders[1]))

    def test_nobody_in_it(self):  # R1-160
        campaign = self._campaign(TEN, approve=False, audience_id=self._audience(spent_from=10**9).id)
        with self.assertRaises(UserError):
            campaign.with_user(self.ops).action_submit()

    def test_rights(self):
        audience = self._audience(history="any")
        sales = self._user("rep", "sales_rep")
        with self.assertRaises(AccessError):
            audience.with_user(sales).action_find()
        with self.assertRaises(AccessError):
            audience.with_user(sales).read(["member_ids"])
        with self.assertRaises(AccessError):
            audience.with_user(sales).write({"name": "x"})

    def test_split_is_the_same_everywhere(self):
        units = [f"r{number}" for number in range(10_000)]
        held = [unit for unit in units if held_out("campaign7", unit, 1_000)]
        self.assertTrue(900 < len(held) < 1_100)
        self.assertEqual(held[:3], ["r10", "r12", "r15"], "a hash that changes would move buyers between the groups of running campaigns")
        self.assertNotEqual(held, [unit for unit in units if held_out("campaign8", unit, 1_000)])
        self.assertFalse(held_out("campaign7", "", 10_000))
        self.assertEqual(uplift((4, 1_000), (2, 400)), (50, 200))
        self.assertEqual(uplift((4, 1_000), (0, 0)), None)

    def test_left_out_get_nothing_and_are_compared(self):  # R0-014, R3-018, R4-030
        buyers = self.env["res.partner"].create([{"name": f"Buyer {number}"} for number in range(12)])
        campaign = self._campaign(TEN, approve=False, holdout_rate=50, target_amount=1000, target_orders=12)
        self._approve(campaign)
        held = buyers.filtered(lambda buyer: campaign._is_held_out(buyer.id))
        self.assertTrue(0 < len(held) < 12)
        for buyer in buyers:
            order = self._order((self.goods, 2 if buyer not in held else 1), partner=buyer)
            self.assertEqual(order.promo_total, 0 if buyer in held else 20)
            order.action_confirm()
        (self.gold | self.plain).sale_order_ids.sudo().write({"date_order": "2019-01-01"})

        campaign.with_user(self.ops).action_work_out()

        treated = 12 - len(held)
        self.assertEqual((campaign.treated_count, campaign.treated_turnover, campaign.held_count, campaign.held_turnover),
                         (treated, 180 * treated, len(held), 100 * len(held)))
        self.assertEqual((campaign.uplift_each, campaign.extra_turnover, campaign.sheet_cost), (80, 80 * treated, 20 * treated))
        self.assertEqual((campaign.roi, campaign.is_roi_sure), (300, True))
        self.assertEqual((campaign.sheet_buyers, campaign.participation_rate), (treated, 100))
        self.assertAlmostEqual(campaign.sheet_orders_rate, 100 * treated / 12, 2)
        with self.assertRaises(AccessError):
            campaign.with_user(self.ops).write({"roi": 1})
        campaign.sudo().state = "closed"
        with self.assertRaisesRegex(UserError, "Evaluated"):
            campaign.with_user(self.ops).action_work_out()
        with self.assertRaisesRegex(UserError, "Draft"):
            self._campaign(TEN, approve=False).with_user(self.ops).action_work_out()

    def test_who_took_part_and_left_the_audience_since(self):
        """Who ordered is no longer without orders: he counts among those it was for still, and the groups are not compared any more."""
        buyers = self.env["res.partner"].create([{"name": f"Idle {number}", "category_id": [Command.set(self.tag.ids)]} for number in range(12)])
        for buyer in buyers:
            self._order((self.other, 1), partner=buyer)
        audience = self._audience(tag_ids=[Command.set(self.tag.ids)], history="none")
        self.assertEqual(audience.member_ids, buyers)
        campaign = self._campaign(TEN, approve=False, audience_id=audience.id, holdout_rate=50)
        self._approve(campaign)
        held = buyers.filtered(lambda buyer: campaign._is_held_out(buyer.id))
        treated = buyers - held
        self.assertTrue(held and len(treated) > 1)
        campaign._work_out()
        self.assertEqual((campaign.treated_count, campaign.participation_rate, campaign.is_roi_sure), (len(treated), 0, True))

        self._order((self.goods, 1), partner=treated[0]).action_confirm()
        self._order((self.goods, 1), partner=held[0]).action_confirm()
        audience.action_find()
        self.assertFalse((treated[0] | held[0]) & audience.member_ids)
        campaign._work_out()
        self.assertEqual((campaign.sheet_buyers, campaign.treated_count, campaign.treated_turnover), (1, len(treated), 90))
        self.assertAlmostEqual(campaign.participation_rate, 100 / len(treated), 2)
        self.assertEqual((campaign.held_count, campaign.is_roi_sure), (len(held) - 1, False))

    def test_budget_lines(self):  # R0-021, R1-261
        campaign = self._campaign(TEN, approve=False, budget_amount=100, budget_line_ids=[
            Command.create({"kind": "promotion", "planned": 25}), Command.create({"kind": "media", "planned": 70})])
        with self.assertRaises(UserError) as caught:
            campaign.with_user(self.ops).action_submit()
        self.assertIn("95.00", str(caught.exception))
        promotion, media = campaign.budget_line_ids
        media.with_user(self.ops).planned = 75
        self._approve(campaign)
        for wanted in (10, 10, 0):
            order = self._order((self.goods, 1))
            self.assertEqual(order.promo_total, wanted, "5.00 are left of 25.00, the rest of the budget is for media")
            order.action_confirm()

        media.with_user(self.ops).write({"typed_committed": 60, "typed_spent": 40})
        self.env.invalidate_all()
        self.assertEqual((promotion.committed, promotion.left, media.left, campaign.budget_left), (20, 5, 15, 20))
        with self.assertRaises(UserError):
            media.with_user(self.ops).planned = 80
        with self.assertRaises(UserError):
            media.with_user(self.ops).typed_committed = 76
        with self.assertRaises(UserError):
            promotion.with_user(self.ops).typed_spent = 1
        with self.assertRaises(AccessError):
            media.with_user(self._user("fin", "fin_settlement")).typed_committed = 1
        campaign.with_user(self.ops).action_work_out()
        self.assertEqual(campaign.sheet_cost, 60)

    def test_run_again(self):
        campaign = self._campaign(
            {**TEN, "date_start": "2026-01-02 00:00:00", "date_end": "2026-01-03 00:00:00"}, approve=False, date_start="2026-01-01 12:30:00",
            date_end="2026-01-11 12:30:00", budget_line_ids=[Command.create({"planned": 100000})],
            phase_ids=[Command.create({"kind": "preheat", "date_start": "2025-12-30 00:00:00", "date_end": "2026-01-01 12:30:00"})])
        self._approve(campaign)
        found = campaign.with_user(self.ops).action_clone()
        clone = self.env["promo.campaign"].browse(found["res_id"])

        days = (clone.date_start - campaign.date_start).days
        self.assertEqual(clone.date_start.time(), campaign.date_start.time())
        self.assertGreater(clone.date_start, fields.Datetime.now())
        self.assertEqual((clone.state, clone.date_end - clone.date_start), ("draft", campaign.date_end - campaign.date_start))
        self.assertEqual((clone.rule_ids.date_start - campaign.rule_ids.date_start).days, days)
        self.assertEqual((clone.phase_ids.date_end - campaign.phase_ids.date_end).days, days)
        self.assertEqual((clone.rule_ids.reward_ids.rate, clone.budget_line_ids.planned, clone.number != campaign.number), (10, 100000, True))
        self._approve(clone)
