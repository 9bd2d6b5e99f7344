from datetime import timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_base.tests.people import new_test_user

from .common import PromoCommon

HALF = {"name": "Half price", "level": "price", "rewards": [{"kind": "percent", "rate": 50, "target": "unit"}]}
MIGRATION = Path(__file__).parent.parent / "migrations" / "19.0.1.1.0" / "end-price_ledger.py"


@tagged("post_install", "-at_install")
class TestPriceLedger(PromoCommon):
    """Orders and tags feed the ledger; campaigns are measured against it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.item = cls._product("Lamp", 299.0)

    def _events(self, **values):
        found = self.env["promo.price.event"].search([("product_id", "=", self.item.id)], order="id")
        return [(event.kind, event.price) for event in found if all(event[name] == value for name, value in values.items())]

    def _noted(self, kind, at, price):
        """An entry at a time in UTC."""
        self.env["promo.price.event"].sudo().create({
            "kind": kind, "at": at, "price": price, "product_id": self.item.id, "company_id": self.company.id, "partner_id": self.buyer.id,
            "currency_id": self.company.currency_id.id})

    def _planned(self, *rules, **values):
        rules = [{"product_ids": [Command.set(self.item.ids)], **rule} for rule in rules]
        return self._campaign(*rules, approve=False, date_start="2026-12-11 16:00:00", date_end="2026-12-20 16:00:00", **values)

    def test_orders_feed_it(self):
        self._campaign({"name": "Tag 250", "level": "price", "rewards": [{"kind": "fixed_price", "amount": 250}]},
                       {"name": "Fifty off", "rewards": [{"kind": "amount", "amount": 50}]})
        order = self._order((self.item, 2))
        order.write({"state": "sent"})
        order.action_confirm()

        self.assertEqual(self._events(), [("offered", 225), ("ordered", 250), ("deal", 225)])
        self.assertEqual(order.sudo().promo_price_event_ids.partner_id, self.buyer)
        order._action_cancel()
        self.assertEqual(self._events(kind="undone"), [("undone", 225)])

    def test_what_stops_goes_back_to_the_tag(self):
        """Stopped, blocked, given up: the ledger says what anybody pays from that minute on, and later campaigns are measured by it."""
        rule = {"name": "Tag 250", "level": "price", "product_ids": [Command.set(self.item.ids)], "rewards": [{"kind": "fixed_price", "amount": 250}]}
        campaign = self._campaign(rule)
        late = self._campaign({**rule, "rewards": [{"kind": "fixed_price", "amount": 200}]})
        late.with_user(self.ops).action_pause("not yet")
        rules, minute = campaign.rule_ids, self.env["promo.phase"]._cron_run

        def noted(expected, text):
            minute()
            minute()
            self.assertEqual([price for _kind, price in self._events()], expected, text)

        noted([250], "what is stopped from the start on is offered to nobody")
        campaign.with_user(self.ops).action_pause("season")
        noted([250, 299], "stopped")
        campaign.with_user(self.manager).action_resume()
        noted([250, 299, 250], "it goes on")
        rules.with_user(self.ops).action_pause("rule")
        noted([250, 299, 250, 299], "a rule alone")
        rules.with_user(self.manager).action_resume()
        rules._block("prices", {})
        noted([250, 299, 250, 299], "blocked before the minute came")
        rules._unblock()
        late.with_user(self.manager).action_resume()
        noted([250, 299, 250, 299, 200], "released, and another one begins: anybody pays the lower price")
        late.with_user(self.manager).action_cancel("no")
        noted([250, 299, 250, 299, 200, 250], "what goes on beside it counts")
        campaign.with_user(self.ops).action_revise()
        rules.reward_ids.with_user(self.ops).amount = 240
        noted([250, 299, 250, 299, 200, 250], "a plan changes nothing")
        self._approve(campaign)
        noted([250, 299, 250, 299, 200, 250, 240], "approved anew")
        campaign.with_user(self.manager).action_cancel("no")
        noted([250, 299, 250, 299, 200, 250, 240, 299], "given up")
        campaign.sudo().date_end = fields.Datetime.now()
        noted([250, 299, 250, 299, 200, 250, 240, 299], "said once")
        later = fields.Datetime.now() + timedelta(days=40)
        self.assertEqual(self.env["promo.price.event"]._baselines(self.company, self.item, later)[self.item.id].offered.fen, 29_900)

    def test_tags_feed_it(self):
        self.item.list_price = 280
        self.item.list_price = 280
        self.item.product_tmpl_id.list_price = 260
        self.assertEqual(self._events(), [("offered", 299), ("offered", 280), ("offered", 260)])

    def test_append_only(self):
        self._order((self.item, 1)).action_confirm()
        events = self.env["promo.price.event"].search([("product_id", "=", self.item.id)])
        for user in (self.ops, self.manager):
            with self.assertRaises(AccessError):
                events.with_user(user).write({"price": 1})
            with self.assertRaises(AccessError):
                events[:1].with_user(user).unlink()
            with self.assertRaises(AccessError):
                events[:1].with_user(user).copy()
        with self.assertRaises(AccessError):
            events.sudo().write({"price": 1})
        with self.assertRaises(AccessError):
            events.sudo().unlink()

    def test_other_company_sees_nothing(self):
        self._order((self.item, 1)).action_confirm()
        other = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        stranger = new_test_user(self.env, login="promo_stranger", groups="dealer_base.group_ops", company_id=other.id, company_ids=[Command.set(other.ids)])
        ledger = self.env["promo.price.event"].with_user(stranger).with_context(allowed_company_ids=other.ids)
        self.assertFalse(ledger.search([("company_id", "=", self.company.id)]))

    def test_half_price_not_below_what_was_ordered(self):  # R3-002, R3-030
        self._noted("ordered", "2026-11-26 04:00:00", 140)
        campaign = self._planned(HALF, price_claim="activity")
        with self.assertRaises(UserError) as caught:
            campaign.with_user(self.ops).action_submit()
        self.assertIn("149.50 is not below 140.00", str(caught.exception))

        campaign.with_user(self.ops).price_claim = False
        campaign.with_user(self.ops).action_submit()
        proof = campaign.proof_ids
        self.assertEqual((proof.campaign_price, proof.ordered_price, proof.is_claim_broken), (149.5, 140, False))
        self.assertIn("140.00", proof.history_text, "it is said all the same")

    def test_crossed_out_price_was_paid(self):  # R3-065
        """299.00 may be crossed out when nobody paid less in the seven days before, and somebody bought at all."""
        campaign = self._planned(HALF, price_claim="crossed")
        with self.assertRaisesRegex(UserError, "nobody has bought it before: 299.00"), self.env.cr.savepoint():
            campaign.with_user(self.ops).action_submit()
        self._noted("deal", "2026-12-08 04:00:00", 250)
        with self.assertRaisesRegex(UserError, "the crossed-out 299.00 is above 250.00, sold on 2026-12-08"), self.env.cr.savepoint():
            campaign.with_user(self.ops).action_submit()
        self._noted("deal", "2026-12-09 04:00:00", 299)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            campaign.with_user(self.ops).action_submit()
        self.item.list_price = 250
        campaign.with_user(self.ops).action_submit()
        self.assertEqual((campaign.state, campaign.proof_ids.deal_price, campaign.proof_ids.history_text), ("submitted", 250, False))

    def test_price_of_an_audience(self):
        self._order((self.other, 1)).action_confirm()
        audience = self.env["promo.audience"].create({"name": "Had an order", "history": "any"})
        audience.action_find()
        campaign = self._planned(HALF, audience_id=audience.id, holdout_rate=10)
        campaign.with_user(self.ops).action_submit()
        self.assertEqual(campaign.proof_ids.campaign_price, 149.5)

    def test_another_currency(self):
        """An order in dollars takes no part and says why; its price is none that yuan are measured by, and counts as bought in yuan."""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create({"currency_id": dollar.id, "company_id": self.company.id, "name": "2020-01-01", "rate": 0.125})
        prices = self.env["product.pricelist"].create({"name": "USD", "currency_id": dollar.id, "company_id": self.company.id})
        self._campaign({"name": "Fifty off", "limit_budget": 500, "rewards": [{"kind": "amount", "amount": 50}]})
        order = self._order((self.item, 1, 40.0), pricelist_id=prices.id)
        self.assertEqual((order.currency_id, order.promo_total), (dollar, 0))
        self.assertIn("holds for orders in CNY alone", order.promo_html)
        self.assertIn("仅限 CNY 结算的订单", order.with_context(lang="zh_CN").promo_html)
        order.action_confirm()
        later = fields.Datetime.now() + timedelta(days=1)
        self.assertEqual(self.env["promo.price.event"]._baselines(self.company, self.item, later)[self.item.id].deal, None)
        self.assertEqual(self._events(currency_id=dollar), [("ordered", 40), ("deal", 40)])
        self.env.flush_all()
        done = self.env["promo.cart"]._orders_done(self.buyer, self.company)[self.buyer.id]
        self.assertEqual(done[:2], (1, 32_000), "40.00 dollars are 320.00 yuan")
        yuan = self._order((self.item, 1))
        self.assertEqual(yuan.promo_total, 50)

    def test_window_is_of_the_company(self):  # R3-002
        self._noted("ordered", "2026-11-11 15:59:00", 140)  # 11 November 23:59 in China, one minute before the window
        self._noted("ordered", "2026-12-11 16:00:00", 130)  # the first minute of the campaign
        campaign = self._planned(HALF, price_claim="activity")
        campaign.with_user(self.ops).action_submit()
        self.assertEqual((campaign.state, campaign.proof_ids.ordered_price), ("submitted", 0))

        self._noted("ordered", "2026-11-11 16:00:00", 140)
        with self.assertRaises(UserError):
            campaign.with_user(self.manager).action_approve()

    def test_cancelled_deals_do_not_count(self):
        order = self._order((self.item, 1, 120.0))
        order.action_confirm()
        starts = self.env["promo.price.event"]._fields["at"].default(self.env["promo.price.event"]).replace(year=2030)
        base = self.env["promo.price.event"]._baselines(self.company, self.item, starts)[self.item.id]
        self.assertEqual(base.deal.fen, 12_000)
        order._action_cancel()
        base = self.env["promo.price.event"]._baselines(self.company, self.item, starts)[self.item.id]
        self.assertEqual(base.deal, None)

    def test_orders_from_before_are_noted(self):
        order = self._order((self.item, 2))
        order.action_confirm()
        self.env.cr.execute("DELETE FROM promo_price_event WHERE order_id = %s", [order.id])
        order.invalidate_recordset()
        spec = spec_from_file_location("price_ledger", MIGRATION)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)

        script.migrate(self.env.cr, "19.0.1.0.0")
        script.migrate(self.env.cr, "19.0.1.0.0")

        self.assertEqual(self._events(), [("ordered", 299), ("deal", 299)])
        self.assertEqual(order.sudo().promo_price_event_ids[:1].at, order.date_order)
