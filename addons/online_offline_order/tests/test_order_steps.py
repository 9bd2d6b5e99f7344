"""A warehouse that picks before it ships: orders whose goods wait at the door are unpacked, cancelled, changed and given up like others."""
from odoo.exceptions import UserError
from odoo.tests import tagged

from .amend_common import AmendCommon


@tagged("post_install", "-at_install")
class TestOrderSteps(AmendCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shelf = cls._warehouse().lot_stock_id
        cls._warehouse().delivery_steps = "pick_ship"
        cls.order = cls._approved()

    def _pick(self, order=None, pieces=2):
        picking = self._open_picking(order or self.order).filtered(lambda one: not one.is_dealer_delivery)
        picking.action_assign()
        picking.move_ids.write({"quantity": pieces, "picked": True})
        picking._action_done()
        self.assertEqual(picking.state, "done")
        return picking

    def _on_the_shelf(self):
        return self.coat.with_context(location=self.shelf.id).qty_available

    def _asked(self):
        self.order.with_user(self.cs_a).action_ask_cancel("changed his mind")
        return self.env["dealer.cancel.request"].search([("order_id", "=", self.order.id), ("state", "in", ("asked", "unpacked"))])

    def _unpacked(self):
        request = self._asked()
        self.assertEqual(request.state, "asked")
        for _press in range(2):
            request.with_user(self.warehouse_user).action_unpacked()
            self.assertEqual((request.state, request.steps_back), ("unpacked", True))
        return request

    def test_cancelled(self):
        self._pick()
        self.assertEqual(self._on_the_shelf(), 48)
        for step in ("action_cancel_order", "action_revoke"):
            with self.assertRaisesRegex(UserError, "picked already"):
                getattr(self.order, step)("changed his mind")
        self._unpacked().with_user(self.cs_b).action_confirm()
        self.assertEqual((self.order.dealer_state, self._on_the_shelf()), ("cancelled", 50))
        self.assertFalse(self._open_picking(self.order))
        self.assertLedger(self.account, 5000, 0, 5000)
        self.assertOrderBalanced(self.order)

    def test_rest_given_up(self):
        self._pick()
        self._ship(self.order, {self.coat: 1})
        self.assertEqual(self.order.dealer_state, "partial")
        with self.assertRaisesRegex(UserError, "picked already"):
            self.order.with_user(self.users["cs_manager"]).action_force_done("gone")
        self._unpacked().with_user(self.cs_b).action_confirm()
        self.assertEqual((self.order.dealer_state, self._on_the_shelf()), ("shipped", 49))
        self.assertLedger(self.account, 4660, 0, 4660)

    def test_refused_and_shipped(self):
        self._pick()
        self._unpacked().with_user(self.cs_b).action_refuse("the consumer wants it after all")
        self.assertEqual(self._on_the_shelf(), 50)
        self._pick()
        self._ship(self.order)
        self.assertEqual((self.order.dealer_state, self._on_the_shelf()), ("shipped", 48))
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_changed_and_taken_back(self):
        picking = self._pick()
        with self.assertRaisesRegex(UserError, "picked already"):
            self._applied(self.order, {self.coat: 3})
        self._unpacked().with_user(self.cs_b).action_refuse("another change")
        self._applied(self.order, {self.coat: 3})
        self.order.with_user(self.cs_b).action_approve()
        self.assertEqual(self._open_picking(self.order).move_ids.product_uom_qty, 3)
        self.order.action_revoke("no longer")
        self.assertEqual((self.order.dealer_state, picking.state), ("draft", "done"))
        self.assertLedger(self.account, 5000, 0, 5000)
        self.order.action_submit()
        self.order.with_user(self.cs_b).action_approve()
        self._pick(pieces=3)
        self._ship(self.order)
        self.assertEqual((self.order.dealer_state, self._on_the_shelf()), ("shipped", 47))
