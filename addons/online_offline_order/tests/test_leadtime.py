"""Lead time of deliveries (R4-034), and customer service that ships by its extended right (A25)."""
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestLeadtime(OrderCommon):
    def test_hours(self):
        order = self._approved()
        picking = self._ship(order).sudo()
        done = picking.date_done
        order.sudo().approved_at = done - timedelta(hours=30)
        report = self.env["dealer.leadtime"].with_user(self.warehouse_user)
        row = report.search([("order_id", "=", order.id)])
        self.assertEqual((row.picking_id, round(row.ship_hours, 1), row.delivered_at), (picking.sudo(False).with_user(self.warehouse_user), 30, False))
        for parcel in picking.parcel_ids:
            self.env["logistics.parcel.event"].create({"parcel_id": parcel.id, "state": "delivered", "time": done + timedelta(seconds=1)})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((round(row.transit_hours), round(row.all_hours)), (0, 30))
        self.assertEqual((row.warehouse_id, row.carrier_id, row.dealer_id), (self._warehouse(), self.carriers["sf"], self.d1))

    def test_parts_and_rights(self):
        order = self._approved()
        self._ship(order, {self.coat: 1}, tracking="SF6000000001")
        self._ship(order, tracking="SF6000000002")
        domain = [("order_id", "=", order.id)]
        for role in ("wh_operator", "cs_presale", "cs_aftersale", "ops", "fin_manager", "auditor"):
            with self.subTest(role):
                rows = self.env["dealer.leadtime"].with_user(self.users[role]).search(domain)
                self.assertEqual(sorted(rows.mapped("later_part")), [0, 1])
        for role in ("sales_rep", "fin_cashier", "purchase_clerk"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["dealer.leadtime"].with_user(self.users[role]).search(domain)
        second = self.env["stock.warehouse"].create({"name": "Second", "code": "W2", "company_id": self.company.id})
        self.warehouse_user.dealer_warehouse_ids = second
        self.assertFalse(self.env["dealer.leadtime"].with_user(self.warehouse_user).search(domain))


@tagged("post_install", "-at_install")
class TestServiceShips(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._approved()
        cls.picking = cls._open_picking(cls.order)
        cls.third = cls._user("cs_presale", login="t_cs_third")

    def _as(self, user):
        return self.picking.with_user(user).sudo(False)

    def test_without_the_right_nobody_types_a_number(self):
        for user in (self.third, self.cs_b, self.users["fin_cashier"], self.users["cs_aftersale"]):
            for step in (lambda one: one.write({"carrier_tracking_ref": "SF7000000001"}), lambda one: one.write({"packed_weight": 1}),
                         lambda one: one.action_set_tracking("SF7000000001"), lambda one: one.button_validate()):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    step(self._as(user))
            self.assertFalse(self._as(user).may_ship)

    def test_with_the_right(self):
        self.third.group_ids = [Command.link(self.env.ref("dealer_base.group_x_cs_ship").id)]
        picking = self._as(self.third)
        self.assertTrue(picking.may_ship)
        with self.assertRaises(UserError):
            picking.action_set_tracking("no number!")
        self.assertEqual(picking.action_set_tracking(["sf7000000001"]), ["SF7000000001"])
        self.assertEqual(picking.action_set_tracking("SF7000000002"), ["SF7000000002"])
        picking.action_print_waybills()
        self.assertEqual(picking.action_set_tracking("SF7000000003"), ["SF7000000003"], "also after the label was printed")
        picking.action_assign()
        picking.button_validate()
        self.assertEqual((picking.state, self.picking.shipped_by, self.picking.parcel_ids.tracking), ("done", self.third, "SF7000000003"))
        self.assertIn("by that right", "".join(self.picking.message_ids.mapped("body")))
        with self.assertRaises(UserError):
            picking.action_set_tracking("SF7000000004")

    def test_who_sold_does_not(self):
        for user in (self.cs_a, self.cs_b):
            user.group_ids = [Command.link(self.env.ref("dealer_base.group_x_cs_ship").id)]
            with self.subTest(user.login), self.assertRaisesRegex(AccessError, "another person"):
                self._as(user).action_set_tracking("SF7000000001")

    def test_warehouse_writes_as_before(self):
        self._as(self.warehouse_user).carrier_tracking_ref = "SF7000000005"
        self._as(self.warehouse_user).action_set_tracking("SF7000000006")
        self.assertEqual(self.picking.carrier_tracking_ref, "SF7000000006")
