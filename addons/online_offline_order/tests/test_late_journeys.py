"""Journeys J10 (nobody fetches the goods, with its three ends) and J13 (too late for a return), step by step as the people who take them."""
import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .pickup_common import PickupCommon

ARRIVED = datetime.datetime(2026, 3, 1, 17)  # 2 March 01:00 in Shanghai


class JourneyCommon(PickupCommon):
    def _books(self):
        """Give what a step that moves no money leaves as it is: journal entries, entries of the ledger."""
        return (self.env["account.move"].sudo().search_count([("company_id", "=", self.company.id)]),
                self.env["prepaid.entry"].sudo().search_count([("account_id", "=", self.account.id)]))

    def _as(self, user, record):
        return record.with_user(user).sudo(False)


@tagged("post_install", "-at_install")
class TestJourneyNeverPickedUp(JourneyCommon):
    """J10: the deposit order of J9 lies at Store 1A from 2 March on."""

    def setUp(self):
        super().setUp()
        self.order = self._submitted(**self._deposit_values())
        self.assertLedger(self.account, 5000, 680, 4320)
        self._as(self.cs_b, self.order).action_approve()
        self.code = self._code(self.order)
        self._ship_now(self.order)
        self.assertLedger(self.account, 4320, 0, 4320)
        self.order.sudo().shipped_at = "2026-02-27 02:00:00"
        with self._at(ARRIVED):
            self._as(self.clerk, self.order).action_arrived()
        self.invoice = self.order.sudo().invoice_ids
        self.assertMove(self.invoice, [
            ("112200", 680), ("600100", -530.97), ("605100", -42.48), ("605100", -28.32), ("222100", -78.23), ("640100", 360), ("140500", -360)])
        self.before = self._books()

    def _day(self, number):
        """Run the job on a day after the arrival; give what the store was told."""
        today = datetime.date(2026, 3, 2) + datetime.timedelta(days=number)
        self.patch(type(self.company), "_dealer_today", lambda company, now=None: today)
        known = self.order.message_ids
        self.env["sale.order"]._cron_pickup_clock()
        return (self.order.message_ids - known).mapped("body")

    def _wait(self, days):
        """Let the days pass, each with its job; give the days on which the store was told something."""
        return [day for day in range(1, days + 1) if self._day(day)]

    def _credited(self):
        return sum(self.order.sudo().attribution_ids.filtered(lambda line: line.role == "store").mapped("amount"))

    def test_a_own_stock(self):
        self.assertEqual(self._wait(15), [3, 7, 12, 15])
        self.assertEqual((self.order.pickup_reminders, self.order.pickup_state), (3, "decide"))
        self._as(self.shop_manager, self.order).action_take_to_stock("nobody came in two weeks")
        self.assertEqual((self.order.dealer_state, self.order.pickup_state, self.order.is_own_stock), ("received", "own_stock", True))
        self.assertEqual(self._books(), self.before, "no money moves")
        self.assertLedger(self.account, 4320, 0, 4320)
        self.assertOrderBalanced(self.order)
        self.assertEqual(self._credited(), 600, "the sale counts")
        with self.assertRaisesRegex(UserError, "no goods wait"):
            self._as(self.clerk, self.order).action_pick_up(self.code, 998)

    def test_b_send_back(self):
        self._wait(15)
        self._as(self.shop_manager, self.order).action_send_back("nobody came in two weeks")
        record = self.order.sudo().pickup_return_id.sudo(False)
        self.assertEqual((record.state, record.reason_class, record.line_ids.quantity), ("draft", "non_quality", 2))
        self.assertEqual(self._books(), self.before)
        service = self._as(self.aftersale, record)
        service.postage = 18
        self.assertEqual(service.preview_text, "600.00 - 18.00 - 20.00 = 562.00")
        self._as(self.shop_manager, record).action_submit()
        self._as(self.other_aftersale, record).action_approve()
        self.assertLedger(self.account, 4320, 0, 4320)
        self._as(self.warehouse_user, record).action_receive()
        self.assertEqual(self._books(), self.before, "credited after the goods are in, by finance")
        self._as(self.users["fin_confirmer"], record).action_refund()

        self.assertLedger(self.account, 4882, 0, 4882)
        entries = self.env["prepaid.entry"].search([("res_model", "=", "dealer.return"), ("res_id", "=", record.id)], order="id")
        self.assertEqual([(entry.kind, entry.amount) for entry in entries], [("refund", 600), ("postage", -18), ("handling", -20)])
        self.assertMove(record.credit_note_id, [("112200", -600), ("600100", 530.97), ("222100", 69.03), ("640100", -360), ("140500", 360)])
        charges = record.charges_move_id
        self.assertMove(charges, [("112200", 38), ("605100", -15.93), ("605100", -17.70), ("222100", -4.37)])
        self.assertMove(entries.clearing_move_id, [("112200", 562), ("220300", -562)])
        self.assertOrderBalanced(self.order)
        self.assertEqual((self.order.dealer_state, self.order.pickup_state, self._credited()), ("received", "sent_back", 0))

    def test_b_the_consumer_comes_after_all(self):
        """Given up before the goods left the store, the return costs nothing and the goods wait again."""
        self._wait(15)
        self._as(self.shop_manager, self.order).action_send_back("nobody came in two weeks")
        record = self.order.sudo().pickup_return_id.sudo(False)
        self._as(self.shop_manager, record).action_cancel("she stands at the door")
        self.assertEqual(self.order.pickup_state, "decide")
        with self._at("2026-03-18 02:00:00"):
            self._as(self.clerk, self.order).action_pick_up(self.code, 998)
        self.assertEqual((self.order.dealer_state, self.order.pickup_state), ("received", "picked_up"))
        self.assertEqual(self._books(), self.before)
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_c_nobody_decides(self):
        self.assertEqual(self._wait(22), [3, 7, 12, 15, 22])
        self.assertEqual(self.order.pickup_state, "overdue")
        self.assertEqual(self.order.activity_ids.user_id, self.cs_a)
        account = self.account.with_user(self.users["fin_manager"])
        self.assertEqual((account.overdue_pickups, self._day(23)), (1, []))
        self.assertEqual(self._books(), self.before)
        self._as(self.cs_a, self.order).action_take_to_stock("the store keeps them, said on the phone")
        self.env.invalidate_all()
        self.assertEqual((account.overdue_pickups, self.order.dealer_state, bool(self.order.activity_ids)), (0, "received", False))
        self.assertEqual(self._books(), self.before)


@tagged("post_install", "-at_install")
class TestJourneyTooLate(JourneyCommon):
    """J13: received on 10 November 15:00 in Shanghai; the last day is 17 November, until 24:00 there."""

    def setUp(self):
        super().setUp()
        self.order = self._approved()
        self._ship_now(self.order)
        self.order.sudo().shipped_at = "2025-11-08 02:00:00"
        with self._at("2025-11-10 07:00:00"):
            self._as(self.aftersale, self.order).action_received()
        self.before = self._books()

    def _ask(self, user, **vals):
        return self._return(self.order, user=user, **vals)

    def test_the_last_minutes(self):
        """By Shanghai's midnight, not by that of UTC or of the person's own clock; whoever asks and by whatever way."""
        self.aftersale.tz = "America/New_York"
        payload = {"order": self.order.name, "reason": "size", "lines": [{"code": "T-COAT", "qty": 1}]}
        ways = {
            "service": lambda key: self._ask(self.aftersale).action_submit(),
            "program": lambda key: self.env["dealer.api"].with_user(self.aftersale).request_return(key, payload),
            "store": lambda key: self.env["dealer.return"].with_user(self.shop_manager).dealer_request_return(key, payload),
            "clerk": lambda key: self.env["dealer.return"].with_user(self.clerk).dealer_draft_return(key, payload)}
        for name, ask in ways.items():
            with self.subTest(name):
                with self._at("2025-11-17 15:59:59"), self.env.cr.savepoint() as point:
                    ask(f"{name} in time")
                    point.rollback()
                self.env.invalidate_all()
                for moment in ("2025-11-17 16:00:00", "2025-11-17 16:10:00"):
                    with self._at(moment), self.assertRaisesRegex(UserError, "2025-11-10.*2025-11-17"), self.env.cr.savepoint():
                        ask(f"{name} at {moment}")
        self.assertEqual(self._books(), self.before)
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_quality_has_days_of_its_own(self):
        """Thirty days by the policy of the goods: open on 10 December, closed at 00:10 of the next day; other reasons stay refused."""
        self.env["dealer.return.policy"].with_user(self.users["cs_manager"]).create({
            "company_id": self.company.id, "categ_id": self.coat.categ_id.id, "reason_class": "quality", "days": 30})
        quality = {"reason_class": "quality", "evidence_ids": self._photo().ids}
        for moment, vals, refused in (
                ("2025-11-17 16:10:00", {}, "2025-11-10.*2025-11-17"), ("2025-12-10 15:50:00", quality, None),
                ("2025-12-10 16:10:00", quality, "2025-11-10.*2025-12-10")):
            with self.subTest(moment), self._at(moment), self.env.cr.savepoint() as point:
                record = self._ask(self.aftersale, **vals)
                if refused:
                    with self.assertRaisesRegex(UserError, refused):
                        record.action_submit()
                else:
                    record.action_submit()
                    self.assertEqual(record.state, "submitted")
                point.rollback()
            self.env.invalidate_all()

    def test_the_service_manager_allows_it(self):
        manager = self.users["cs_manager"]
        with self._at("2025-11-17 16:10:00"):
            record = self._ask(self.aftersale)
            with self.assertRaises(AccessError):
                record.action_allow_late("a good customer")
            with self.assertRaisesRegex(UserError, "reason"):
                self._as(manager, record).action_allow_late(" ")
            self._as(manager, record).action_allow_late("a good customer")
            record.action_submit()
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self._as(manager, record).action_approve()
            self._as(self.other_aftersale, record).action_approve()
        self.assertEqual((record.state, record.override_by, record.override_reason), ("approved", manager, "a good customer"))
        view = self.env.ref("online_offline_order.dealer_return_view_search")
        self.assertIn("('override_reason', '!=', False)", view.arch)
        listed = self.env["dealer.return"].with_user(manager).search([("override_reason", "!=", False), ("order_id", "=", self.order.id)])
        self.assertEqual(listed, record)
        self.assertEqual(self._books(), self.before, "no money before the goods are in")
        self.assertLedger(self.account, 4320, 0, 4320)
