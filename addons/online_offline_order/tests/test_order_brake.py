"""N17: an order over the dealer's own brakes waits for the dealer; HQ's limits stand apart."""
import datetime
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from .sight_common import SightCommon


@tagged("post_install", "-at_install")
class TestOrderBrake(SightCommon, HttpCase):
    def _set(self, user=None, **vals):
        return self.env["prepaid.brake"].with_user(user or self.owner).set_brake(**vals)

    def _approve(self, order):
        order.with_user(self.cs_b).action_approve()

    # -- setting it

    def test_the_owner_sets_it_himself(self):
        answer = self._set(store_code="T-1A", ask_above="500.00", per_month=3000)
        self.assertEqual(answer, {"owner": "T-D1", "store": "T-1A", "ask_above": "500.00", "per_day": "0.00", "per_month": "3000.00"})
        brake = self.env["prepaid.brake"].search([("owner_id", "=", self.d1.id)])
        self.assertEqual((brake.store_id, brake.ask_above, brake.per_month, brake.reason), (self.store_1a, 500, 3000, "Set by the owner"))
        self._set(store_code="T-1A")
        self.assertFalse(brake.active, "three times nothing ends it")
        self._set(store_code="T-1A", per_day=100)
        self.assertEqual((brake.active, brake.ask_above, brake.per_day), (True, 0, 100), "one brake a store, changed")

    def test_nobody_else_sets_it(self):
        for user in (self.clerk, self.shop_manager, self.cs_a, self.users["fin_manager"], self.users["sales_rep"]):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._set(user=user, ask_above=1)
        with self.assertRaisesRegex(UserError, "no store with the code"):
            self._set(store_code="T-2A", ask_above=1)
        for amount in ("-1", "1.005", "abc", "nan", "1e300"):
            with self.subTest(amount), self.assertRaises(UserError):
                self._set(ask_above=amount)
        with self.assertRaises(AccessError):
            self.env["prepaid.brake"].with_user(self.owner).create({"owner_id": self.d1.id, "ask_above": 1, "reason": "by RPC"})

    def test_finance_enters_it_with_a_reason_and_the_owner_is_told(self):
        brakes = self.env["prepaid.brake"].with_user(self.users["fin_manager"])
        with self.assertRaisesRegex(UserError, "say how he asked"):
            brakes.create({"owner_id": self.d1.id, "ask_above": 500})
        brake = brakes.create({"owner_id": self.d1.id, "ask_above": 500, "reason": "called on 3 March"})
        with self.assertRaisesRegex(UserError, "say how he asked"):
            brake.ask_above = 0
        told = self.env["mail.message"].sudo().search([
            ("model", "=", "prepaid.brake"), ("res_id", "=", brake.id), ("subject", "=", "Your own brake was changed")])
        self.assertIn(self.owner.partner_id, told.notified_partner_ids | told.partner_ids)
        for role in ("fin_settlement", "cs_presale", "auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                brake.with_user(self.users[role]).write({"ask_above": 1, "reason": "x"})

    # -- what it does

    def test_over_the_amount_waits_and_keeps_its_hold(self):
        self._set(ask_above=679.99)
        order = self._submitted()
        self.assertEqual((order.dealer_state, order.brake_state), ("submitted", "asked"))
        self.assertIn("the order is 680.00 CNY, to be asked above 679.99", order.brake_note)
        self.assertLedger(self.account, 5000, 680, 4320)
        with self.assertRaisesRegex(UserError, "waits for the dealer"):
            self._approve(order)
        order.with_user(self.owner).action_agree_brake()
        self.assertEqual((order.brake_state, order.brake_total, order.brake_by), ("agreed", 680, self.owner))
        order.with_user(self.owner).action_agree_brake()  # a doubled click
        self._approve(order)
        self.assertEqual(order.dealer_state, "approved")

    def test_exactly_the_amount_goes_on(self):
        self._set(ask_above=680, per_day=680, per_month=680)
        order = self._submitted()
        self.assertFalse(order.brake_state)
        self._approve(order)
        self.assertEqual(order.dealer_state, "approved")

    def test_day_and_month_count_what_came_before(self):
        self._set(per_day=1000, per_month=10000)
        first, second = self._submitted(), self._submitted()
        self.assertEqual((first.brake_state, second.brake_state), (False, "asked"))
        self.assertIn("the orders of the day come to 1,360.00 CNY, to be asked beyond 1,000.00", second.brake_note)
        self._approve(first)
        self._set(per_month=1000)
        third = self._submitted()
        self.assertIn("the orders of the month come to 2,040.00 CNY", third.brake_note)

    def test_two_at_the_same_instant_are_told_apart_at_the_approval(self):
        """Neither saw the other at its submit: the later one is stopped when it is to be approved."""
        first, second = self._submitted(), self._submitted()
        self._set(per_day=1000)
        self._approve(first)
        self.assertTrue(second.brake_due)
        with self.assertRaisesRegex(UserError, "Ask the dealer"):
            self._approve(second)
        second.with_user(self.cs_b).action_ask_brake()
        self.assertEqual(second.brake_state, "asked")

    def test_a_brake_of_one_store_leaves_the_others_alone(self):
        self._set(store_code="T-1B", ask_above=1)
        self.assertFalse(self._submitted().brake_state)
        self.assertEqual(self._submitted(partner_id=self.partners["1B"].id).brake_state, "asked")

    def test_refused_goes_back_to_draft(self):
        self._set(ask_above=100)
        order = self._submitted()
        with self.assertRaises(UserError):
            order.with_user(self.owner).action_refuse_brake("")
        order.with_user(self.owner).action_refuse_brake("too many coats")
        self.assertEqual((order.dealer_state, order.brake_state, order.change_note), ("draft", "refused", "The dealer refused: too many coats"))
        self.assertLedger(self.account, 5000, 0, 5000)
        order.action_submit()
        self.assertEqual(order.brake_state, "asked", "asked anew")

    def test_a_higher_total_is_asked_again(self):
        self._set(ask_above=100)
        order = self._submitted()
        order.with_user(self.owner).action_agree_brake()
        order.with_user(self.cs_b).action_reject("one more")
        order.order_line.product_uom_qty = 3
        order.flush_recordset()
        order.action_submit()
        self.assertEqual((order.dealer_state, order.brake_state), ("submitted", "asked"))

    def _on_day(self, day, hour=2):
        return patch.object(fields.Datetime, "now", lambda: datetime.datetime(2027, 3, day, hour))

    def test_an_order_counts_for_the_day_on_which_its_money_is_held(self):
        """Sent back on Monday and submitted again on Tuesday it is one of Tuesday's orders."""
        self._set(per_day=1000)
        with self._on_day(1):
            first = self._submitted()
            first.with_user(self.cs_b).action_reject("wait")
            self.assertFalse(first.brake_moment)
        with self._on_day(2):
            self.assertFalse(self._submitted().brake_state)
        with self._on_day(2, 3):
            first.action_submit()
        self.assertEqual((first.submitted_at.day, first.brake_moment.day, first.brake_state), (1, 2, "asked"))

    def test_a_dearer_carrier_is_asked_for(self):
        """680.00 by SF, 690.00 is what the dealer is asked above; EMS 2.4 kg costs 56.00: 704.00."""
        self._set(ask_above=690)
        changer = self._user("cs_presale", login="t_cs_changer")
        self.env["logistics.carrier.policy"].search([]).active = False
        submitted, approved = self._submitted(), self._approved()
        for order in (submitted, approved):
            total = order.settlement_total
            order.with_user(changer).action_change_carrier(self.carriers["ems"].id, "quicker", "Ms Li by phone")
            self.assertGreater(order.settlement_total, 690, total)
            self.assertEqual((order.dealer_state, order.brake_state, order.approved_by.id), ("submitted", "asked", False))
            with self.assertRaisesRegex(UserError, "waits for the dealer"):
                self._approve(order)
            order.with_user(self.owner).action_agree_brake()
            self._approve(order)
            self._ship(order)
        self.assertEqual(self.account.held, 0)

    def test_a_store_with_its_own_account_is_not_its_dealers(self):
        self._open_account(self.store_1a)
        with self.assertRaisesRegex(ValidationError, "an account of its own"), self.env.cr.savepoint():
            self._set(store_code="T-1A", ask_above=1)

    def test_limits_of_finance_stand_apart(self):
        self.env["prepaid.sub.limit"].with_user(self.users["fin_manager"]).create(
            {"account_id": self.account.id, "partner_id": self.store_1a.id, "per_order": 600})
        self._set(ask_above=100)
        order = self._order()
        with self.assertRaisesRegex(UserError, "600.00"):
            order.action_submit()
        self.assertEqual((order.dealer_state, order.brake_state), ("draft", False))

    def test_who_answers(self):
        self._set(ask_above=100)
        order = self._submitted()
        stranger = self._portal_user("portal_dealer", self.partners["D2"], login="t_owner_d2")
        for user in (stranger, self.clerk, self.shop_manager, self.cs_a, self.cs_b, self.users["fin_manager"], self.users["sales_rep"]):
            for step in (lambda rec: rec.action_agree_brake("x"), lambda rec: rec.action_refuse_brake("x")):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    step(order.with_user(user).sudo(False))
        manager = order.with_user(self.users["cs_manager"])
        with self.assertRaisesRegex(UserError, "say how"):
            manager.action_agree_brake()
        manager.action_agree_brake("called Mr Li at 10:00")
        self.assertEqual(order.brake_state, "agreed")
        self.users["cs_manager"].group_ids += self.env.ref("dealer_base.group_cs_presale")
        with self.assertRaisesRegex(AccessError, "[Aa]nother person"):
            manager.action_approve()
        own = self._order(user=self.users["cs_manager"])
        own.action_submit()
        with self.assertRaisesRegex(AccessError, "Another person"):
            own.action_agree_brake("he said yes")

    # -- the portal

    def _post(self, url, **data):
        page = self.url_open("/my/brakes").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(url, data={"csrf_token": token, **data})

    def test_portal_pages(self):
        self.authenticate(self.owner.login, self.owner.login)
        self._post("/my/brakes/set", store_code="", ask_above="500", per_day="", per_month="")
        self.assertIn("500.00", self.url_open("/my/brakes").text)
        self.assertIn("is no amount", self._post("/my/brakes/set", ask_above="abc").text)
        first, second = self._submitted(), self._submitted()
        page = self.url_open("/my/order-confirmations").text
        for text in (first.name, second.name, "to be asked above 500.00"):
            self.assertIn(text, page)
        self._post(f"/my/order-confirmations/{first.id}/agree")
        self._post(f"/my/order-confirmations/{second.id}/refuse", reason="no")
        self.env.invalidate_all()
        self.assertEqual((first.brake_state, second.brake_state, second.dealer_state), ("agreed", "refused", "draft"))
        self.assertIn("No order waits for you", self.url_open("/my/order-confirmations").text)

    def test_portal_is_closed_to_others(self):
        self._set(ask_above=100)
        order = self._submitted()
        for user in (self.clerk, self.shop_manager):
            self.authenticate(user.login, user.login)
            for url in ("/my/order-confirmations", "/my/brakes"):
                with self.subTest(user=user.login, url=url):
                    self.assertEqual(self.url_open(url).status_code, 404)
        stranger = self._portal_user("portal_dealer", self.partners["D2"], login="t_owner_d2")
        self.authenticate(stranger.login, stranger.login)
        self.assertEqual(self._post(f"/my/order-confirmations/{order.id}/agree").status_code, 404)
        self.assertNotIn(order.name, self.url_open("/my/order-confirmations").text)
        self.assertEqual(self.url_open(f"/my/order-confirmations/{order.id}/agree", data={"reason": "x"}).status_code, 400, "without the token")
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/brakes").url)
        self.env.invalidate_all()
        self.assertEqual(order.brake_state, "asked")
