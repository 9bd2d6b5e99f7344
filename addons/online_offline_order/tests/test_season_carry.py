"""J16b with a real order: it is carried to the next season with its money, ships there and counts there."""
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestSeasonCarry(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.returned = cls._approved_return(cls._received_order())
        cls._withdraw(cls.account, 3086, "down to the journey's 1,234.00")
        cls._final_statement(cls.account)
        cls.order = cls._approved()
        cls.closing = cls.env["prepaid.season.close"].with_user(cls.users["fin_settlement"]).create({"season_id": cls.account.season_id.id})

    def _line(self):
        return self.closing.line_ids.filtered(lambda line: line.account_id == self.account)

    def test_carried_order_ships_in_the_next_season(self):
        self.assertLedger(self.account, 1234, 680, 554)
        self.closing.action_start()
        self.assertEqual(self._line().state, "blocked")
        self.assertIn(self.returned.name, self._line().note)
        self.assertIn("272.00", self._line().note)
        self._line().action_carry()
        self.assertEqual((self._line().state, self._line().refund, self._line().carried), ("ready", 554, 680))
        self.closing.with_user(self.users["fin_manager"]).action_approve()
        self.closing.with_user(self.users["fin_confirmer"]).action_pay()

        self.assertLedger(self.account, 0, 0, 0)
        following = self.env["prepaid.account"]._for_partner(self.company, self.d1)
        self.assertEqual((following.state, following.season_id.date_start > self.account.season_id.date_end), ("open", True))
        self.assertLedger(following, 680, 680, 0)
        self.assertMove(self._line().move_id, [("220300", 554), ("100200", -554)])
        self.assertEqual(self.order._find_hold_account(), following)

        self._ship(self.order)
        self.assertLedger(following, 0, 0, 0)
        self.assertEqual(following.entry_ids.mapped("kind"), ["capture", "carry_in"])
        self.assertEqual(following.entry_ids[0].season_id, following.season_id, "X counts for the next season")
        self.assertOrderBalanced(self.order)

        self.returned.with_user(self.warehouse_user).action_receive()
        self.returned.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(following, 272, 0, 272)
        self.assertLedger(self.account, 0, 0, 0)

    def test_carried_order_is_cancelled_in_the_next_season(self):
        self.closing.action_start()
        self._line().action_carry()
        self.closing.with_user(self.users["fin_manager"]).action_approve()
        self.closing.with_user(self.users["fin_confirmer"]).action_pay()
        self.order.with_user(self.users["cs_presale"]).action_cancel_order("gone")
        following = self.env["prepaid.account"]._for_partner(self.company, self.d1)
        self.assertLedger(following, 680, 0, 680)

    def test_no_submit_in_the_last_days(self):
        self.company.prepaid_submit_stop_days = 3
        order = self._order()
        day = self.account.season_id.date_end
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: day), self.assertRaisesRegex(UserError, "closes on"):
            order.action_submit()
        self.assertEqual(order.dealer_state, "draft")
