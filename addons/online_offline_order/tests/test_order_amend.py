"""Goods, address and carrier change before the shipment; hold and settlement follow to the fen (R1-057, R1-059, R1-109)."""
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.dealer_prepaid.sql.laws import breaches

from ..sql.laws import LAWS
from .amend_common import AmendCommon


@tagged("post_install", "-at_install")
class TestOrderAmend(AmendCommon):
    """J3's order of 680.00; three coats 900.00 + 72.00 + SF 37.00 (2.4 kg) = 1,009.00, one 300.00 + 24.00 + 22.00 = 346.00."""

    def test_more_pieces(self):
        order = self._submitted()
        change = self._change(order, {self.coat: 3})
        self.assertRegex(change.name, r"CH/\d{4}/00001")
        self.assertEqual((change.line_ids.old_qty, change.preview_total, change.preview_more), (2, 1009, 329))
        self.assertIn("680.00 → 1,009.00", change.preview_text)
        with self.assertRaisesRegex(UserError, "agree to 329.00 CNY more"), self.env.cr.savepoint():
            change.action_apply()
        change.consent = "Ms Li by phone"
        with self.assertRaisesRegex(UserError, "1,009.00 and not 1,000.00"), self.env.cr.savepoint():
            change.action_apply(1000)
        self.assertLedger(self.account, 5000, 680, 4320)
        for _press in range(2):
            change.action_apply(1009)
            self.assertLedger(self.account, 5000, 1009, 3991)
        self.assertEqual((change.state, change.old_total, change.new_total, change.difference), ("applied", 680, 1009, 329))
        self.assertEqual((order.dealer_state, order.goods_total, order.admin_total, order.logistics_total), ("submitted", 900, 72, 37))
        self.assertEqual(self._parts(order), [("goods", 3, 900), ("admin", 1, 72), ("logistics", 1, 37)])
        self.assertEqual(len(order.settlement_line_ids.with_context(active_test=False).search(
            [("order_id", "=", order.id), ("active", "=", False)])), 3, "what it cost before stays for the record")
        with self.assertRaisesRegex(UserError, "another person"):
            order.with_user(self.changer).action_approve()
        order.with_user(self.cs_b).action_approve()
        self._ship(order, {self.coat: 1})
        self.assertLedger(self.account, 4663.67, 672.67, 3991)  # 300.00 + 24.00 + 12.33
        self._ship(order)
        self.assertLedger(self.account, 3991, 0, 3991)
        self.assertOrderBalanced(order)
        self.env.flush_all()
        self.assertFalse(breaches(self.env.cr, self.company.id, LAWS))

    def test_fewer_pieces_of_an_approved_order(self):
        order = self._approved()
        first = self._open_picking(order)
        self._applied(order, {self.coat: 1})
        self.assertEqual((order.dealer_state, order.approved_by.id, first.state, order.settlement_total), ("submitted", False, "cancel", 346))
        self.assertLedger(self.account, 5000, 346, 4654)
        order.with_user(self.cs_b).action_approve()
        self.assertEqual(self._open_picking(order).move_ids.mapped("product_uom_qty"), [1])
        self._ship(order)
        self.assertLedger(self.account, 4654, 0, 4654)
        self.assertOrderBalanced(order)

    def test_other_goods(self):
        """Two coats out, one long coat in: 360.00 + 28.80 + 22.00 = 410.80."""
        order = self._approved()
        self._applied(order, {self.coat: 0}, [(self.long_coat, 1)])
        self.assertEqual((order.order_line.product_id, order.order_line.price_unit, order.settlement_total), (self.long_coat, 360, 410.8))
        self.assertLedger(self.account, 5000, 410.8, 4589.2)
        order.with_user(self.cs_b).action_approve()
        self._ship(order)
        self.assertLedger(self.account, 4589.2, 0, 4589.2)
        self.assertOrderBalanced(order)

    def test_up_down_and_cancelled(self):
        """D06: an amended order holds its new total, up and down."""
        order = self._submitted()
        for pieces, total in ((3, 1009), (1, 346), (2, 680), (4, 1343), (2, 680)):
            with self.subTest(pieces):
                self._applied(order, {self.coat: pieces})
                self.assertEqual(order.settlement_total, total)
                self.assertLedger(self.account, 5000, total, 5000 - total)
        self._applied(order, {}, [(self.long_coat, 1)])  # 960.00 + 76.80 + 37.00
        self.assertLedger(self.account, 5000, 1073.8, 3926.2)
        order.action_cancel_order("gave up")
        self.assertLedger(self.account, 5000, 0, 5000)
        self.assertOrderBalanced(order)

    def test_held_price_stays_and_new_goods_take_todays(self):
        order = self._submitted()
        version = self.env["dealer.price.version"].search([("state", "=", "active"), ("line_ids.product_id", "=", self.coat.id)])
        version.with_user(self.manager_b).action_close()
        self._price_version({self.coat: 320, self.long_coat: 380})
        self._applied(order, {self.coat: 1}, [(self.long_coat, 1)])  # 680.00 + 54.40 + SF 1.7 kg 32.00
        self.assertEqual((order.goods_total, order.settlement_total), (680, 766.4))
        self.assertLedger(self.account, 5000, 766.4, 4233.6)

    def test_address(self):
        order = self._approved()
        far = self.env["dealer.division"].search([("code", "=", "650102")])
        change = self._applied(order, consumer_street="Road 9", consumer_division_id=far.id)
        self.assertEqual((change.difference, order.consumer_street, order.dealer_state), (0, "Road 9", "submitted"))
        self.assertEqual((order.partner_shipping_id.street, order.partner_shipping_id.division_id), ("Road 9", far))
        with self.assertRaisesRegex(UserError, "consumer agrees"), self.env.cr.savepoint():
            self._applied(order, consumer_name="Other person", consumer_phone="13900000002")
        self._applied(order, consumer_name="Other person", consumer_phone="13900000002", consumer_consent=True)
        self.assertEqual(order.partner_shipping_id.name, "Other person")
        order.with_user(self.cs_b).action_approve()
        self.assertEqual(self._open_picking(order).partner_id.street, "Road 9")
        self.assertNotIn("13900000002", "".join(order.sudo().message_ids.mapped("body")))

    def test_carrier_and_freight_by_hand(self):
        order = self._order()
        order.with_user(self.users["cs_manager"]).action_set_freight(9, "agreed")
        order.action_submit()
        self.assertEqual(order.settlement_total, 657)
        self._applied(order, {self.coat: 1})
        self.assertEqual((order.freight_manual, order.settlement_total), (True, 333), "the same way: what was agreed stays")
        self._applied(order, carrier_id=self.carriers["yto"].id)
        self.assertEqual((order.freight_manual, order.carrier_id, order.settlement_total), (False, self.carriers["yto"], 334))
        self.assertLedger(self.account, 5000, 334, 4666)

    def test_short(self):
        order = self._approved()
        self._spend(300)
        with self.assertRaisesRegex(UserError, "29.00"), self.env.cr.savepoint():
            self._applied(order, {self.coat: 3})
        self.env.invalidate_all()
        self.assertEqual((order.dealer_state, order.order_line.product_uom_qty, order.settlement_total), ("approved", 2, 680))
        self.assertEqual(self._open_picking(order).state, "assigned")
        self.assertLedger(self.account, 980, 680, 300)

    def test_waiting_order(self):
        self._spend(670)
        order = self._submitted()
        self._applied(order, {self.coat: 3})
        self.assertEqual((order.dealer_state, order.missing_amount), ("waiting", 339))
        self._applied(order, {self.coat: 1})
        self.assertEqual((order.dealer_state, order.settlement_total), ("submitted", 346))
        self.assertLedger(self.account, 670, 346, 324)

    def test_keeps_its_approval(self):
        self.company.amend_keeps_approval = True
        order = self._approved()
        with self.assertRaisesRegex(UserError, "you approved it"):
            self._applied(order, {self.coat: 3}, user=self.cs_b)
        self._applied(order, {self.coat: 3})
        self.assertEqual((order.dealer_state, order.approved_by), ("approved", self.cs_b))
        self.assertEqual(self._open_picking(order).move_ids.mapped("product_uom_qty"), [3])
        self._ship(order)
        self.assertLedger(self.account, 3991, 0, 3991)
        self.assertOrderBalanced(order)

    def test_on_a_term(self):
        self.d1.with_user(self.users["fin_manager"]).action_set_settlement("pay_later", "contract", days=30, limit=690)
        self.env["prepaid.settlement.change"].with_user(self.users["fin_confirmer"]).search(
            [("partner_id", "=", self.d1.id), ("state", "=", "proposed")]).action_confirm()
        self.env.invalidate_all()
        order = self._approved()
        self._applied(order, {self.coat: 3})
        self.assertEqual((order.dealer_state, order.credit_state, order.settlement_total), ("submitted", "over", 1009))
        with self.assertRaisesRegex(UserError, "319.00 CNY over"):
            order.with_user(self.cs_b).action_approve()

    def test_dialog(self):
        order = self._submitted()
        action = order.with_user(self.changer).action_open_amend()
        with Form(self.env["dealer.order.amendment"].with_user(self.changer).with_context(action["context"])) as form:
            self.assertEqual(len(form.line_ids), 1)
            with form.line_ids.edit(0) as line:
                line.new_qty = 1
            self.assertEqual((form.preview_total, form.preview_more), (346, -334))
            with form.line_ids.new() as line:
                line.product_id, line.new_qty = self.long_coat, 1
            self.assertEqual(form.preview_total, 744.8)  # 660.00 + 52.80 + SF 1.7 kg 32.00
            form.reason, form.consent = "size", "Ms Li by phone"
        form.record.action_apply()
        self.assertLedger(self.account, 5000, 744.8, 4255.2)
