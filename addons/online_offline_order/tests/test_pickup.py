"""Journey J9: deposit, ship to the store, pick-up against the code; the period of J13 begins with the pick-up."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .pickup_common import PickupCommon
from .test_acceptance import PROOF


@tagged("post_install", "-at_install")
class TestPickup(PickupCommon):
    def test_j9(self):
        order = self._submitted(**self._deposit_values())
        self.assertEqual((order.settlement_total, order.retail_agreed, order.deposit_amount, order.rest_amount), (680, 1198, 200, 998))
        self.assertEqual(order.partner_shipping_id, self.store_1a)
        paper = self._paper(order)
        for text in ("Test Store 1A", "Test Consumer", "138", "200.00", "998.00", "1,198.00", order.name):
            self.assertIn(text, paper)
        order.with_user(self.cs_b).action_approve()
        self._ship_now(order)
        self.assertLedger(self.account, 4320, 0, 4320)
        clerk = order.with_user(self.clerk).sudo(False)
        clerk.action_arrived()
        self.assertEqual(clerk.pickup_state, "waiting")
        self.assertFalse(clerk.notified_at, "nobody has told the consumer yet")
        answer = clerk.action_notify_pickup()
        self.assertIn("998.00", answer["params"]["message"])
        self.assertTrue(clerk.notified_at)
        order.sudo().pickup_code_hash = False
        code = self._code(order)
        self.assertIs(clerk.action_pick_up(code, 998), True)
        self.assertEqual((order.dealer_state, order.pickup_state, order.collected_amount), ("received", "picked_up", 998))
        self.assertEqual((order.picked_up_at, order.picked_up_by), (order.received_at, self.clerk))
        self.assertEqual(order.received_source, "signature")
        self.assertLedger(self.account, 4320, 0, 4320)  # deposit and rest are the store's money
        self.assertOrderBalanced(order)
        moment = order.picked_up_at
        self.assertIs(clerk.action_pick_up(code, 998), True, "a doubled click; the code counts once")
        self.assertEqual(order.picked_up_at, moment)
        with self.assertRaisesRegex(UserError, "counts once"):
            order.with_user(self.shop_manager).sudo(False).action_pick_up(code, 998)
        with self._at("2099-01-01 00:00:00"), self.assertRaisesRegex(UserError, "Hand out nothing more"):
            clerk.action_pick_up("999999", 998)
        self.assertFalse(order.sudo().pickup_code_hash)

    def test_what_a_deposit_needs(self):
        for vals, text in (
                ({"deposit_amount": 0}, "deposit of 0.00"), ({"deposit_amount": 1198.01}, "1,198.01"), ({"consumer_phone": False}, "name and phone"),
                ({"consumer_consent": False}, "agrees"),
                ({"dealer_mode": "consumer", "consumer_street": "x", "consumer_division_id": self.chengdu.id}, "Ship to the"),
                ({"delivery_way": "pickup"}, "by courier to the store")):
            with self.subTest(vals), self.assertRaisesRegex(UserError, text):
                self._order(**self._deposit_values(**vals)).action_submit()
        self.assertEqual(self._submitted(**self._deposit_values(deposit_amount=1198)).rest_amount, 0)

    def test_what_ends_a_submit_ends_its_receipt(self):
        """Refused by the dealer, or the hold ran out: as if service had sent it back."""
        def refused(order):
            order.with_user(self.owner).action_refuse_brake("one is enough")

        def expired(order):
            hold = self.env["prepaid.hold"].search([("key", "=", order.hold_key)])
            order.sudo()._on_hold_expired(hold)

        self.env["prepaid.brake"].with_user(self.owner).set_brake(ask_above=100)
        for end in (refused, expired):
            with self.subTest(end.__name__):
                order = self._submitted(**self._deposit_values())
                self._code(order)
                end(order)
                receipt = order.sudo().consumer_receipt_ids
                self.assertEqual((order.dealer_state, order.retail_agreed, receipt.state, order.sudo().pickup_code_hash), ("draft", 0, "void", False))
                self.assertEqual((order.settled_by, order.method_confirmed_by.id), (False, False))
                self.assertEqual(self.account.held, 0)
                order.order_line.product_uom_qty = 1
                order.flush_recordset()
                order.action_submit()
                self.assertEqual((order.retail_agreed, order.rest_amount), (599, 399))
                order.action_cancel_order("end of the case")

    def test_rest_stays_what_the_receipt_says(self):
        order = self._submitted(**self._deposit_values())
        self.coat.list_price = 650
        self.env.invalidate_all()
        self.assertEqual(order.rest_amount, 998)
        order.with_user(self.cs_b).action_reject("wrong size")
        self.env.invalidate_all()
        self.assertEqual((order.retail_agreed, order.rest_amount), (0, 1100))

    def test_steps_in_order(self):
        order = self._approved(**self._deposit_values())
        clerk = order.with_user(self.clerk).sudo(False)
        with self.assertRaisesRegex(UserError, "state"):
            clerk.action_arrived()
        self._ship_now(order)
        with self.assertRaisesRegex(UserError, "nothing waits"):
            clerk.action_notify_pickup()
        with self.assertRaisesRegex(UserError, "Press Arrived"):
            clerk.action_pick_up("123456", 998)
        clerk.action_arrived()
        with self.assertRaisesRegex(UserError, "print the consumer's receipt"):
            clerk.action_pick_up("123456", 998)
        code = self._code(order)
        for amount in (997.99, 998.01, 0):
            with self.assertRaisesRegex(UserError, "998.00 CNY"):
                clerk.action_pick_up(code, amount)
        with self.assertRaisesRegex(UserError, "its receipt is the pick-up"):
            order.with_user(self.aftersale).action_received()
        clerk.action_pick_up(f"RC/2026/000001 {code}", 998)
        self.assertEqual(order.dealer_state, "received")
        with self.assertRaisesRegex(UserError, "not fetched at a store"):
            self._shipped().with_user(self.clerk).sudo(False).action_arrived()

    def test_no_job_receives_what_waits(self):
        self.company.receipt_after_days = 1
        order, _code = self._waiting()
        order.sudo().shipped_at = "2025-01-01 00:00:00"
        self.env["sale.order"]._cron_receive()
        self.assertEqual(order.dealer_state, "shipped")

    def test_accepted_by_the_store_is_arrived_only(self):
        order, code = self._deposit_order()
        delivery = order.sudo().picking_ids.with_user(self.shop_manager).sudo(False)
        delivery.action_accept_delivery(2, PROOF)
        self.assertEqual((order.dealer_state, order.pickup_state, order.received_at), ("shipped", "waiting", False))
        self.assertTrue(order.arrived_at)
        order.with_user(self.clerk).sudo(False).action_pick_up(code, 998)
        self.assertEqual((order.dealer_state, order.received_at), ("received", order.picked_up_at))

    def test_wrong_codes_lock(self):
        order, code = self._waiting()
        wrong = "000000" if code != "000000" else "111111"
        clerk = order.with_user(self.clerk).sudo(False)
        with self._at("2026-12-01 08:00:00"):
            for left in (4, 3, 2, 1):
                answer = clerk.action_pick_up(wrong, 998)
                self.assertEqual(answer["params"]["type"], "danger")
                self.assertIn(f"{left} tries", answer["params"]["message"])
            self.assertIn("locked", clerk.action_pick_up("", 998)["params"]["message"])
            with self.assertRaisesRegex(UserError, "16:15"):  # in Shanghai
                clerk.action_pick_up(code, 998)
        self.assertEqual(order.dealer_state, "shipped")
        with self._at("2026-12-01 08:15:00"):
            for _try in range(4):
                clerk.action_pick_up(wrong, 998)
            self.assertIn("30 minutes", clerk.action_pick_up(wrong, 998)["params"]["message"], "each lock is twice as long")
        with self._at("2026-12-01 08:44:00"), self.assertRaisesRegex(UserError, "16:45"):
            clerk.action_pick_up(code, 998)
        order.sudo().pickup_tries = 200
        with self._at("2026-12-01 08:45:00"):
            for _try in range(5):
                answer = clerk.action_pick_up(wrong, 998)
            self.assertIn("1440 minutes", answer["params"]["message"], "at most a day")
            with self.assertRaisesRegex(UserError, "2026-12-02 16:45"):
                clerk.action_pick_up(code, 998)
        with self._at("2026-12-02 08:45:00"):
            clerk.action_pick_up(code, 998)
        self.assertEqual(order.dealer_state, "received")

    def test_goods_that_go_back_are_not_handed_out(self):
        order, code = self._waiting()
        clerk = order.with_user(self.clerk).sudo(False)
        back = self._return(order, pieces=2)
        back.action_submit()
        with self.assertRaisesRegex(UserError, f"go back with {back.name}"):
            clerk.action_pick_up(code, 998)
        back.with_user(self.other_aftersale).action_reject("the consumer is there")
        self.assertIs(clerk.action_pick_up(code, 998), True)

    def test_a_part_that_goes_back_is_not_paid_for(self):
        order, code = self._waiting()
        clerk = order.with_user(self.clerk).sudo(False)
        back = self._return(order)
        self.assertEqual(order.rest_amount, 998, "nobody has asked for the return yet")
        back.action_submit()
        self.assertEqual(order.rest_amount, 399)
        self.assertIn("399.00", clerk.action_notify_pickup()["params"]["message"])
        with self.assertRaisesRegex(UserError, "rest due is 399.00"), self.env.cr.savepoint():
            clerk.action_pick_up(code, 998)
        back.with_user(self.other_aftersale).action_reject("the consumer takes both")
        self.assertEqual(order.rest_amount, 998)
        self._refunded_return(order)
        self.assertEqual((order.dealer_state, order.rest_amount), ("shipped", 399))
        self.assertIs(clerk.action_pick_up(code, 399), True)
        paper = order.sudo().consumer_receipt_ids.filtered(lambda receipt: receipt.kind == "goods")
        self.assertEqual((paper.retail_total, paper.paid_amount, [line["qty"] for line in paper.content]), (599, 599, [1]))
        self._approved_return(order)
        self.assertEqual((order.collected_amount, order.rest_amount), (399, 399), "what goes back later was paid for")

    def test_lost_receipt(self):
        order, old = self._waiting()
        self.assertNotIn("fs-3", self._paper(order), "a copy shows no code")
        clerk = order.with_user(self.clerk).sudo(False)
        with self.assertRaises(AccessError):
            clerk.action_new_pickup_code("lost")
        with self.assertRaisesRegex(UserError, "reason"):
            order.with_user(self.aftersale).action_new_pickup_code(" ")
        order.with_user(self.aftersale).action_new_pickup_code("lost")
        new = self._code(order)
        if old != new:
            self.assertEqual(clerk.action_pick_up(old, 998)["params"]["type"], "danger")
        clerk.action_pick_up(new, 998)
        with self.assertRaisesRegex(UserError, "is used"):
            order.with_user(self.aftersale).action_new_pickup_code("lost")

    def test_who_takes_the_steps(self):
        order, code = self._deposit_order()
        allowed = {"cs_presale", "cs_aftersale", "cs_manager"}
        for role, user in {**self.users, "foreign": self.foreign_clerk}.items():
            if role in allowed:
                continue
            mine = order.with_user(user).sudo(False)
            with self.subTest(role), mute_logger("odoo.addons.base.models.ir_rule"):
                for step in (mine.action_arrived, mine.action_notify_pickup, mine.action_open_pickup, lambda mine=mine: mine.action_pick_up(code, 998)):
                    with self.assertRaises(AccessError):
                        step()
        for name in ("pickup_code_hash", "pickup_tries", "pickup_fails", "pickup_locked_until"):
            for user in (self.cs_a, self.clerk, self.env.ref("base.user_admin")):
                with self.assertRaises(AccessError):
                    order.with_user(user).sudo(False).read([name])
        for vals in ({"picked_up_at": "2026-01-01"}, {"pickup_state": "picked_up"}, {"retail_agreed": 1}, {"deposit_amount": 1}):
            with self.assertRaises(AccessError):
                order.with_user(self.cs_a).sudo(False).write(vals)

    def test_service_for_the_store(self):
        order, code = self._waiting()
        action = order.with_user(self.aftersale).sudo(False).action_open_pickup()
        wizard = self.env["dealer.pickup"].with_user(self.aftersale).with_context(**action["context"]).create({"code": code, "collected": 998})
        self.assertEqual((wizard.rest_amount, wizard.deposit_amount), (998, 200))
        wizard.action_apply()
        self.assertEqual(order.pickup_state, "picked_up")

    def test_guide_brings_it(self):
        """Without a deposit the guide collects all; the consumer shows the code at the door."""
        order = self._approved(delivery_way="guide", dealer_mode="store", guide_name="Zhang")
        code = self._code(order)
        self._ship_now(order)
        clerk = order.with_user(self.clerk).sudo(False)
        clerk.action_arrived()
        self.assertEqual(clerk.rest_amount, 1198)
        clerk.action_pick_up(code, 1198)
        self.assertEqual(order.dealer_state, "received")

    def test_return_period_begins_with_the_pick_up(self):
        """J13: picked up on 10 November 15:00 in Shanghai; 17 November 24:00 is the end."""
        order, code = self._waiting()
        order.sudo().write({"shipped_at": "2025-10-20 02:00:00", "arrived_at": "2025-10-22 02:00:00"})
        with self._at("2025-11-10 07:00:00"):
            order.with_user(self.clerk).sudo(False).action_pick_up(code, 998)
        with self._at("2025-11-17 15:50:00"):
            self._return(order).action_submit()
        with self._at("2025-11-17 16:10:00"), self.assertRaisesRegex(UserError, "2025-11-10.*2025-11-17"):
            self._return(order).action_submit()
