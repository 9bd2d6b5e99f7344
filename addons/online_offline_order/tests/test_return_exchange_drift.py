"""What is held at the acceptance of an exchange and what it costs when it ships; how many pieces may go out for those that come back."""
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.dealer_prepaid.sql.laws import breaches

from ..sql.laws import LAWS
from .test_return_exchange import ExchangeCommon


@tagged("post_install", "-at_install")
class TestExchangeDrift(ExchangeCommon):
    """Journey J14: 114.80 are held, then something changes before the replacement leaves."""

    def _accepted(self):
        record = self._approved_exchange()
        self._came(record)
        record.action_accept_exchange()
        self.assertLedger(self.account, 4320, 114.8, 4205.2)
        return record

    def _exchange_rule(self, date_from, amount=3, **vals):
        rule = self.env["logistics.fee.rule"].with_user(self.users["fin_settlement"]).create({
            "name": "Exchange", "company_id": self.company.id, "code": "handling", "event": "exchange", "kind": "per_item", "amount": amount,
            "date_from": date_from, **vals})
        rule.with_user(self.users["fin_manager"]).action_activate()

    def _assert_left(self, record, total):
        self.assertLedger(self.account, total, 0, total)
        self.assertEqual((record.state, record.exchange_order_id.dealer_state), ("exchanged", "shipped"))
        self.assertFalse(breaches(self.env.cr, self.company.id, LAWS))
        self.assertOrderBalanced(self.order)
        self.assertOrderBalanced(record.exchange_order_id)
        moves = record.exchange_order_id.picking_ids.dealer_invoice_id | record.credit_note_id
        self.assertFalse(any(moves.mapped("amount_residual")))

    def test_bill_below_the_postage(self):
        record = self._accepted()
        self.assertEqual(record._take_billed_postage(1_500), -300)
        self._replaced(record)
        self._assert_left(record, 4205.2)
        self.assertEqual((record.postage, record.postage_difference, record._take_billed_postage(1_500)), (18, -3, -300))

    def test_bill_above_the_postage(self):
        record = self._accepted()
        self.assertEqual(record._take_billed_postage(2_500), 700)
        self._replaced(record)
        self._assert_left(record, 4205.2)
        self.assertEqual((record.postage, record.postage_difference, record.postage_open), (18, 7, 7))

    def test_bill_then_given_up(self):
        """The difference is finance's by then: a second call takes it neither twice nor into the postage."""
        record = self._accepted()
        record._take_billed_postage(2_500)
        record.action_cancel_exchange("keeps the money instead")
        record._take_billed_postage(2_500)
        self.assertEqual((record.state, record.postage, record.postage_difference), ("received", 18, 7))
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 4592, 0, 4592)

    def _replaced_tomorrow(self, record, amount):
        """A rule for tomorrow is put in force after the acceptance, the replacement ships tomorrow."""
        today = self.company._dealer_today()
        tomorrow = today + timedelta(days=1)
        self._exchange_rule(tomorrow, amount=amount)
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: today if now else tomorrow):
            self._replaced(record)

    def test_fee_rule_after_the_acceptance(self):
        self._exchange_rule("2020-01-01", date_to=self.company._dealer_today())
        record = self._approved_exchange()
        self._came(record)
        record.action_accept_exchange()
        self.assertLedger(self.account, 4320, 117.8, 4202.2)
        self._replaced_tomorrow(record, 5)
        self._assert_left(record, 4202.2)

    def test_first_fee_rule_after_the_acceptance(self):
        record = self._accepted()
        self._replaced_tomorrow(record, 5)
        self._assert_left(record, 4200.2)

    def test_more_than_held(self):
        """Three yuan of handling in force all the time are entered late: taken beside the hold."""
        record = self._accepted()
        self._exchange_rule("2020-01-01")
        self._replaced(record)
        self._assert_left(record, 4202.2)
        self.assertEqual(self._entries(record)[0], ("capture", -3))

    def test_more_than_held_nor_there(self):
        record = self._accepted()
        self._exchange_rule("2020-01-01")
        self._pay_away(2.99)
        with self.assertRaisesRegex(UserError, "costs 0.01 more"):
            self._replaced(record)

    def test_nothing_held_at_first(self):
        cheap = self._product("Test scarf", "T-SCARF", 40, 199, 0.2)
        self._prices({self.coat: 300, self.long_coat: 360, cheap: 252.78})
        record = self._approved_exchange(product=cheap)
        self._came(record)
        record.action_accept_exchange()
        self.assertFalse(record.exchange_order_id.hold_key)
        self.assertEqual(record.net_amount, 1)
        self._exchange_rule("2020-01-01")
        self._replaced(record)
        self._assert_left(record, 4318)

    def test_less_than_held(self):
        record = self._accepted()
        record._flow().postage = 15
        self._replaced(record)
        self._assert_left(record, 4208.2)


@tagged("post_install", "-at_install")
class TestExchangePieces(ExchangeCommon):
    """For bad quality goods leave at the price of the first order and free of freight: no more than come back."""

    def _quality_exchange(self, pieces, out, **vals):
        record = self._requested(self.coat, pieces=pieces, **self._quality(), **vals)
        record.exchange_line_ids.quantity = out
        return record

    def test_refused_at_the_submit(self):
        with self.assertRaisesRegex(UserError, "1 pieces come back and 2 go out"):
            self._quality_exchange(1, 2).action_submit()
        record = self._quality_exchange(1, 1)
        record.exchange_line_ids = [Command.create({"product_id": self.long_coat.id, "quantity": 1})]
        with self.assertRaisesRegex(UserError, "1 pieces come back and 2 go out"):
            record.action_submit()
        self._quality_exchange(1, 1).action_submit()

    def test_refused_by_another_program(self):
        photo = {"name": "seam.pdf", "data": "JVBERi0xLjQgcGhvdG8="}
        payload = {"order": self.order.name, "class": "quality", "reason": "seam", "evidence": [photo], "lines": [{"code": "T-COAT", "qty": 1}]}
        store = new_test_user(self.env, "t_exchange_store", groups="dealer_base.group_portal_store")
        store.partner_id.parent_id = self.store_1a
        for user in (self.aftersale, store):
            returns = self.env["dealer.return"].with_user(user)
            with self.subTest(user.login), self.assertRaisesRegex(UserError, "1 pieces come back and 50 go out"):
                returns.dealer_request_return("x-50", {**payload, "exchange": [{"code": "T-COAT", "qty": 50}]})

    def test_as_many_go_out_as_came(self):
        record = self._quality_exchange(2, 2)
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        record.with_user(self.warehouse_user).line_ids.received_qty = 1
        self._came(record)
        record.action_accept_exchange()
        order = record.exchange_order_id
        self.assertEqual((record.exchange_line_ids.quantity, order._goods_lines().product_uom_qty, record.net_amount), (1, 1, 0))
        self._replaced(record)
        self.assertLedger(self.account, 4320, 0, 4320)
        self.assertOrderBalanced(order)

    def test_what_does_not_fit_is_paid_for(self):
        record = self._requested()
        record.exchange_line_ids.quantity = 2
        record.action_submit()
        self.assertEqual(record.state, "submitted")
