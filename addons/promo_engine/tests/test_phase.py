from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PromoCommon

TEN = {"name": "Tenth off", "rewards": [{"kind": "percent", "rate": 10}]}
FLASH = {"name": "Flash", "level": "price", "rewards": [{"kind": "fixed_price", "amount": 60}]}


@tagged("post_install", "-at_install")
class TestPhase(PromoCommon):
    """Phases do by themselves what they say, at their minute, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now().replace(second=0, microsecond=0)
        cls.batch = cls.env["promo.voucher.batch"].create({"name": "Red packet"})

    def _phase(self, action, minutes, **values):
        start = self.now + timedelta(minutes=minutes)
        return Command.create({"kind": "preheat", "action": action, "date_start": start, "date_end": start + timedelta(hours=1), **values})

    def _minute_comes(self, *phases):
        for phase in phases:
            phase.sudo().write({"date_start": self.now - timedelta(minutes=1)})
        self.env["promo.phase"]._cron_run()

    def test_home_of_operations(self):
        for user in (self.ops, self.manager):
            home = user._dealer_home_action()
            self.assertEqual(home.id, self.env.ref("promo_engine.promo_phase_action").id)
            self.env["promo.phase"].with_user(user).search_count([])

    def test_open_and_close(self):  # R1-258, R3-040
        campaign = self._campaign(TEN, FLASH, approve=False)
        flash = campaign.rule_ids.filtered(lambda rule: rule.name == "Flash")
        campaign.with_user(self.ops).write({"phase_ids": [
            self._phase("open", 30, rule_ids=[Command.set(flash.ids)]), self._phase("close", 60, rule_ids=[Command.set(flash.ids)])]})
        self._approve(campaign)
        opening, closing = campaign.phase_ids
        order = self._order((self.goods, 1))
        self.assertEqual((flash.is_paused, order.promo_total, opening.stage), (True, 10, "coming"))
        self.env["promo.phase"]._cron_run()
        self.assertFalse(opening.done_at, "its minute has not come")

        self._minute_comes(opening)
        order.action_update_promotions()
        self.assertEqual((flash.is_paused, order.promo_total), (False, 46))
        self.assertIn("Flash", opening.result_text)
        self._minute_comes(closing)
        order.action_update_promotions()
        self.assertEqual((flash.is_paused, order.promo_total), (True, 10))
        done = opening.done_at
        self.env["promo.phase"]._cron_run()
        self.assertEqual(opening.done_at, done)

    def test_vouchers_for_the_audience_and_the_first(self):  # R1-258
        tag = self.env["res.partner.category"].create({"name": "Gold"})
        buyers = self.env["res.partner"].create([{"name": f"Gold {number}", "category_id": [Command.set(tag.ids)]} for number in range(3)])
        for number, buyer in enumerate(buyers):
            self._order((self.other, 1 + number), partner=buyer).action_confirm()
        audience = self.env["promo.audience"].create({"name": "Gold", "tag_ids": [Command.set(tag.ids)]})
        audience.action_find()
        campaign = self._campaign(TEN, approve=False, audience_id=audience.id, phase_ids=[
            self._phase("give", 30, batch_id=self.batch.id), self._phase("rank", 60, batch_id=self.batch.id, top=2), self._phase("tell", 90)])
        self._approve(campaign)
        give, rank, tell = campaign.phase_ids
        self._minute_comes(give)
        self.assertEqual(self.batch.voucher_ids.partner_id, buyers)
        self.assertIn("3", give.result_text)
        self.batch.voucher_ids.sudo().write({"state": "void"})
        for number, buyer in enumerate(buyers):
            self._order((self.goods, 3 - number), partner=buyer).action_confirm()
        self._minute_comes(rank, tell)
        new = self.batch.voucher_ids.filtered(lambda voucher: voucher.state == "new")
        self.assertEqual(new.partner_id, buyers[:2])
        self.assertIn("1. Gold 0 270.00", rank.result_text)
        self.assertEqual(campaign.activity_ids.user_id, self.ops)
        self._minute_comes()
        self.assertEqual(len(self.batch.voucher_ids), 5, "paid out once")

    def test_preheat_vouchers_wait_for_the_start(self):
        """R3-003, R3-016: given while it is announced, worth something from the first minute of the campaign to its last."""
        tag = self.env["res.partner.category"].create({"name": "Preheat"})
        buyer = self.env["res.partner"].create({"name": "Early", "category_id": [Command.set(tag.ids)]})
        order = self._order((self.goods, 1), partner=buyer)
        audience = self.env["promo.audience"].create({"name": "Preheat", "tag_ids": [Command.set(tag.ids)]})
        audience.action_find()
        start = self.now + timedelta(days=2)
        campaign = self._campaign(
            {"name": "Packet", "level": "coupon", "batch_id": self.batch.id, "rewards": [{"kind": "amount", "amount": 20}]}, approve=False,
            audience_id=audience.id, date_start=start, date_end=start + timedelta(days=3), phase_ids=[self._phase("give", 30, batch_id=self.batch.id)])
        self._approve(campaign)
        self._minute_comes(campaign.phase_ids)
        self.assertEqual((self.batch.voucher_ids.partner_id, campaign.phase, self._order((self.goods, 1), partner=buyer).promo_total), (buyer, "preheat", 0))
        minute = timedelta(minutes=1)
        for at, fen in ((start - minute, 0), (start, 2000), (start + timedelta(days=3) - minute, 2000), (start + timedelta(days=3), 0)):
            tried = order._promo_try(at=at)
            with self.subTest(at):
                self.assertEqual(10_000 - tried.outcome.goods_fen if tried else 0, fen)

    def test_ranked_who_has_one_still(self):
        """Who holds a voucher of the batch gets no second one, and is not named as paid."""
        campaign = self._campaign(TEN, approve=False, phase_ids=[self._phase("rank", 60, batch_id=self.batch.id, top=2)])
        self._approve(campaign)
        first, second = self.env["res.partner"].create([{"name": "First"}, {"name": "Second"}])
        self.batch._give(first)
        for pieces, buyer in ((2, first), (1, second)):
            self._order((self.goods, pieces), partner=buyer).action_confirm()
        self._minute_comes(campaign.phase_ids)
        self.assertEqual(sorted(self.batch.voucher_ids.mapped("partner_id.name")), ["First", "Second"])
        paid, left = campaign.phase_ids.result_text.split("(")
        self.assertIn("first 1: 2. Second 90.00", paid)
        self.assertNotIn("First 180.00", paid)
        self.assertIn("1. First 180.00", left)

    def test_win_back(self):  # R4-052
        """A buyer at risk gets one task, not a second one within 30 days, whatever campaign asks for it; a firm with its contacts is one buyer."""
        rep = self._user("phase_rep", "sales_rep")
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True, "user_id": rep.id})
        clerks = self.env["res.partner"].create([{"name": f"Clerk {number}", "parent_id": firm.id} for number in range(2)])
        audience = self.env["promo.audience"].create({"name": "At risk", "idle_days": 90, "is_live": False})
        audience.sudo().write({"member_ids": [Command.set((firm | clerks).ids)], "member_count": 3})

        def ask():
            campaign = self._campaign(
                TEN, approve=False, audience_id=audience.id, name="Come back", phase_ids=[self._phase("call", 30, note="exclusive offer")])
            self._approve(campaign)
            self._minute_comes(campaign.phase_ids)
            return campaign.phase_ids.result_text

        self.assertIn("1 tasks", ask())
        task = (firm | clerks).activity_ids
        self.assertEqual((len(task), task.user_id, task.summary, task.res_id), (1, rep, "Win back: Come back", firm.id))
        task.action_feedback()
        self.assertIn("0 tasks", ask(), "also when the first one is done")
        firm.with_company(self.company).sudo().promo_called_at = self.now - timedelta(days=31)
        self.assertIn("1 tasks", ask())

    def test_win_back_every_day_asks_once(self):  # R4-052
        """A phase of every day that is longer than 30 days asks for a buyer once; who was asked for long before it is asked for once more."""
        rep = self._user("phase_rep", "sales_rep")
        buyer, earlier = self.env["res.partner"].create([{"name": name, "user_id": rep.id} for name in ("Buyer", "Earlier")])
        audience = self.env["promo.audience"].create({"name": "At risk", "idle_days": 90, "is_live": False})
        audience.sudo().write({"member_ids": [Command.set((buyer | earlier).ids)], "member_count": 2})
        campaign = self._campaign(TEN, approve=False, audience_id=audience.id, phase_ids=[self._phase("call", 30, is_daily=True)])
        self._approve(campaign)
        phase = campaign.phase_ids
        phase.sudo().date_start = self.now - timedelta(days=40)
        for partner, days in ((buyer, 35), (earlier, 45)):
            partner.with_company(self.company).sudo().promo_called_at = self.now - timedelta(days=days)
        self.env["promo.phase"]._cron_run()
        self.assertEqual(((buyer | earlier).activity_ids.mapped("res_id"), phase.ran_on), (earlier.ids, self.env.company._dealer_today()))

    def test_vouchers_every_day(self):  # R3-109
        """Who comes to fit the audience while the phase runs gets one too, nobody a second one, also when the first is gone; at the end it is done."""
        tag = self.env["res.partner.category"].create({"name": "Idle"})
        first, second = self.env["res.partner"].create([{"name": "First", "category_id": [Command.set(tag.ids)]}, {"name": "Second"}])
        for buyer in first | second:
            self._order((self.other, 1), partner=buyer)
        audience = self.env["promo.audience"].create({"name": "Idle", "tag_ids": [Command.set(tag.ids)]})
        audience.action_find()
        campaign = self._campaign(TEN, approve=False, audience_id=audience.id, phase_ids=[self._phase("give", 30, batch_id=self.batch.id, is_daily=True)])
        self._approve(campaign)
        phase = campaign.phase_ids
        self._minute_comes(phase)
        self._minute_comes()
        self.assertEqual((self.batch.voucher_ids.partner_id, phase.done_at), (first, False))
        self.batch.voucher_ids.sudo().write({"state": "used"})
        second.category_id = tag
        self._minute_comes()
        self.assertEqual(self.batch.voucher_ids.partner_id, first, "once a day")
        phase.sudo().ran_on = self.now.date() - timedelta(days=1)
        self._minute_comes()
        self.assertEqual((self.batch.voucher_ids.partner_id, len(self.batch.voucher_ids)), (first | second, 2))
        phase.sudo().date_end = self.now
        self._minute_comes()
        self.assertTrue(phase.done_at)
        with self.assertRaises(ValidationError):
            phase.sudo().action = "tell"

    def test_buyers_are_written_to(self):  # R4-062
        """One mail to each address of the audience, noted with the buyer; not to who wants none, nor to others."""
        tag = self.env["res.partner.category"].create({"name": "Told"})
        values = [("One", "one@example.com"), ("Same", "ONE@example.com"), ("Two", "two@example.com"), ("No mail", False), ("Stop", "stop@example.com")]
        people = self.env["res.partner"].create([{"name": name, "email": email, "category_id": [Command.set(tag.ids)]} for name, email in values])
        for buyer in people | self.env["res.partner"].create({"name": "Other", "email": "other@example.com"}):
            self._order((self.other, 1), partner=buyer)
        self.env["mail.blacklist"].sudo()._add("stop@example.com")
        audience = self.env["promo.audience"].create({"name": "Told", "tag_ids": [Command.set(tag.ids)]})
        audience.action_find()
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._campaign(TEN, approve=False, audience_id=audience.id, phase_ids=[self._phase("push", 30)])
        campaign = self._campaign(TEN, approve=False, audience_id=audience.id, phase_ids=[self._phase("push", 30, note="Red packets are there")])
        self._approve(campaign)
        self._minute_comes(campaign.phase_ids)
        self._minute_comes()
        told = self.env["mail.message"].sudo().search([("model", "=", "res.partner"), ("body", "ilike", "Red packets are there")])
        self.assertEqual((told.mapped("res_id"), told.notified_partner_ids), (sorted(people[0:3:2].ids, reverse=True), people[0] | people[2]))
        self.assertIn("2 of 5", campaign.phase_ids.result_text)

    def test_ranking_reads_sums(self):
        """As many statements for six orders as for two; two orders of a buyer are one sum."""
        phase = self._campaign(TEN, approve=False, phase_ids=[self._phase("rank", 60, batch_id=self.batch.id)]).phase_ids
        self._approve(phase.campaign_id)
        buyers = self.env["res.partner"].create([{"name": f"Ranked {number}"} for number in range(3)])
        counts = []
        for _time in range(2):
            for buyer in buyers[len(counts):] | buyers[:1 + len(counts)]:
                self._order((self.goods, 1), partner=buyer).action_confirm()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            ranking = phase._ranking()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual([(buyer, round(amount)) for buyer, amount in ranking], [(buyer, 180) for buyer in buyers])
        self.assertLessEqual(counts[1], counts[0])

    def test_what_fails_is_said_and_tried_again(self):
        campaign = self._campaign(TEN, approve=False, phase_ids=[self._phase("give", -1, batch_id=self.batch.id)])
        self._approve(campaign)
        phase = campaign.phase_ids
        for _turn in range(7):
            self.env["promo.phase"]._cron_run()
        self.assertEqual((phase.tries, phase.done_at), (5, False))
        self.assertIn("audience", phase.result_text)

    def test_every_day_goes_on_after_a_day_that_failed(self):
        """Five tries a day: what fails for one day is tried again on the next one, and done at the end."""
        campaign = self._campaign(TEN, approve=False, phase_ids=[self._phase("give", -1, batch_id=self.batch.id, is_daily=True)])
        self._approve(campaign)
        phase = campaign.phase_ids
        tried = []
        self.patch(type(phase), "_receivers", lambda phase: tried.append(phase) or phase.browse().ensure_one())
        with mute_logger("odoo.addons.promo_engine.models.promo_phase_action"):
            for _turn in range(7):
                self.env["promo.phase"]._cron_run()
            self.assertEqual((len(tried), phase.done_at), (5, False))
            self.assertTrue(phase.result_text)
            phase.sudo().ran_on = self.env.company._dealer_today() - timedelta(days=1)
            self.env["promo.phase"]._cron_run()
            self.assertEqual((len(tried), phase.tries), (6, 1))
        phase.sudo().date_end = self.now
        self.env["promo.phase"]._cron_run()
        self.assertTrue(phase.done_at)

    def test_stopped_campaign_does_nothing(self):
        campaign = self._campaign(TEN, approve=False, phase_ids=[self._phase("tell", -1)])
        self._approve(campaign)
        campaign.with_user(self.ops).action_pause("wait")
        self.env["promo.phase"]._cron_run()
        self.assertFalse(campaign.phase_ids.done_at)

    def test_what_a_phase_needs(self):
        campaign = self._campaign(TEN, approve=False)
        other = self._campaign(FLASH, approve=False)
        for values in ({"action": "give"}, {"action": "open"}, {"action": "close", "rule_ids": [Command.set(other.rule_ids.ids)]},
                       {"action": "rank", "batch_id": self.batch.id, "top": 0}):
            with self.subTest(values), self.assertRaises(ValidationError), self.env.cr.savepoint():
                campaign.with_user(self.ops).write({"phase_ids": [self._phase(values.pop("action"), 5, **values)]})
        self._approve(campaign)
        with self.assertRaises(UserError):
            campaign.with_user(self.ops).write({"phase_ids": [self._phase("tell", 5)]})

    def test_campaign_that_moved_away_from_its_phases(self):
        campaign = self._campaign(TEN, approve=False, phase_ids=[self._phase("tell", 5, kind="running")])
        campaign.with_user(self.ops).date_end = self.now
        with self.assertRaisesRegex(UserError, "lies outside"):
            campaign.with_user(self.ops).action_submit()
        campaign.with_user(self.ops).date_end = self.now + timedelta(days=1)
        self._approve(campaign)
        self.assertEqual(campaign.state, "approved")

    def test_public_prices_are_noted(self):
        item = self._product("Lamp", 200.0)
        campaign = self._campaign({**FLASH, "product_ids": [Command.set(item.ids)]}, date_start=self.now - timedelta(hours=1),
                                  date_end=self.now + timedelta(days=1))
        self.env["promo.phase"]._cron_run()
        self.env["promo.phase"]._cron_run()
        events = self.env["promo.price.event"].search([("campaign_id", "=", campaign.id)], order="id")
        self.assertEqual([(event.kind, event.price, event.at) for event in events], [("offered", 60, campaign.date_start)])
        campaign.sudo().date_end = self.now - timedelta(minutes=1)
        self.env["promo.phase"]._cron_run()
        events = self.env["promo.price.event"].search([("campaign_id", "=", campaign.id)], order="id")
        self.assertEqual(events.mapped("price"), [60, 200])
