from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_base.money import to_fen

from .return_common import ReturnCommon


class ExchangeCommon(ReturnCommon):
    """Journey J14: one of two coats comes back, a long coat goes out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.return_inspection = "quality"
        cls.order = cls._received_order()
        cls.shipper = cls._user("wh_operator", login="t_wh_shipper")

    def _prices(self, prices):
        self.env["dealer.price.version"].search([("state", "=", "active")]).with_user(self.manager_b).action_close()
        self._price_version(prices)

    def _requested(self, product=None, kind="after", pieces=1, **vals):
        return self._return(self.order, pieces, exchange_kind=kind, exchange_line_ids=[
            Command.create({"product_id": (product or self.long_coat).id, "quantity": 1})], **vals)

    def _approved_exchange(self, **vals):
        record = self._requested(**vals)
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        return record

    def _came(self, record):
        record.with_user(self.warehouse_user).action_receive()
        record.with_user(self.warehouse_user).action_inspect()

    def _quality(self):
        return {"reason_class": "quality", "postage": 0, "evidence_ids": [Command.set(self._photo().ids)]}

    def _replaced(self, record):
        self._ship(record.exchange_order_id, user=self.shipper)

    def _entries(self, record):
        order = record.exchange_order_id
        entries = self.env["prepaid.entry"].search(
            ["|", "&", ("res_model", "=", "dealer.return"), ("res_id", "=", record.id), ("order_id", "=", order.id)], order="id")
        return [(entry.kind, entry.amount) for entry in entries]

    def _pay_away(self, left):
        """Hold what is available beyond ``left`` for another order."""
        fen = to_fen(self.account.available) - to_fen(left)
        return self.account._hold("test,pay-away", fen, "res.partner", self.d1.id, "other")


@tagged("post_install", "-at_install")
class TestReturnExchange(ExchangeCommon):

    def test_j14(self):
        record = self._requested()
        self.assertEqual((record.credit_amount, record.net_amount, record.preview_text), (324, -114.8, "324.00 - 438.80 = -114.80"))
        self.assertEqual((record.exchange_goods_amount, record.exchange_admin_amount, record.exchange_logistics_amount), (360, 28.8, 22))
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        order = record.exchange_order_id
        self.assertEqual((order.dealer_state, order.exchange_return_id, order.settlement_total), ("draft", record, 410.8))
        with self.assertRaisesRegex(UserError, "not in the warehouse"):
            record.action_accept_exchange()
        self._came(record)
        self.assertEqual((record.state, record._quarantined().quantity), ("exchange", 1))
        with self.assertRaisesRegex(UserError, "is an exchange"):
            record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 4320, 0, 4320)

        order._flow().write({"dealer_mode": "store", "delivery_way": "guide"})
        self.assertEqual(order.rest_amount, 120, "719.00 for goods of 599.00 that the consumer has paid for")
        order._flow().write({"dealer_mode": "consumer", "delivery_way": "courier"})
        record.action_accept_exchange()
        with self.assertRaisesRegex(UserError, f"the receipt of {self.order.name} stands"):
            order.with_user(self.cs_a).action_print_receipt()
        self.assertTrue(record.action_accept_exchange(), "pressed twice")
        self.assertLedger(self.account, 4320, 114.8, 4205.2)
        self.assertEqual((record.state, order.dealer_state, order.approved_by, record.net_amount), ("replacing", "approved", self.other_aftersale, -114.8))

        self._replaced(record)
        self.assertLedger(self.account, 4205.2, 0, 4205.2)
        self.assertEqual((record.state, record.net_amount, order.dealer_state), ("exchanged", -114.8, "shipped"))
        self.assertEqual(self._entries(record), [("refund", 324), ("postage", -18), ("handling", -10), ("capture", -296), ("capture", -114.8)])
        self.assertMove(record.credit_note_id, [
            ("112200", -324), ("600100", 265.49), ("605100", 21.24), ("222100", 37.27), ("640100", -180), ("140500", 180)])
        invoice = order.picking_ids.dealer_invoice_id
        self.assertMove(invoice, [
            ("112200", 438.8), ("600100", -318.58), ("605100", -25.49), ("605100", -19.47), ("605100", -15.93), ("605100", -8.85),
            ("222100", -50.48), ("640100", 210), ("140500", -210)])
        clearing = self.env["prepaid.entry"].search([("order_id", "=", order.id)]).clearing_move_id
        self.assertMove(clearing, [("220300", 114.8), ("112200", -114.8)])
        self.assertEqual((invoice | record.credit_note_id).mapped("amount_residual"), [0, 0])
        self.assertOrderBalanced(self.order)
        self.assertOrderBalanced(order)
        self.assertEqual(self.coat._dealer_free_stock(self._warehouse())[self.coat.id], 49)

    def test_j14_waits_for_a_topup(self):
        record = self._approved_exchange()
        self._came(record)
        self._pay_away(100)
        record.action_accept_exchange()

        order = record.exchange_order_id
        self.assertEqual((record.state, order.dealer_state, order.missing_amount, record.exchange_missing), ("waiting", "waiting", 14.8, 14.8))
        self.assertEqual(record._quarantined().location_dest_id, self.company.quarantine_location_id)
        self.assertFalse(order.picking_ids)
        self.assertEqual((self.account.waiting_count, self.account.waiting_topup), (1, 14.8))
        self._topup(self.d1, 14.79)
        self.account._fund_waiting()
        self.assertEqual((record.state, order.missing_amount), ("waiting", 0.01))
        self._topup(self.d1, 0.01)
        self.account._fund_waiting()
        self.assertEqual((record.state, order.dealer_state, order.missing_amount), ("replacing", "approved", 0))
        self.assertEqual(to_fen(self.account.available), 0)
        self._replaced(record)
        self.assertEqual((record.state, to_fen(self.account.available)), ("exchanged", 0))
        self.assertOrderBalanced(order)

    def test_j14_in_advance(self):
        record = self._approved_exchange(kind="advance")
        order = record.exchange_order_id
        record.action_accept_exchange()
        self.assertLedger(self.account, 4320, 438.8, 3881.2)
        self.assertEqual((record.state, order.dealer_state), ("approved", "approved"))
        self._replaced(record)
        self.assertLedger(self.account, 3909.2, 28, 3881.2)
        self.assertEqual(order.picking_ids.dealer_invoice_id.amount_total, 410.8)

        self._came(record)
        self.assertEqual((record.state, record.net_amount), ("received", -114.8))
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 4205.2, 0, 4205.2)
        self.assertEqual((record.state, record.credit_note_id.amount_total, record.charges_move_id.amount_total), ("refunded", 324, 28))
        self.assertOrderBalanced(self.order)
        self.assertOrderBalanced(order)

    def test_j14_in_advance_refunded_before_it_ships(self):
        record = self._approved_exchange(kind="advance")
        record.action_accept_exchange()
        self._came(record)
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 4616, 410.8, 4205.2)
        self._replaced(record)
        self.assertLedger(self.account, 4205.2, 0, 4205.2)

    def test_j14_in_advance_never_comes(self):
        record = self._approved_exchange(kind="advance")
        record.action_accept_exchange()
        self._replaced(record)
        record.with_user(self.other_aftersale).action_cancel("the consumer keeps both")
        self.assertEqual(record.state, "cancelled")
        self.assertLedger(self.account, 3909.2, 0, 3909.2)
        self.assertOrderBalanced(record.exchange_order_id)

    def test_j14_same_goods_for_quality(self):
        record = self._requested(self.coat, **self._quality())
        self._prices({self.coat: 320, self.long_coat: 360})
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        self._came(record)
        self.assertEqual((record.state, record.credit_amount, record.net_amount), ("exchange", 324, 0))
        record.action_accept_exchange()
        self.assertLedger(self.account, 4320, 0, 4320)
        self._replaced(record)
        self.assertLedger(self.account, 4320, 0, 4320)
        self.assertEqual(self._entries(record), [("refund", 324), ("capture", -324)])
        invoice = record.exchange_order_id.picking_ids.dealer_invoice_id
        self.assertEqual((invoice.amount_total, record.credit_note_id.amount_total, invoice.amount_residual), (324, 324, 0))
        self.assertOrderBalanced(record.exchange_order_id)
        self.assertOrderBalanced(self.order)

    def test_quality_that_is_none_pays_its_way(self):
        record = self._approved_exchange(**self._quality())
        self.assertAlmostEqual(record.net_amount, 324 - 388.8)
        record.with_user(self.warehouse_user).action_receive(postage=18)
        record.inspection_ids.with_user(self.warehouse_user).write({"good_qty": 1, "defect_qty": 0})
        record.with_user(self.warehouse_user).action_inspect()
        self.assertEqual((record.state, record.reason_class), ("downgraded", "non_quality"))
        record.action_accept_downgrade("agreed")
        record.action_accept_exchange()
        self.assertLedger(self.account, 4320, 114.8, 4205.2)

    def test_cheaper_goods_are_credited(self):
        cheap = self._product("Test scarf", "T-SCARF", 40, 199, 0.2)
        self._prices({self.coat: 300, self.long_coat: 360, cheap: 100})
        record = self._approved_exchange(product=cheap)
        self.assertEqual(record.net_amount, 324 - 108 - 22 - 28)
        self._came(record)
        record.action_accept_exchange()
        self.assertLedger(self.account, 4320, 0, 4320)
        self.assertFalse(record.exchange_order_id.hold_key)
        self._replaced(record)
        self.assertLedger(self.account, 4486, 0, 4486)
        self.assertOrderBalanced(record.exchange_order_id)

    def test_given_up(self):
        record = self._approved_exchange()
        self._came(record)
        record.action_accept_exchange()
        record.action_cancel_exchange("keeps the money instead")
        record.action_cancel_exchange("again")
        order = record.exchange_order_id
        self.assertEqual((record.state, order.dealer_state, order.picking_ids.mapped("state")), ("received", "cancelled", ["cancel"]))
        self.assertLedger(self.account, 4320, 0, 4320)
        self.assertEqual(record.net_amount, 272)
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 4592, 0, 4592)

    def test_who_accepts(self):
        record = self._approved_exchange()
        self._came(record)
        for role in ("cs_presale", "wh_operator", "fin_confirmer", "sales_rep", "fin_manager"):
            with self.subTest(role), self.assertRaises(AccessError):
                record.with_user(self.users[role]).action_accept_exchange()
        both = self._user("cs_aftersale", login="t_both_exchange")
        self._exception(both, "S5")
        both.group_ids = [Command.link(self.env.ref("dealer_base.group_wh_operator").id)]
        record._flow().inspected_by = both
        with self.assertRaisesRegex(AccessError, "another person"):
            record.with_user(both).action_accept_exchange()
        record.action_accept_exchange()
        for person in (self.aftersale, self.other_aftersale):
            self._exception(person, "S3", "S4", "S5")
            person.group_ids = [Command.link(self.env.ref("dealer_base.group_wh_operator").id)]
            with self.assertRaises(AccessError):
                self._ship(record.exchange_order_id, user=person)

    def test_the_order_belongs_to_its_return(self):
        record = self._approved_exchange()
        order = record.exchange_order_id.with_user(self.cs_a)
        calls = (
            ("submit", order.action_submit, ()), ("cancel", order.action_cancel_order, ("why",)), ("freight", order.action_set_freight, (0, "why")),
            ("write", order.write, ({"carrier_id": False},)), ("line", order.order_line.write, ({"product_uom_qty": 5},)))
        manager = self.users["cs_manager"]
        for case, call, args in calls:
            with self.subTest(case), self.assertRaisesRegex(UserError, "replaces goods"):
                getattr(call.__self__.with_user(manager), call.__name__)(*args)
        self._came(record)
        record.action_accept_exchange()
        with self.subTest("change"), self.assertRaisesRegex(UserError, "replaces goods"):
            order.action_open_amend()
        with self.subTest("change by another program"), self.assertRaisesRegex(UserError, "replaces goods"):
            self.env["dealer.order.amendment"].with_user(self.cs_a).create({"order_id": order.id, "reason": "two more"})
        for method in ("action_revoke", "action_cancel_order"):
            with self.subTest(method), self.assertRaisesRegex(UserError, "replaces goods"):
                getattr(order.with_user(manager), method)("why")

    def test_ships_as_a_whole(self):
        record = self._requested()
        record.exchange_line_ids.quantity = 2
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        self._came(record)
        record.action_accept_exchange()
        picking = self._open_picking(record.exchange_order_id).with_user(self.shipper).sudo(False)
        picking.carrier_tracking_ref = f"SF{picking.id:012d}"
        picking.move_ids.quantity = 1
        picking.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "as a whole"):
            picking.button_validate()

    def test_what_cannot_be_exchanged(self):
        stock = self._requested(reason_class="stock")
        with self.assertRaisesRegex(UserError, "bad quality or do not fit"):
            stock.action_submit()
        self.long_coat.shelf_state = "off"
        record = self._requested()
        with self.assertRaisesRegex(UserError, "cannot be ordered"):
            record.action_submit()
        self.long_coat.shelf_state = "on"
        record.action_submit()
        with self.assertRaises(AccessError):
            record.exchange_line_ids.quantity = 9
        with self.assertRaises(AccessError):
            record.write({"exchange_kind": "advance"})

    def test_by_another_program(self):
        payload = {"order": self.order.name, "reason": "size", "postage": 18.0, "lines": [{"code": "T-COAT", "qty": 1}],
                   "exchange": [{"code": "T-LONG", "qty": 1}]}
        answer = self.env["dealer.return"].with_user(self.aftersale).dealer_request_return("x-1", payload)
        self.assertEqual((answer["state"], answer["credit"], answer["net"]), ("submitted", 324, -114.8))
        with self.assertRaisesRegex(UserError, "no goods with the code"):
            self.env["dealer.return"].with_user(self.aftersale).dealer_request_return("x-2", {**payload, "exchange": [{"code": "nope", "qty": 1}]})


@tagged("post_install", "-at_install")
class TestExchangeBooks(ExchangeCommon):

    def test_income_at_receipt(self):
        self.company.prepaid_revenue_at = "receipt"
        record = self._approved_exchange()
        self._came(record)
        record.action_accept_exchange()
        self._replaced(record)
        order = record.exchange_order_id
        self.assertLedger(self.account, 4205.2, 0, 4205.2)
        self.assertEqual((record.credit_note_id.amount_total, record.charges_move_id.amount_total), (324, 28))
        self.assertFalse(order.picking_ids.dealer_invoice_id)
        order.with_user(self.aftersale).action_received()
        self.assertEqual(order.picking_ids.dealer_invoice_id.amount_total, 410.8)
        self.assertEqual(order.picking_ids.dealer_invoice_id.amount_residual, 0)

    def test_by_the_day(self):
        self.company.prepaid_gl_mode = "daily"
        record = self._approved_exchange()
        self._came(record)
        record.action_accept_exchange()
        self._replaced(record)
        self.assertLedger(self.account, 4205.2, 0, 4205.2)
        self.assertFalse(record.credit_note_id | record.exchange_order_id.picking_ids.dealer_invoice_id)
        entries = self.env["prepaid.entry"].search([("order_id", "in", (self.order | record.exchange_order_id).ids), ("gl_mode", "=", "batch")])
        self.assertEqual(sum(to_fen(entry.amount) for entry in entries), -11_480)
