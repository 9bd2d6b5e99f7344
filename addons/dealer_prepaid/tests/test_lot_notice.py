"""Gifts that end: the salesperson hears of it 30, 7 and 1 days before, once each; after the last day what is left is taken."""
import datetime
from unittest.mock import patch

from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestLotNotice(PrepaidCommon):
    def setUp(self):
        super().setUp()
        self.account = self._open_account(self.d1)
        self.last = self.company._dealer_today() + datetime.timedelta(days=40)
        self.account._post_entries(
            "notice", [{"kind": "gift", "amount_fen": 10_000, "label": "gift", "bucket": "gift", "expires_on": self.last}], "res.partner", self.d1.id)
        self.lot = self.account.lot_ids.filtered(lambda lot: lot.bucket == "gift")

    def _night(self, days_before):
        """Run the job as in the night so many days before the gift's last day; give the new messages of the account."""
        before, day = self.account.message_ids, self.last - datetime.timedelta(days=days_before)
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: day):
            self.env["prepaid.lot"]._cron_expire()
        return self.account.message_ids - before

    def test_three_notices(self):
        for days in range(33, -1, -1):
            messages = self._night(days)
            self.assertEqual(len(messages), int(days in (30, 7, 1)), days)
            if messages:
                self.assertIn(f"100.00 CNY expire in {days} days, after {self.last}", messages.body)
                self.assertEqual(messages.partner_ids, self.users["sales_rep"].partner_id)
        self.assertEqual(self.lot.free, 100, "the last day still counts")
        self.assertLedger(self.account, 5100, 0, 5100)

    def test_what_is_left_counts(self):
        self.account._hold("use", 4_000, "res.partner", self.d1.id, "use")
        self.assertIn("60.00 CNY", self._night(7).body)

    def test_used_up_is_silent(self):
        self.account._hold("use", 10_000, "res.partner", self.d1.id, "use")
        self.assertFalse(self._night(7))

    def test_the_day_after(self):
        self._night(-1)
        self.env.invalidate_all()
        self.assertEqual(self.lot.free, 0)
        self.assertLedger(self.account, 5000, 0, 5000)
