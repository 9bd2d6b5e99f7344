"""G10: an account below its level is reported once a day: activity for the salesperson, mail to the owner."""
import datetime

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestLowBalance(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)
        cls.d1.email = "owner@example.com"
        cls.company._receiving_accounts().prepaid_payment_hint = "Bank of Tests 6222"
        cls.env.ref("dealer_prepaid.mail_low_balance").reset_template()  # a database keeps the text it began with

    def _ship(self, fen, key):
        self.account._hold(key, fen, "res.partner", self.d1.id, key)
        self.account._capture(key, fen, operation_key=key, label=key, res_model="res.partner", res_id=self.d1.id)

    def _report(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["prepaid.low.alert"]._report(self.company).filtered(lambda alert: alert.account_id == self.account)

    def test_edge_of_the_level(self):
        self._ship(400_000, "k1")
        self.assertEqual((self.account.available, self.account.is_low, self.account.days_of_cover), (1000, False, 7))
        self.assertFalse(self._report())
        self._ship(1, "k2")
        self.assertTrue(self.account.is_low)
        self.assertIn(self.account, self.env["prepaid.account"].search([("is_low", "=", True)]))
        self.assertNotIn(self.account, self.env["prepaid.account"].search([("is_low", "=", False)]))

        alert = self._report()

        self.assertEqual((alert.available, alert.level, alert.days_of_cover, alert.mail_state), (999.99, 1000, 7, "sent"))
        self.assertEqual(alert.activity_ids.user_id, self.users["sales_rep"])
        self.assertIn("999.99 CNY", alert.activity_ids.note)
        mails = self.env["mail.mail"].search([("model", "=", "prepaid.low.alert"), ("res_id", "=", alert.id)])
        (mail,) = mails.filtered(lambda mail: self.d1 in mail.recipient_ids)
        self.assertIn("999.99", mail.body_html)
        self.assertIn("Bank of Tests 6222", mail.body_html, "where to pay")
        self.assertFalse(self._report(), "once a day at most")

    def test_no_note_of_the_creation(self):
        """The job's note would stand in the language of the system's user, above what the salesperson reads."""
        self._ship(450_000, "k1")
        self.env = self.env(context={})
        alert = self._report()
        self.assertTrue(alert)
        self.assertNotIn("mail_create_nolog", alert.env.context, "for the making only")
        created = alert._creation_message()
        self.assertFalse(alert.message_ids.filtered(lambda note: created in (note.body or "")))

    def test_next_day_replaces_the_activity_and_a_topup_ends_it(self):
        self._ship(450_000, "k1")
        first = self._report()
        first.date -= datetime.timedelta(days=1)
        second = self._report()
        self.assertFalse(first.activity_ids)
        self.assertTrue(second.activity_ids)
        self._topup(self.d1, 3000)
        first.date -= datetime.timedelta(days=1)
        self.env.flush_all()
        second.date -= datetime.timedelta(days=1)
        self.assertFalse(self._report())
        self.assertFalse(second.activity_ids)

    def test_own_level_days_of_cover_and_no_address(self):
        self.d1.email = False
        self.account.with_user(self.users["fin_manager"]).low_alert = 5000.01
        alert = self._report()
        self.assertEqual((alert.level, alert.mail_state, alert.days_of_cover), (5000.01, "no_address", -1))
        self.account.low_alert = 0
        self._ship(100_000, "k1")
        self.assertFalse(self.account.is_low)
        self.company.prepaid_low_cover_days = 121
        self.assertEqual((self.account.days_of_cover, self.account.is_low), (120, True))
        with self.assertRaises(ValidationError):
            self.account.low_alert = -1
        with self.assertRaises(ValidationError):
            self.company.prepaid_low_repeat_days = 0

    def test_access(self):
        self._ship(450_000, "k1")
        alert = self._report()
        other = self._user("sales_rep", login="t_other_rep")
        self.assertTrue(alert.with_user(self.users["sales_rep"]).read(["available"]))
        self.assertTrue(alert.with_user(self.users["sc_manager"]).read(["available"]))
        with self.assertRaises(AccessError):
            alert.with_user(other).read(["available"])
        for role in ("sales_rep", "fin_manager", "business_admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                alert.with_user(self.users[role]).write({"available": 0})
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["prepaid.low.alert"].with_user(self.users[role]).create({"account_id": self.account.id, "date": "2026-01-01"})
        with self.assertRaises(AccessError):
            self.account.with_user(self.users["fin_cashier"]).low_alert = 5
        alert.with_user(self.users["sales_rep"]).activity_ids.action_done()
