"""What stores are told: once an event, after its step, on or off in each company."""
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestNotices(ReturnCommon, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store_1a.email = "store@test.example"
        cls.company.email = "hq@test.example"
        cls.notices = cls.env["dealer.notice"].with_user(cls.cs_a)

    def _of(self, order, code=None):
        self.env.invalidate_all()
        return self.notices.search([("order_id", "=", order.id)] + ([("code", "=", code)] if code else []), order="id")

    def _send(self):
        with self.mock_mail_gateway():
            self.env["dealer.notice"]._cron_send()

    def test_each_event_once(self):
        order = self._received_order()
        self.assertEqual(self._of(order).mapped(lambda one: (one.code, one.state)), [("order_taken", "new"), ("shipped", "new")])
        record = self._return(order)
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        record.with_user(self.other_aftersale).action_approve()  # a doubled click
        self._send()
        self._send()
        sent = self._of(order)
        self.assertEqual(sent.mapped(lambda one: (one.code, one.state)), [("order_taken", "sent"), ("shipped", "sent"), ("return_approved", "sent")])
        self.assertEqual(set(sent.mapped("recipients")), {self.store_1a.display_name})
        texts = order.sudo().message_ids.filtered(lambda one: self.store_1a in one.partner_ids).sorted("id").mapped("body")
        self.assertEqual(len(texts), 2)
        self.assertIn(self.cs_a.name, texts[0], "who ordered on the store's behalf")
        self.assertIn("680.00", texts[0])
        self.assertIn("680.00", sent[0].body, "the notice keeps what was sent")
        self.assertEqual(sent.mapped("display_name"), [f"Order taken {order.name}", f"Shipped {order.name}", f"Return approved {record.name}"])
        self.assertIn(order.sudo().picking_ids.filtered("is_dealer_delivery").carrier_tracking_ref, texts[1])
        self.assertEqual(len(record.sudo().message_ids.filtered(lambda one: self.store_1a in one.partner_ids)), 1)

    def test_waiting_and_turned_down(self):
        order = self._submitted([(self.coat, 40)])
        self.assertEqual(self._of(order).mapped("code"), ["order_waiting"])
        self.assertEqual(self._of(order).details["missing"], f"{order.missing_amount:,.2f}")
        record = self._return(self._received_order())
        record.action_submit()
        record.with_user(self.other_aftersale).action_reject("worn")
        (notice,) = self._of(record.order_id, "return_rejected")
        self.assertEqual((notice.res_model, notice.details["reason"]), ("dealer.return", "worn"))

    def test_off_and_no_address(self):
        template = self.env.ref("online_offline_order.notice_shipped").with_user(self.users["ops_manager"])
        template.is_on = False
        order = self._shipped()
        self._send()
        self.assertEqual(self._of(order).mapped("state"), ["sent", "off"])
        self.assertFalse(template.is_on)
        other = self.env["res.company"].create({"name": "Notices elsewhere"})
        self.assertTrue(template.sudo().with_company(other).is_on)
        self.store_1a.email = False
        quiet = self._submitted()
        self._send()
        notice = self._of(quiet)
        self.assertEqual(notice.state, "no_address")
        self.store_1a.email = "store@test.example"
        notice.action_send_again()
        self._send()
        self.assertEqual(notice.state, "sent")
        with self.assertRaisesRegex(UserError, "failed or found no address"):
            notice.action_send_again()
        with self.assertRaises(AccessError):
            notice.with_user(self.users["ops_manager"]).action_send_again()
        with self.assertRaises(AccessError):
            template.with_user(self.cs_a).body = "x"
        with self.assertRaisesRegex(ValidationError, "words are filled in"):
            template.body = "your $price"

    def test_one_failure_keeps_nothing_back(self):
        first, second = self._submitted(), self._submitted()
        send = type(self.env["dealer.notice"])._send

        def fail(notice):
            if notice.order_id == first:
                raise ValueError("no route")
            return send(notice)
        with patch.object(type(self.env["dealer.notice"]), "_send", fail):
            for _turn in range(5):
                self._send()
        self.assertEqual((self._of(first).state, self._of(first).error, self._of(second).state), ("failed", "no route", "sent"))

    def test_message_to_the_store(self):
        order = self._submitted()
        self.assertIs(order.action_message_dealer("The red one comes on Monday."), True)
        answer = order.action_message_dealer("The red one comes on Monday.")  # a doubled click
        self.assertIn(order.name, answer["params"]["message"])
        self.assertEqual(len(order.sudo().message_ids.filtered(lambda one: "red one" in one.body)), 1, "what is not sent is not noted")
        self._send()
        (notice,) = self._of(order, "message")
        self.assertEqual(notice.state, "sent")
        with self.assertRaises(UserError):
            order.action_message_dealer("  ")
        with self.assertRaises(AccessError):
            order.with_user(self.warehouse_user).action_message_dealer("x")
        self.assertEqual(order.action_ask_message_dealer()["res_model"], "dealer.reason")
        self.assertEqual(order.action_open_notices()["domain"], [("order_id", "=", order.id)])
        for role in ("sales_rep", "fin_cashier", "wh_operator"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.notices.with_user(self.users[role]).search([])
