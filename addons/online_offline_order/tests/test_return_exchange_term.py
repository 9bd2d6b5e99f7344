"""Exchange of a pay-later order: the other goods on an invoice of their own, the credit note settles what is open, no ledger is touched."""
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_return_exchange import ExchangeCommon


@tagged("post_install", "-at_install")
class TestReturnExchangeTerm(ExchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._terms(2_000)
        cls.order = cls._received_order()

    @classmethod
    def _terms(cls, limit):
        cls.d1.with_user(cls.users["fin_manager"]).action_set_settlement("pay_later", "contract", days=30, limit=limit)
        cls.env["prepaid.settlement.change"].with_user(cls.users["fin_confirmer"]).search(
            [("partner_id", "=", cls.d1.id), ("state", "=", "proposed")]).action_confirm()
        cls.env.invalidate_all()

    def _owed(self):
        self.env.flush_all()
        return self.d1.sudo()._open_receivable_fen(self.company)

    def test_j14_on_a_term(self):
        self.assertEqual(self.account.available, 4320)
        self.assertEqual((self.order.settled_by, self._owed()), ("pay_later", 68_000))
        record = self._approved_exchange()
        self.assertEqual(record.net_amount, -114.8)
        self._came(record)
        self.assertEqual(record.state, "exchange")
        for _press in range(2):
            record.with_user(self.other_aftersale).action_accept_exchange()
        order = record.exchange_order_id
        self.assertEqual((record.state, order.dealer_state, order.settled_by, order.credit_days), ("received", "approved", "pay_later", 30))
        self.assertFalse(order.hold_key)
        self._replaced(record)
        self.assertEqual((order.dealer_state, self._owed()), ("shipped", 68_000 + 41_080))
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertEqual((record.state, self._owed()), ("refunded", 68_000 + 11_480))
        self.env.invalidate_all()
        self.assertEqual(self.account.available, 4320)

    def test_over_the_limit_and_given_up(self):
        self._terms(1_000)
        record = self._approved_exchange()
        self._came(record)
        with self.assertRaisesRegex(UserError, "would owe 90.80 CNY more than the credit limit"):
            record.with_user(self.other_aftersale).action_accept_exchange()
        self.assertEqual((record.state, record.exchange_order_id.dealer_state), ("exchange", "draft"))
        record.with_user(self.other_aftersale).action_cancel_exchange("she takes the money")
        self.assertEqual(record.state, "received")
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertEqual(record.state, "refunded")
