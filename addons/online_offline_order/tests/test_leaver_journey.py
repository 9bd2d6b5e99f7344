"""J17 with real orders: one is cancelled, one shipped, a return comes back; the refund waits for the last return period."""
import datetime
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestLeaverJourney(ReturnCommon):
    def test_journey_17(self):
        returned = self._approved_return(self._received_order())
        held = self._approved()
        self._withdraw(self.account, 3420, "down to the journey's 900.00")
        self.assertLedger(self.account, 900, 680, 220)
        leaver = self.env["prepaid.leaver"].with_user(self.users["fin_settlement"]).create({
            "account_id": self.account.id, "reason": "closes the shop"})
        leaver.action_freeze()
        self.assertEqual(leaver.order_ids.hold_id.res_id, held.id)
        with self.assertRaises(UserError):
            self._order().action_submit()

        held.with_user(self.users["cs_presale"]).action_cancel_order("dealer leaves")
        self.assertLedger(self.account, 900, 0, 900)
        manager = leaver.with_user(self.users["fin_manager"])
        with self.assertRaisesRegex(UserError, returned.name):
            manager.action_approve()
        returned.with_user(self.warehouse_user).action_receive()
        returned.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 1172, 0, 1172)
        self._final_statement(self.account)

        today = self.company._dealer_today()
        self.assertEqual(leaver.window_date, today + datetime.timedelta(days=7))
        with self.assertRaisesRegex(UserError, "last return period"):
            manager.action_approve()
        later = today + datetime.timedelta(days=8)
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: later):
            manager.action_approve()
        leaver.with_user(self.users["fin_confirmer"]).action_pay()

        self.assertLedger(self.account, 0, 0, 0)
        self.assertMove(leaver.move_id, [("220300", 1172), ("100200", -1172)])
        self.assertEqual((self.account.state, self.d1.dealer_state, leaver.refund), ("closed", "left", 1172))
        self.assertEqual(returned.order_id.account_partner_id, self.d1, "history stays")
