"""A21: books that are locked up to today stop the shipment, not the approval."""
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderLock(OrderCommon):
    def test_approved_while_the_books_are_locked(self):
        order = self._submitted()
        today = self.company._dealer_today()
        self.company.sudo().fiscalyear_lock_date = today
        order.with_user(self.cs_b).action_approve()
        self.assertEqual((order.dealer_state, len(order.sudo().picking_ids)), ("approved", 1))
        with self.assertRaisesRegex(UserError, f"Order {order.name} cannot ship on {today}: the fiscal year is locked up to"):
            self._ship(order)
        self.company.sudo().fiscalyear_lock_date = False
        self._ship(order)
        self.assertEqual(order.dealer_state, "shipped")

    def test_other_deliveries_keep_their_rule(self):
        self.company.sudo().fiscalyear_lock_date = self.company._dealer_today()
        warehouse = self._warehouse()
        with self.assertRaisesRegex(UserError, "locked"):
            self.env["stock.picking"].create({
                "picking_type_id": warehouse.out_type_id.id, "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id, "scheduled_date": self.company._dealer_today()})

    def test_the_timeline_of_an_order_is_history(self):
        order = self._order()
        note = order.message_post(body="asked by phone", message_type="comment")
        note.body = "asked by mail"
        order.action_submit()
        with self.assertRaisesRegex(UserError, "stay as they are"):
            note.unlink()
