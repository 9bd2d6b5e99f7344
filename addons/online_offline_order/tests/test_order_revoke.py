"""Approvals taken back, rests given up by force (R1-107, R1-125, J6)."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.dealer_prepaid.sql.laws import breaches

from ..sql.laws import LAWS
from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderRevoke(OrderCommon):
    def _manager(self):
        return self.users["cs_manager"]

    def test_back_to_draft_and_on_again(self):
        order = self._approved()
        picking = self._open_picking(order)
        for _press in range(2):
            order.with_user(self.cs_b).action_revoke("other goods wanted")
            self.assertEqual((order.dealer_state, order.state, order.hold_key, order.approved_by.id), ("draft", "draft", False, False))
            self.assertLedger(self.account, 5000, 0, 5000)
        self.assertEqual(picking.state, "cancel")
        self.assertIn("taken back", "".join(order.sudo().message_ids.mapped("body")))
        order.order_line.product_uom_qty = 1
        order.action_submit()
        if order.dealer_state == "draft":
            order.action_submit()
        self.assertLedger(self.account, 5000, 346, 4654)
        order.with_user(self.cs_b).action_approve()
        self.assertEqual(self._open_picking(order).move_ids.mapped("product_uom_qty"), [1])
        self._ship(order)
        self.assertLedger(self.account, 4654, 0, 4654)
        self.assertOrderBalanced(order)
        self.env.flush_all()
        self.assertFalse(breaches(self.env.cr, self.company.id, LAWS))

    def test_who_and_when(self):
        order = self._approved()
        for role in ("cs_aftersale", "sales_rep", "wh_operator", "fin_manager"):
            with self.assertRaises(AccessError):
                order.with_user(self.users[role]).sudo(False).action_revoke("x")
        with self.assertRaisesRegex(UserError, "reason"):
            order.action_revoke(" ")
        with self.assertRaisesRegex(UserError, "not approved yet"):
            self._submitted().action_revoke("x")
        self._open_picking(order).move_ids.picked = True
        with self.assertRaisesRegex(UserError, "picked already"):
            order.action_revoke("x")
        self._open_picking(order).move_ids.picked = False
        self._ship(order)
        with self.assertRaisesRegex(UserError, "in state Shipped"):
            order.action_revoke("x")
        self.assertLedger(self.account, 4320, 680, 3640)

    def test_on_a_term(self):
        self.d1.with_user(self.users["fin_manager"]).action_set_settlement("pay_later", "contract", days=30, limit=690)
        self.env["prepaid.settlement.change"].with_user(self.users["fin_confirmer"]).search(
            [("partner_id", "=", self.d1.id), ("state", "=", "proposed")]).action_confirm()
        self.env.invalidate_all()
        order = self._approved()
        order.action_revoke("x")
        self.assertEqual((order.dealer_state, order.settled_by, order.credit_state), ("draft", False, False))
        order.action_submit()
        self.assertEqual((order.dealer_state, order.credit_state), ("submitted", "ok"), "the revoked order no longer counts against the limit")

    def test_j6_forced_complete(self):
        order = self._approved()
        self._ship(order, {self.coat: 1})
        self.assertLedger(self.account, 4660, 340, 4320)
        for user in (self.cs_a, self.users["cs_aftersale"], self.users["fin_manager"]):
            with self.assertRaises(AccessError):
                order.with_user(user).action_force_done("gone")
        with self.assertRaisesRegex(UserError, "reason"):
            order.with_user(self._manager()).action_force_done("")
        for _press in range(2):
            order.with_user(self._manager()).action_force_done("the factory makes no more")
            self.assertEqual((order.dealer_state, order.rest_freight), ("shipped", 0))
            self.assertLedger(self.account, 4660, 0, 4660)
        self.assertOrderBalanced(order)
        with self.assertRaisesRegex(UserError, "in state To review"):
            self._submitted().with_user(self._manager()).action_force_done("x")

    def test_service_cancels_a_rest_that_was_talked_about(self):
        self.company.dealer_partial_release = False
        order = self._approved()
        picking = self._open_picking(order).with_user(self.warehouse_user).sudo(False)
        picking.carrier_tracking_ref = "SF1000000009"
        picking.move_ids.write({"quantity": 1, "picked": True})
        picking.button_validate()
        with self.assertRaisesRegex(UserError, "nobody asked the store"):
            order.action_cancel_rest("gone")
        order.action_cancel_rest("gone", by_dealer=True)
        self.assertLedger(self.account, 4660, 0, 4660)
