"""A rise of a pay-now order takes no money that was paid for another one."""
from odoo.exceptions import UserError
from odoo.tests import tagged

from .amend_common import AmendCommon
from .test_order_payment import PaymentCommon


@tagged("post_install", "-at_install")
class TestOrderAmendPaid(AmendCommon, PaymentCommon):
    def test_what_was_paid_for_others_stays_theirs(self):
        self._terms("pay_now")
        held = self._submitted(partner_id=self.store_2a.id)
        self._paid(held, 680)
        account = self._account_of(self.d2)
        account._fund_waiting()
        self.assertEqual(held.dealer_state, "submitted")
        waiting = self._submitted([(self.coat, 3)], partner_id=self.store_2a.id)  # 1,009.00
        self._paid(waiting, 900)
        account._fund_waiting()
        self.assertEqual((waiting.dealer_state, waiting.missing_amount), ("waiting", 109))
        with self.assertRaisesRegex(UserError, "329.00 CNY are missing"), self.env.cr.savepoint():
            self._applied(held, {self.coat: 3})
        self.env.invalidate_all()
        self.assertEqual((held.settlement_total, account.available), (680, 900))
