"""J16: season close with an open order and a return under way, to the figures of the journey."""
from odoo.exceptions import UserError
from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestSeasonJourney(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.returned = cls._approved_return(cls._received_order())
        cls._withdraw(cls.account, 3086, "down to the journey's 1,234.00")
        cls.order = cls._approved()
        cls.closing = cls.env["prepaid.season.close"].with_user(cls.users["fin_settlement"]).create({"season_id": cls.account.season_id.id})
        cls.closing.action_start()

    def _line(self):
        return self.closing.line_ids.filtered(lambda line: line.account_id == self.account)

    def _pay(self):
        self.closing.with_user(self.users["fin_manager"]).action_approve()
        self.closing.with_user(self.users["fin_confirmer"]).action_pay()

    def test_shipped_before_the_close_and_a_return_after_it(self):
        """D05, R0-052: a return after the close credits the next season."""
        self.assertLedger(self.account, 1234, 680, 554)
        self.assertEqual(self._line().state, "blocked")
        with self.assertRaises(UserError):
            self.closing.with_user(self.users["fin_manager"]).action_approve()

        self._ship(self.order)
        self._final_statement(self.account)
        self.closing.action_start()
        self.assertEqual((self._line().state, self._line().refund), ("ready", 554))
        self._pay()

        self.assertLedger(self.account, 0, 0, 0)
        self.assertEqual((self.account.state, self.account.entry_ids[0].kind, self.account.entry_ids[0].amount), ("closed", "season_refund", -554))
        self.assertMove(self._line().move_id, [("220300", 554), ("100200", -554)])

        self.returned.with_user(self.warehouse_user).action_receive()
        self.returned.with_user(self.users["fin_confirmer"]).action_refund()

        following = self.env["prepaid.account"]._for_partner(self.company, self.account.partner_id)
        self.assertGreater(following.season_id.date_start, self.account.season_id.date_end)
        self.assertLedger(following, 272, 0, 272)
        self.assertEqual(following.state, "draft", "a credit does not open the new season's account")
        self.assertLedger(self.account, 0, 0, 0)

    def test_cancelled_before_the_close(self):
        self.order.with_user(self.users["cs_presale"]).action_cancel_order("season close")
        self._final_statement(self.account)
        self.closing.action_start()
        self.assertEqual((self._line().state, self._line().refund), ("ready", 1234))
        self._pay()
        self.assertLedger(self.account, 0, 0, 0)
