from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.dealer_base.tests.people import new_test_user

from .common import PromoCommon


@tagged("post_install", "-at_install")
class TestEntry(PromoCommon, HttpCase):
    """Dealers apply for a campaign, operations decides, orders of those who take part get it; venues."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.sales_company = partners.create({"name": "SC", "is_company": True, "dealer_level": "sales_company", "company_id": cls.company.id})
        cls.dealer = partners.create({
            "name": "Dealer", "is_company": True, "dealer_level": "dealer", "parent_id": cls.sales_company.id, "company_id": cls.company.id})
        cls.store = partners.create({
            "name": "Store", "is_company": True, "dealer_level": "store", "parent_id": cls.dealer.id, "company_id": cls.company.id})
        cls.now = fields.Datetime.now()
        cls.campaign = cls._campaign(
            {"name": "Tenth off", "rewards": [{"kind": "percent", "rate": 10}]}, approve=False, name="Double 12", needs_entry=True,
            phase_ids=[Command.create({"kind": "entry", "date_start": cls.now - timedelta(days=1), "date_end": cls.now + timedelta(days=1)})])
        cls.presale = cls._user("presale", "cs_presale")

    def _entry(self, user=None, **values):
        return self.env["promo.entry"].with_user(user or self.presale).create({
            "campaign_id": self.campaign.id, "partner_id": self.dealer.id, **values})

    def test_from_the_application_to_the_order(self):  # R3-029, R3-092
        entry = self._entry(product_ids=[Command.set(self.goods.ids)])
        with self.assertRaisesRegex(UserError, "applied|already"), self.env.cr.savepoint():
            self.env["promo.entry"]._apply(self.campaign, self.dealer)
        entry.action_submit()
        with self.assertRaises(AccessError):
            entry.action_accept()
        self.assertTrue(self.campaign.owner_id and entry.sudo().activity_ids)
        entry.with_user(self.ops).action_accept()
        self.assertEqual((entry.state, entry.decided_by), ("accepted", self.ops))
        self.assertFalse(entry.sudo().activity_ids, "there is nothing left to decide")

        entry.with_user(self.ops).rule_id = self.campaign.rule_ids
        entry.with_user(self.ops).action_take_goods()
        self.assertEqual(self.campaign.rule_ids.product_ids, self.goods)
        self._approve(self.campaign)
        self.assertEqual([self._order((self.goods, 1), partner=who).promo_total for who in (self.dealer, self.store, self.buyer)], [10, 10, 0])
        with self.assertRaisesRegex(UserError, "started"):
            entry.action_withdraw("no time")

    def test_venues_of_a_plan_that_stands(self):
        """The list of venues shows campaigns; it is no way around the plan that was approved."""
        venue = self.env["promo.venue"].with_user(self.ops).create({"name": "Main", "company_id": self.company.id})
        self.campaign.with_user(self.ops).venue_ids = venue
        self._approve(self.campaign)
        with self.assertRaises(AccessError):
            venue.campaign_ids = False
        with self.assertRaises(AccessError):
            venue.create({"name": "Sub", "company_id": self.company.id, "campaign_ids": [Command.set(self.campaign.ids)]})
        venue.name = "Hall"
        self.assertEqual(self.campaign.venue_ids.name, "Hall")

    def test_who_decides_and_when(self):  # R3-029
        own = self._entry(self.ops)
        own.action_submit()
        with self.assertRaises(AccessError):
            own.with_user(self.ops).action_accept()
        own.with_user(self.manager).action_refuse("too late")
        self.assertEqual((own.state, own.answer), ("refused", "too late"))
        again = self._entry()
        self.campaign.phase_ids.date_end = self.now - timedelta(minutes=1)
        with self.assertRaisesRegex(UserError, "applications are handed in"):
            again.action_submit()
        with self.assertRaises(AccessError):
            again.write({"state": "accepted"})
        with self.assertRaises(AccessError):
            self._entry(self._user("warehouse", "wh_operator"), partner_id=self.store.id)

    def test_a_campaign_for_who_applied_needs_a_window(self):
        self.campaign.phase_ids.unlink()
        with self.assertRaisesRegex(UserError, "kind entry"):
            self.campaign.with_user(self.ops).action_submit()

    def test_on_the_dealer_page(self):  # R1-046
        contact = self.env["res.partner"].create({"name": "Owner", "parent_id": self.dealer.id})
        user = new_test_user(self.env, "promo_portal", groups="dealer_base.group_portal_dealer", partner_id=contact.id, company_id=self.company.id,
                             company_ids=[Command.set(self.company.ids)])
        audience = self.env["promo.audience"].create({"name": "Somebody else"})
        self._campaign({"name": "Hidden", "rewards": [{"kind": "percent", "rate": 10}]}, approve=False, name="Not for you", needs_entry=True,
                       audience_id=audience.id, phase_ids=[Command.create({
                           "kind": "entry", "date_start": self.now - timedelta(days=1), "date_end": self.now + timedelta(days=1)})])
        self.authenticate(user.login, user.login)
        page = self.url_open("/my/campaigns").text
        self.assertIn("Double 12", page)
        self.assertNotIn("Not for you", page)
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        self.assertEqual(self.url_open(f"/my/campaigns/{self.campaign.id}/apply", {"csrf_token": token, "note": "kettles"}).status_code, 200)
        entry = self.campaign.entry_ids
        self.assertEqual((entry.partner_id, entry.state, entry.note, entry.submitted_by), (self.dealer, "submitted", "kettles", user))
        again = self.url_open(f"/my/campaigns/{self.campaign.id}/apply", {"csrf_token": token}).text
        self.assertIn("already", again)
        self.assertEqual(len(self.campaign.entry_ids), 1)
        self.assertEqual(self.url_open(f"/my/campaigns/{self.campaign.id + 1000}/apply", {"csrf_token": token}).status_code, 404)

    def test_clerks_look_only(self):
        contact = self.env["res.partner"].create({"name": "Clerk", "parent_id": self.dealer.id})
        clerk = new_test_user(self.env, "promo_clerk", groups="dealer_base.group_portal_clerk", partner_id=contact.id, company_id=self.company.id,
                              company_ids=[Command.set(self.company.ids)])
        self.authenticate(clerk.login, clerk.login)
        page = self.url_open("/my/campaigns").text
        self.assertIn("Double 12", page)
        self.assertNotIn(f"/my/campaigns/{self.campaign.id}/apply", page)

    def test_venues(self):
        main, side = self.env["promo.venue"].create([{"name": "Main", "company_id": self.company.id}, {"name": "Side", "company_id": self.company.id}])
        self._campaign({"name": "There only", "rewards": [{"kind": "amount", "amount": 20}]}, venue_ids=[Command.set(main.ids)])
        self._campaign({"name": "By name", "rewards": [{"kind": "amount", "amount": 5}], "conditions": [{"kind": "org", "venue_words": "Side"}]})
        order = self._order((self.goods, 1))
        self.assertEqual(order.promo_total, 0)
        order.promo_venue_id = main
        self.assertEqual(order.promo_total, 20)
        order.promo_venue_id = side
        self.assertEqual(order.promo_total, 5)

    def test_used_venue_is_archived(self):
        """Without its venue a campaign would mean all of them: it is kept, also while nobody chooses it any more."""
        main, side, free = self.env["promo.venue"].with_user(self.ops).create(
            [{"name": name, "company_id": self.company.id} for name in ("Main", "Side", "Free")])
        campaign = self._campaign({"rewards": [{"kind": "amount", "amount": 20}]}, approve=False, venue_ids=[Command.set(main.ids)])
        order = self._order((self.goods, 1), promo_venue_id=side.id)
        for venue, name in ((main, campaign.display_name), (side, order.display_name)):
            with self.assertRaisesRegex(UserError, name):
                venue.unlink()
            venue.active = False
        free.unlink()
        self.env.invalidate_all()
        self.assertEqual(campaign.venue_ids, main)
        self._approve(campaign)
        self.assertEqual(self._order((self.goods, 1)).promo_total, 0)
        self.assertEqual(self._order((self.goods, 1), promo_venue_id=main.id).promo_total, 20)

    def test_decided_is_not_asked_again(self):
        """Who was asked to decide is asked no more, whatever became of the application."""
        self.campaign.sudo().owner_id = self.manager
        for number, step in enumerate(("action_accept", "action_refuse", "action_withdraw")):
            entry = self._entry(partner_id=self.env["res.partner"].create({"name": f"Dealer {number}", "dealer_level": "dealer", "is_company": True,
                                                                           "parent_id": self.dealer.parent_id.id}).id)
            entry.action_submit()
            self.assertEqual(entry.activity_ids.user_id, self.manager)
            if step == "action_withdraw":
                self.campaign.with_user(self.ops).date_start = self.now + timedelta(days=2)
            getattr(entry.with_user(self.manager), step)(*([] if step == "action_accept" else ["no"]))
            self.env.invalidate_all()
            self.assertFalse(entry.activity_ids, step)

    def test_region_of_the_buyer(self):
        division = self.env["dealer.division"].search([("parent_id", "!=", False)], limit=1)
        self._campaign({"name": "There", "rewards": [{"kind": "amount", "amount": 5}], "conditions": [{
            "kind": "org", "region_words": division.parent_id.name}]})
        self.assertEqual(self._order((self.goods, 1)).promo_total, 0)
        self.buyer.division_id = division
        self.assertEqual(self._order((self.goods, 1)).promo_total, 5)
