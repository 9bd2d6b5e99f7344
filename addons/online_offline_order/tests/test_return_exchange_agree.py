"""Exchanges of which less comes than goes out, and exchanges that got dearer: what is kept, charged, and agreed to (journey J14)."""
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_return_exchange import ExchangeCommon


@tagged("post_install", "-at_install")
class TestExchangeAgreed(ExchangeCommon):

    def _two(self, kind, out=2, **vals):
        record = self._requested(kind=kind, pieces=2, **vals)
        record.exchange_line_ids.quantity = out
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        return record

    def _one_comes(self, record):
        record.with_user(self.warehouse_user).line_ids.received_qty = 1
        self._came(record)

    def test_two_in_advance_and_one_comes(self):
        """Two long coats went out: 720.00 + 57.60 + 32.00 of freight; one coat comes: 300.00 + 24.00, less 18.00 and 10.00."""
        record = self._two("advance")
        self.assertEqual(record.net_amount, -199.6)
        record.action_accept_exchange()
        self.assertLedger(self.account, 4320, 847.6, 3472.4)
        self._replaced(record)
        self.assertLedger(self.account, 3510.4, 38, 3472.4)
        self._one_comes(record)
        self.assertEqual((record.state, record.net_amount), ("received", -513.6))
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 3806.4, 0, 3806.4)
        self.assertEqual((record.credit_note_id.amount_total, record.charges_move_id.amount_total), (324, 28))
        self.assertOrderBalanced(self.order)
        self.assertOrderBalanced(record.exchange_order_id)
        line = record.line_ids.filtered("quantity")
        self.assertEqual((line.received_qty, line.quantity), (1, 2))
        late = self._return(self.order)  # the other coat may still come, as a return of its own
        self.assertEqual(late.line_ids.left_qty, 1)

    def test_two_in_advance_for_quality_and_one_comes(self):
        """Both went out as those of the order cost; the piece that is kept stays charged with its fee."""
        record = self._requested(self.coat, kind="advance", pieces=2, **self._quality())
        record.exchange_line_ids.quantity = 2
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        record.action_accept_exchange()
        self.assertLedger(self.account, 4320, 648, 3672)
        self._replaced(record)
        self._one_comes(record)
        self.assertEqual((record.state, record.net_amount), ("received", -324))
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 3996, 0, 3996)
        self.assertOrderBalanced(self.order)
        self.assertOrderBalanced(record.exchange_order_id)

    def test_one_of_two_comes_and_the_store_agrees(self):
        record = self._two("after")
        agreed = -181.6  # 648.00 - 809.60 - 20.00
        self.assertEqual(record.exchange_agreed_net, agreed)
        self._one_comes(record)
        record.action_accept_exchange()
        record.action_accept_exchange()  # pressed again: the store is asked once
        asked = -495.6  # 324.00 - 809.60 - 10.00
        self.assertEqual((record.state, record.exchange_asked_net, record.exchange_order_id.dealer_state), ("exchange", asked, "draft"))
        self.assertLedger(self.account, 4320, 0, 4320)
        self.assertEqual(len(record.message_ids.filtered(lambda message: "before the store agrees" in (message.body or ""))), 1)
        with self.assertRaises(AccessError):
            record.with_user(self.warehouse_user).action_agree_exchange("yes")
        with self.assertRaisesRegex(UserError, "enter a reason"):
            record.action_agree_exchange(" ")
        with self.assertRaisesRegex(UserError, "look at the figures again"):
            record.action_agree_exchange("yes", net=agreed)
        record.action_agree_exchange("Ms Li on the phone", net=asked)
        self.assertTrue(record.action_agree_exchange("Ms Li on the phone"), "pressed twice")
        self.assertEqual((record.state, record.exchange_answer), ("replacing", "Ms Li on the phone"))
        self.assertLedger(self.account, 4320, 513.6, 3806.4)
        self._replaced(record)
        self.assertEqual(record.state, "exchanged")
        self.assertOrderBalanced(record.exchange_order_id)

    def test_dearer_while_it_waits(self):
        """Short of money first; when the top-up comes, the list is dearer: the store is asked, and gives the exchange up."""
        record = self._approved_exchange()
        self._came(record)
        self._pay_away(100)
        record.action_accept_exchange()
        self.assertEqual(record.state, "waiting")
        self._prices({self.coat: 300, self.long_coat: 380})
        self._topup(self.d1, 200)
        self.account._fund_waiting()
        self.assertEqual((record.state, record.exchange_agreed_net), ("waiting", -96.8))
        self.assertAlmostEqual(record.exchange_asked_net, -118.4)
        self.assertEqual(self.account.available, 300)
        record.action_cancel_exchange("too dear")
        self.assertEqual((record.state, record.exchange_asked_at, record.exchange_order_id.dealer_state), ("received", False, "cancelled"))
        with self.assertRaisesRegex(UserError, "asked nothing"):
            record.action_agree_exchange("yes after all")

    def _asked_in_advance(self):
        record = self._approved_exchange(kind="advance")
        self._prices({self.coat: 300, self.long_coat: 380})
        record.action_accept_exchange()
        self.assertTrue(record.exchange_asked_at)
        self.assertEqual(record.state, "approved")
        return record

    def test_asked_again_after_the_inspection(self):
        """Goods that have come are inspected first: a consent in between would let the other goods leave without it."""
        record = self._asked_in_advance()
        record.with_user(self.warehouse_user).action_receive()
        self.assertEqual(record.state, "inspecting")
        with self.assertRaisesRegex(UserError, "asked nothing"):
            record.action_agree_exchange("yes")
        self.assertLedger(self.account, 4320, 0, 4320)
        record.with_user(self.warehouse_user).action_inspect()
        self.assertEqual(record.state, "exchange")
        record.action_agree_exchange("yes")
        self.assertEqual(record.state, "replacing")

    def test_asked_nothing_once_the_return_is_given_up(self):
        record = self._asked_in_advance()
        record.action_cancel("she keeps it")
        with self.assertRaisesRegex(UserError, "asked nothing"):
            record.action_agree_exchange("yes")
        self.assertEqual((record.state, record.exchange_asked_at), ("cancelled", False))

    def test_consent_to_figures_that_cannot_be_told(self):
        """The other goods have no price for a while: the store agrees to the finding, and is asked when the figures are known."""
        record = self._approved_exchange(**self._quality())
        record.with_user(self.warehouse_user).action_receive(postage=18)
        record.inspection_ids.with_user(self.warehouse_user).write({"good_qty": 1, "defect_qty": 0})
        record.with_user(self.warehouse_user).action_inspect()
        self.assertEqual(record.state, "downgraded")
        self._prices({self.coat: 300})
        record.action_accept_downgrade("agreed")
        self.assertEqual((record.state, record.exchange_agreed_net), ("exchange", -64.8))
        with self.assertRaisesRegex(UserError, "cannot be ordered"):
            record.action_accept_exchange()
        self._prices({self.coat: 300, self.long_coat: 360})
        record.action_accept_exchange()
        self.assertEqual((record.exchange_asked_net, record.exchange_order_id.dealer_state), (-96.8, "draft"))
        record.action_agree_exchange("agreed")
        self.assertLedger(self.account, 4320, 114.8, 4205.2)

    def test_what_cannot_be_credited_is_refused_by_a_sentence(self):
        record = self._approved_exchange()
        self._came(record)
        rules = self.env["logistics.fee.rule"].search([("company_id", "=", self.company.id), ("event", "=", "return"), ("state", "=", "active")])
        rules._write_life({"state": "closed", "closed_on": "2000-01-01"})
        with self.assertRaises(UserError) as refused:
            record.action_accept_exchange()
        self.assertIn(record.name, str(refused.exception))

    def test_cheaper_is_not_asked(self):
        record = self._approved_exchange()
        self._prices({self.coat: 300, self.long_coat: 340})
        self._came(record)
        record.action_accept_exchange()
        self.assertEqual((record.state, record.exchange_asked_at), ("replacing", False))

    def test_preview_shows_stock_and_money(self):
        record = self._requested()
        line = record.exchange_line_ids
        self.assertEqual((line.free_stock, line.stock_light), (50, "green"))
        self.assertEqual((record.exchange_hold, record.exchange_available, record.exchange_short), (114.8, 4320, 0))
        line.quantity = 51
        self.assertEqual(line.stock_light, "amber")
        line.quantity = 1
        record.exchange_kind = "advance"
        self.assertEqual(record.exchange_hold, 438.8)
        self._pay_away(100)
        record.invalidate_recordset()
        self.assertEqual((record.exchange_available, record.exchange_short), (100, 338.8))
        fresh = self.env["dealer.return"].with_user(self.aftersale).new({
            "order_id": self.order.id, "line_ids": [Command.create({"order_line_id": self.order.order_line.id, "quantity": 1})],
            "exchange_line_ids": [Command.create({"product_id": self.long_coat.id, "quantity": 1})]})
        self.assertEqual(fresh.exchange_hold, 96.8, "before it is saved")
