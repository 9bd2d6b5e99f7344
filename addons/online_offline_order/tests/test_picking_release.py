"""A part of an order leaves only when customer service has asked the store (R1-072, J6)."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestPickingRelease(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._approved()
        cls.picking = cls._open_picking(cls.order).with_user(cls.warehouse_user).sudo(False)
        cls.picking.action_assign()
        cls.picking.carrier_tracking_ref = "SF1000000001"

    def _pick(self, pieces):
        self.picking.move_ids.quantity = pieces
        self.picking.move_ids.picked = True

    def _service(self):
        return self.picking.with_user(self.cs_b)

    def test_j6_asks_and_ships_what_was_released(self):
        self._pick(1)
        place = self.env["stock.warehouse"].create({"name": "Other place", "code": "OTH", "company_id": self.company.id, "sequence": 99})
        stranger = self._user("wh_operator", login="t_wh_other", dealer_warehouse_ids=place.ids)
        with self.assertRaises(AccessError):
            self.picking.with_user(stranger).action_ask_partial("of another warehouse")
        self.assertTrue(self.picking.is_partial)
        with self.assertRaisesRegex(UserError, "only a part of order .* 1 of 2.*Ask for a part"):
            self.picking.button_validate()
        self.assertLedger(self.account, 5000, 680, 4320)
        self.picking.action_ask_partial("one piece is missing")
        self.assertEqual((self.picking.partial_state, self.picking.partial_asked_by), ("asked", self.warehouse_user))
        with self.assertRaisesRegex(UserError, "1 of 2 and has not released it yet"):
            self.picking.button_validate()
        with self.assertRaises(AccessError):
            self.picking.action_release_partial("released by himself")
        for _press in range(2):
            self._service().action_release_partial("store: send one, the other next week")
        self.assertIn("next week", "".join(self.order.sudo().message_ids.mapped("body")))
        self.picking.button_validate()
        self.assertEqual((self.picking.state, self.order.dealer_state), ("done", "partial"))
        self.assertLedger(self.account, 4660, 340, 4320)
        rest = self._open_picking(self.order)
        self.assertEqual((rest.partial_state, rest.partial_plan), ("none", False))
        self._ship(self.order, tracking="SF1000000002")
        self.assertEqual(self.order.dealer_state, "shipped")

    def test_empty_lists_say_what_belongs_there(self):
        action = self.env["ir.actions.act_window"].with_user(self.warehouse_user)
        said = action._for_xml_id("online_offline_order.stock_picking_action_sent_back")["help"]
        self.assertIn("Nothing to send back", said)
        self.assertNotIn("Nothing to send back", self.env["stock.picking"].get_empty_list_help("<p>Plain</p>"))

    def test_another_part_needs_another_release(self):
        order = self._approved([(self.coat, 3)])
        picking = self._open_picking(order).with_user(self.warehouse_user).sudo(False)
        picking.carrier_tracking_ref = "SF1000000003"
        picking.move_ids.write({"quantity": 1, "picked": True})
        picking.action_ask_partial("two are missing")
        picking.with_user(self.cs_b).action_release_partial("yes")
        picking.move_ids.quantity = 2
        with self.assertRaisesRegex(UserError, "released was .* 1 of 3, now .* 2 of 3"):
            picking.button_validate()
        picking.move_ids.quantity = 3
        picking.button_validate()
        self.assertEqual(order.dealer_state, "shipped", "the whole needs no release")

    def test_refused(self):
        self._pick(1)
        self.picking.action_ask_partial("one piece is missing")
        self._service().action_refuse_partial("all or nothing")
        with self.assertRaisesRegex(UserError, "as a whole .*all or nothing"):
            self.picking.button_validate()
        self._service().action_release_partial("changed his mind")
        self.picking.button_validate()

    def test_who_and_when(self):
        with self.assertRaisesRegex(UserError, "just press Ship"):
            self.picking.action_ask_partial("nothing is missing")
        with self.assertRaisesRegex(UserError, "Nobody asked"):
            self._service().action_release_partial("yes")
        self._pick(1)
        for empty in ("", "  ", None):
            with self.assertRaises(UserError):
                self.picking.action_ask_partial(empty)
        for role in ("cs_presale", "fin_manager", "ops"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.picking.with_user(self.users[role]).action_ask_partial("not mine")
        for vals in ({"partial_state": "released"}, {"partial_plan": {}}):
            with self.assertRaises(AccessError):
                self.picking.write(vals)
        self.picking.action_ask_partial("one piece is missing")
        for role in ("wh_operator", "fin_manager", "sales_rep"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.picking.with_user(self.users[role]).action_release_partial("not mine")

    def test_switched_off(self):
        self.company.dealer_partial_release = False
        self._pick(1)
        self.picking.button_validate()
        self.assertEqual(self.order.dealer_state, "partial")

    def test_reserved_part_counts_where_nothing_is_picked(self):
        self.picking.move_ids.write({"quantity": 1, "picked": False})
        self.assertTrue(self.picking.is_partial)
        with self.assertRaisesRegex(UserError, "only a part"):
            self.picking.button_validate()
