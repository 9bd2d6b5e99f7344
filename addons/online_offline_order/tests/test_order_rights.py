"""Extended rights of orders and returns leave a line with both names (G24); their refused steps are recorded (S14)."""
from unittest.mock import patch

from odoo.exceptions import AccessError
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
        order = self._approved()
        self._give(self.cs_a, "group_x_cs_ship")
        (line,) = self._lines(self._ship(order, user=self.cs_a))
        self.assertIn(self.cs_a.name, line)
        self.assertIn(self.cs_b.name, line)

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
