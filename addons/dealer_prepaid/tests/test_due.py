"""Overdue and collection lists (R1-090, R1-135)."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .test_receipt import ReceiptCommon


@tagged("post_install", "-at_install")
class TestDue(ReceiptCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._settlement(cls.d1, "pay_later")

    def test_overdue_from_day_31(self):
        due_today, late = self._invoice(self.d1, 680, back=30), self._invoice(self.d1, 100, back=31)
        self.assertEqual((due_today.days_overdue, late.days_overdue), (0, 1))
        found = self.env["prepaid.due"].with_user(self.users["sales_rep"]).search([("days_overdue", ">", 0)])
        self.assertIn(late, found)
        self.assertNotIn(due_today, found)
        self._confirmed_receipt(self.d1, 100)
        self.assertEqual((late.residual, late.days_overdue), (0, 0), "what is due first is paid first")

    def test_promises_and_notes(self):
        due = self._invoice(self.d1, 680, back=40)
        rep = due.with_user(self.users["sales_rep"])
        rep.action_note("will pay on Friday", "2026-01-02")
        rep.action_note("did not answer")
        self.assertEqual((str(due.promise_date), due.last_note), ("2026-01-02", "did not answer"))
        self.assertTrue(due.is_promise_broken)
        with self.assertRaises(AccessError):
            due.note_ids[0].with_user(self.users["sales_rep"]).note = "nice words"
        with self.assertRaises(AccessError):
            due.note_ids[0].with_user(self.users["fin_manager"]).unlink()
        with self.assertRaises(UserError):
            due.note_ids[0].unlink()
        with self.assertRaises(AccessError):
            rep.write({"residual": 0})
        for role in ("fin_cashier", "wh_operator", "sc_manager"):
            with self.assertRaises(AccessError):
                due.with_user(self.users[role]).action_note("hello")
        with self.assertRaises(UserError):
            rep.action_note(" ")

    def test_forms(self):
        due = self._invoice(self.d1, 680, back=40)
        with Form(due.with_user(self.users["sales_rep"])) as form, form.note_ids.new() as note:
            note.note, note.promise_date = "next week", "2099-01-02"
        self.assertEqual((due.last_note, due.note_ids.user_id, str(due.promise_date)), ("next week", self.users["sales_rep"], "2099-01-02"))
        with self.assertRaises(AccessError):
            due.with_user(self.users["sales_rep"]).write({"noticed_on": "2020-01-01"})
        action = self.d1.with_user(self.users["fin_manager"]).action_ask_settlement()
        with Form(self.env["prepaid.settlement.change"].with_user(self.users["fin_manager"]).browse(action["res_id"])) as form:
            form.settlement_method, form.reason = "pay_now", "asked for it"
        form.record.action_apply()
        self.assertEqual(self.d1.settlement_method, "pay_now")

    def test_weekly_notice_once(self):
        late, soon = self._invoice(self.d1, 680, back=40), self._invoice(self.d1, 100, back=1)
        partner = self.users["sales_rep"].partner_id
        before = self.env["mail.message"].search([("notified_partner_ids", "in", partner.ids)])
        told = self.env["prepaid.due"]._notify_salespeople(self.company)
        self.assertEqual(told[self.users["sales_rep"]], late)
        message = self.env["mail.message"].search([("notified_partner_ids", "in", partner.ids)]) - before
        self.assertEqual(len(message), 1)
        self.assertIn("680.00", message.body)
        self.assertFalse(self.env["prepaid.due"]._notify_salespeople(self.company), "a repeated run says nothing twice")
        self.assertFalse(soon.noticed_on)

    def test_own_customers_only(self):
        mine, other = self._invoice(self.d1, 1), self._invoice(self.partners["D2"], 1)
        self.partners["D2"].user_id = self.users["sales_manager"]
        self.assertEqual(self.env["prepaid.due"].with_user(self.users["sales_rep"]).search([("id", "in", (mine | other).ids)]), mine)
        self.assertEqual(other.user_id, self.users["sales_manager"])
