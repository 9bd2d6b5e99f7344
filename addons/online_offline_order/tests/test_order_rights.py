"""Extended rights of orders and returns leave a line with both names (G24); their refused steps are recorded (S14)."""
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_prepaid.models.dealer_refusal_log import DealerRefusalLog

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestOrderRights(ReturnCommon):
    def _give(self, user, right):
        user.group_ids = [Command.link(self.env.ref(f"dealer_base.{right}").id)]

    def _lines(self, record):
        return [str(body) for body in record.sudo().message_ids.mapped("body") if "by that right" in str(body)]

    def test_service_ships(self):
        order, third = self._approved(), self._user("cs_presale", login="t_cs_ship")
        self._give(third, "group_x_cs_ship")
        (line,) = self._lines(self._ship(order, user=third))
        self.assertIn(third.name, line)
        self.assertIn(self.cs_b.name, line)

    def test_who_sold_does_not_ship(self):
        order = self._approved()
        for user in (self.cs_a, self.cs_b):
            with self.subTest(user.login):
                self._give(user, "group_x_cs_ship")
                with self.assertRaisesRegex(AccessError, f"order {order.name}, so another person"), self.env.cr.savepoint():
                    self._ship(order, user=user)
                self._exception(user, "S3")
                self._give(user, "group_wh_operator")
                with self.assertRaisesRegex(AccessError, "another person"), self.env.cr.savepoint():
                    self._ship(order, user=user)
        self.assertEqual(order.dealer_state, "approved")

    def test_who_changed_the_order_does_not_ship(self):
        order = self._order()
        editor = self._user("cs_presale", login="t_cs_editor")
        self._give(editor, "group_x_cs_ship")
        order.with_user(editor).consumer_name = "Another Consumer"
        order.action_submit()
        order.with_user(self.cs_b).action_approve()
        with self.assertRaisesRegex(AccessError, "changed, submitted or approved"):
            self._ship(order, user=editor)

    def test_who_shipped_does_not_refund(self):
        record = self._approved_return(self._received_order())
        record.with_user(self._user("wh_operator", login="t_wh_in")).action_receive()
        self.assertEqual(record.order_id.picking_ids.shipped_by, self.warehouse_user)
        self._give(self.warehouse_user, "group_x_wh_refund")
        with self.assertRaisesRegex(AccessError, "you shipped"):
            record.with_user(self.warehouse_user).action_refund()
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertEqual(record.state, "refunded")

    def test_the_warehouse_needs_no_line(self):
        self.assertEqual(self._lines(self._ship(self._approved())), [])

    def test_warehouse_refunds(self):
        record = self._approved_return(self._received_order())
        record.with_user(self.warehouse_user).action_receive()
        second = self._user("wh_operator", login="t_wh_refund")
        with self.assertRaises(AccessError):
            record.with_user(second).action_refund()
        self._give(second, "group_x_wh_refund")
        record.with_user(second).action_refund()
        (line,) = self._lines(record)
        for name in (second.name, self.other_aftersale.name, self.warehouse_user.name):
            self.assertIn(name, line)

    def test_refused_steps_are_recorded(self):
        written = []
        self.startPatcher(patch.object(DealerRefusalLog, "_write_aside", lambda log, vals: written.append(vals)))
        order = self._submitted()
        with self.assertRaises(AccessError):  # who submitted does not approve
            order.action_approve()
        with self.assertRaises(AccessError):
            order.with_user(self.users["ops"]).action_approve()
        order.with_user(self.cs_b).action_approve()
        with self.assertRaises(AccessError):
            self._open_picking(order).with_user(self.cs_b).sudo(False).button_validate()
        self.assertEqual([(vals["res_model"], vals["step"], vals["user_id"]) for vals in written], [
            ("sale.order", "action_approve", self.cs_a.id), ("sale.order", "action_approve", self.users["ops"].id),
            ("stock.picking", "button_validate", self.cs_b.id)])
        self.assertEqual(written[0]["document"], order.name)

    def test_who_wrote_the_draft_does_not_approve_it(self):
        """Four eyes count for the content: lines, consumer and carrier of a draft, also where the line itself is written."""
        third = self._user("cs_presale", login="t_cs_third")
        for write in (
                lambda order: order.with_user(self.cs_b).write({"consumer_street": "another street 1"}),
                lambda order: order.order_line[:1].with_user(self.cs_b).write({"product_uom_qty": 1}),
                lambda order: order.with_user(self.cs_b).write({"order_line": [Command.create({"product_id": order.order_line[:1].product_id.id})]})):
            order = self._order()
            write(order)
            self.assertEqual(order.sudo().dealer_editor_ids & self.cs_b, self.cs_b)
            order.action_submit()
            order.action_submit()  # agrees where figures changed, and is a doubled click otherwise
            self.assertEqual(order.dealer_state, "submitted")
            with self.assertRaisesRegex(UserError, "another person|Another person"):
                order.with_user(self.cs_b).action_approve()
            self.assertTrue(order.with_user(self.cs_b).is_own_order)
            order.with_user(third).action_approve()

    def test_a_remark_is_no_content(self):
        order = self._submitted()
        order.with_user(self.cs_b).internal_remark = "called back"
        order.with_user(self.cs_b).action_approve()
        with self.assertRaises(AccessError):
            order.with_user(self.cs_b).dealer_editor_ids = [Command.clear()]
