"""Journey J10: nobody fetches the goods."""
import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .pickup_common import PickupCommon

ARRIVED = datetime.datetime(2026, 3, 1, 17)  # 2 March 01:00 in Shanghai


@tagged("post_install", "-at_install")
class TestPickupClock(PickupCommon):
    def setUp(self):
        super().setUp()
        self.order, self.code = self._waiting()
        self.order.sudo().write({"shipped_at": "2026-02-27 02:00:00", "arrived_at": ARRIVED})

    def _day(self, number, order=None):
        """Run the job on a day after the arrival, at noon in Shanghai."""
        today = datetime.date(2026, 3, 2) + datetime.timedelta(days=number)
        self.patch(type(self.company), "_dealer_today", lambda company, now=None: today)
        before = self._said(order or self.order)
        self.env["sale.order"]._cron_pickup_clock()
        return self._said(order or self.order) - before

    def _said(self, order):
        """Count what stands in the timeline, without the changes of fields that Odoo notes beside it at the end of each step."""
        return len(order.sudo().message_ids.filtered(lambda message: not message.tracking_value_ids))

    def test_reminders(self):
        for day, said, reminders, state in (
                (1, 0, 0, "waiting"), (2, 0, 0, "waiting"), (3, 1, 1, "reminded"), (4, 0, 1, "reminded"), (7, 1, 2, "reminded"), (12, 1, 3, "reminded"),
                (14, 0, 3, "reminded"), (15, 1, 3, "decide"), (16, 0, 3, "decide"), (21, 0, 3, "decide")):
            with self.subTest(day):
                self.assertEqual(self._day(day), said)
                self.assertEqual((self.order.pickup_reminders, self.order.pickup_state), (reminders, state))

    def test_a_broken_order_stops_no_other(self):
        broken, _code = self._waiting()
        broken.sudo().write({"shipped_at": "2026-02-27 02:00:00", "arrived_at": False})
        for day, state in ((3, "reminded"), (15, "decide")):
            with mute_logger("odoo.addons.online_offline_order.models.sale_order_pickup_clock"):
                self._day(day)
            self.assertEqual(self.order.pickup_state, state)
        self.assertEqual((broken.pickup_state, len(broken.activity_ids)), ("waiting", 1), "one task, however often it fails")
        self.assertTrue(broken.activity_ids.user_id)

    def test_missed_days_tell_once(self):
        self.assertEqual(self._day(13), 1)
        self.assertEqual((self.order.pickup_reminders, self.order.pickup_state), (3, "reminded"))

    def test_j10_a_own_stock(self):
        store = self.order.with_user(self.shop_manager).sudo(False)
        with self.assertRaisesRegex(UserError, "2026-03-17"):
            store.action_take_to_stock("nobody came")
        self._day(15)
        with self.assertRaises(AccessError):
            self.order.with_user(self.clerk).sudo(False).action_take_to_stock("nobody came")
        with self.assertRaisesRegex(UserError, "reason"):
            store.action_take_to_stock("")
        store.action_take_to_stock("nobody came")
        self.assertEqual((self.order.dealer_state, self.order.pickup_state, self.order.is_own_stock), ("received", "own_stock", True))
        self.assertFalse(self.order.picked_up_at)
        self.assertLedger(self.account, 4320, 0, 4320)
        self.assertOrderBalanced(self.order)
        store.action_take_to_stock("nobody came")
        with self.assertRaises(UserError):
            store.action_send_back("no, back")
        self.assertEqual(self._day(22), 0)

    def test_j10_b_send_back(self):
        self._day(15)
        action = self.order.with_user(self.aftersale).sudo(False).action_send_back("nobody came")
        record = self.env["dealer.return"].browse(action["res_id"]).with_user(self.aftersale)
        self.assertEqual((record.reason_class, record.line_ids.quantity, record.state, self.order.pickup_state), ("non_quality", 2, "draft", "sent_back"))
        again = self.order.with_user(self.aftersale).sudo(False).action_send_back("nobody came")
        self.assertEqual(again["res_id"], record.id)
        with self.assertRaisesRegex(UserError, "no goods wait"):
            self.order.with_user(self.clerk).sudo(False).action_pick_up(self.code, 998)
        record.postage = 18
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        record.with_user(self.warehouse_user).action_receive()
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertEqual(record.net_amount, 562)
        self.assertLedger(self.account, 4882, 0, 4882)
        self.assertOrderBalanced(self.order)
        self.assertEqual(self.order.dealer_state, "received", "nothing waits any more")

    def test_store_sends_back(self):
        self._day(15)
        self.assertIs(self.order.with_user(self.shop_manager).sudo(False).action_send_back("nobody came"), True)
        record = self.order.sudo().pickup_return_id
        self.assertEqual((record.create_uid, record.state, record.line_ids.quantity), (self.shop_manager, "draft", 2))
        self.assertTrue(record.activity_ids, "service submits it")
        record.with_user(self.aftersale).action_cancel("the consumer came after all")
        self.assertEqual((self.order.pickup_state, self.order.sudo().pickup_return_id), ("decide", record.browse()))
        self.order.with_user(self.clerk).sudo(False).action_pick_up(self.code, 998)
        self.assertEqual(self.order.dealer_state, "received")

    def test_j10_c_task_for_service(self):
        self._day(15)
        said = len(self.account.message_ids)
        self.assertEqual(self._day(22), 1)
        self.assertEqual(self.order.pickup_state, "overdue")
        self.assertEqual(self.order.activity_ids.user_id, self.cs_a, "who submitted it")
        self.assertEqual(len(self.account.message_ids), said + 1)
        self.assertEqual(self.account.overdue_pickups, 1)
        self.assertIn(self.account, self.env["prepaid.account"].search([("overdue_pickups", ">", 0)]))
        self.assertEqual(self._day(23), 0)
        self.assertEqual(self.account.with_user(self.aftersale).action_open_overdue_pickups()["res_model"], "sale.order")
        self.order.with_user(self.aftersale).sudo(False).action_take_to_stock("agreed by phone")
        self.assertFalse(self.order.activity_ids)
        self.env.invalidate_all()
        self.assertEqual(self.account.overdue_pickups, 0)

    def test_service_may_decide_earlier(self):
        self.order.with_user(self.cs_b).sudo(False).action_take_to_stock("the consumer does not want it")
        self.assertEqual(self.order.pickup_state, "own_stock")

    def test_settings(self):
        for vals in ({"pickup_reminder_days": "3,x"}, {"pickup_reminder_days": "3,16"}, {"pickup_decision_day": 22}):
            with self.subTest(vals), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.company.write(vals)
        self.company.write({"pickup_reminder_days": "", "pickup_decision_day": 2, "pickup_task_day": 5})
        self.assertEqual((self._day(1), self._day(2), self.order.pickup_state), (0, 1, "decide"))

    def test_foreign_store(self):
        self._day(15)
        for step in ("action_take_to_stock", "action_send_back"):
            with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
                getattr(self.order.with_user(self.foreign_clerk).sudo(False), step)("x")

    def test_a_deleted_return_lets_the_store_decide_again(self):
        self._day(15)
        self.order.with_user(self.aftersale).action_send_back("nobody came")
        back = self.order.pickup_return_id
        self.assertEqual((self.order.pickup_state, back.state), ("sent_back", "draft"))
        back.sudo().unlink()
        self.assertEqual((self.order.pickup_state, self.order.pickup_return_id.id), ("decide", False))
