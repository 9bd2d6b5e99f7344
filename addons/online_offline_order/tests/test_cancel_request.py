"""J8 b: an order whose goods are picked is unpacked before it is cancelled, and another person of service confirms."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .sight_common import SightCommon


@tagged("post_install", "-at_install")
class TestCancelRequest(SightCommon):
    def setUp(self):
        super().setUp()
        self.order = self._approved()
        self.picking = self._open_picking(self.order).with_user(self.warehouse_user).sudo(False)
        self.picking.action_assign()

    def _pick(self):
        self.picking.move_ids.write({"quantity": 2, "picked": True})
        self.picking.carrier_tracking_ref = "SF1000000021"

    def _request(self, order=None):
        return self.env["dealer.cancel.request"].search([("order_id", "=", (order or self.order).id)], limit=1)

    def test_j8b(self):
        self.assertFalse(self.order.cancel_is_asked_for, "cancelled at once")
        self._pick()
        self.order.invalidate_recordset()
        self.assertTrue(self.order.cancel_is_asked_for)
        with self.assertRaisesRegex(UserError, "picked already"):
            self.order.action_cancel_order("changed his mind")
        for _press in range(2):
            self.order.with_user(self.clerk).action_ask_cancel("the consumer changed his mind")
        request = self._request()
        self.assertEqual((len(self.order.sudo().cancel_request_ids), request.state, request.by_dealer, request.asked_by), (1, "asked", True, self.clerk))
        self.assertRegex(request.name, r"CR/\d{4}/00001")
        with self.assertRaisesRegex(UserError, f"{request.name} asks for the cancellation"):
            self.picking.button_validate()
        with self.assertRaisesRegex(UserError, "in state To unpack"):
            request.with_user(self.cs_a).action_confirm()
        self.assertLedger(self.account, 5000, 680, 4320)
        for _press in range(2):
            self.picking.action_unpacked()
        self.assertEqual((request.state, request.waybills, request.unpacked_by), ("unpacked", "SF1000000021", self.warehouse_user))
        self.assertEqual((self.picking.move_ids.mapped("picked"), self.picking.carrier_tracking_ref), ([False], False))
        for _press in range(2):
            request.with_user(self.cs_b).action_confirm()
            self.assertEqual((request.state, self.order.dealer_state, self.picking.state), ("confirmed", "cancelled", "cancel"))
            self.assertLedger(self.account, 5000, 0, 5000)
        self.assertOrderBalanced(self.order)

    def test_another_person_confirms(self):
        self.order.action_ask_cancel("no longer wanted")
        request = self._request()
        self.assertEqual(request.state, "unpacked", "nothing was picked")
        with self.assertRaisesRegex(AccessError, "you asked"):
            request.with_user(self.cs_a).action_confirm()
        with self.assertRaisesRegex(AccessError, "you asked"):
            request.with_user(self.cs_a).action_refuse("x")
        for user in (self.warehouse_user, self.users["cs_aftersale"], self.users["fin_manager"]):
            with self.assertRaises(AccessError):
                request.with_user(user).action_confirm()
        self._pick()
        with self.assertRaisesRegex(UserError, "picked already"), self.env.cr.savepoint():
            request.with_user(self.cs_b).action_confirm()
        with self.assertRaises(AccessError):
            request.with_user(self.cs_b).action_unpacked()
        request.with_user(self.warehouse_user).action_unpacked()
        request.with_user(self.cs_b).action_confirm()
        self.assertEqual(self.order.dealer_state, "cancelled")

    def test_refused_and_shipped(self):
        self._pick()
        self.order.action_ask_cancel("x")
        request = self._request()
        for _press in range(2):
            request.with_user(self.cs_b).action_refuse("the store wants it after all")
        self.assertEqual((request.state, request.refuse_reason), ("refused", "the store wants it after all"))
        self.picking.button_validate()
        self.assertEqual(self.order.dealer_state, "shipped")
        with self.assertRaisesRegex(UserError, "use a return"):
            self.order.action_ask_cancel("x")
        with self.assertRaisesRegex(UserError, "Nobody asks"):
            self.picking.action_unpacked()

    def test_the_rest(self):
        self._ship(self.order, {self.coat: 1})
        self._open_picking(self.order).move_ids.write({"quantity": 1, "picked": True})
        with self.assertRaisesRegex(UserError, "picked already"):
            self.order.action_cancel_rest("x", by_dealer=True)
        wizard = self.env["dealer.order.reason"].with_user(self.cs_a).with_context(
            active_model="sale.order", active_ids=self.order.ids, default_step="action_ask_cancel")
        with Form(wizard) as form:
            form.reason, form.by_dealer = "out of season", False
        form.record.action_apply()
        request = self._request()
        self.assertEqual((request.state, request.by_dealer), ("asked", False))
        request.with_user(self.warehouse_user).action_unpacked()
        request.with_user(self.cs_b).action_confirm()
        self.assertEqual(self.order.dealer_state, "shipped")
        self.assertLedger(self.account, 4660, 0, 4660)
        self.assertOrderBalanced(self.order)

    def test_done_another_way(self):
        self.order.action_ask_cancel("x")
        self.order.with_user(self.cs_b).action_cancel_order("y")
        self.assertEqual((self._request().state, self._request().decided_by), ("confirmed", self.cs_b))
        order = self._approved()
        order.action_ask_cancel("x")
        order.with_user(self.cs_b).action_revoke("back to draft")
        self.assertEqual((self._request(order).state, order.dealer_state), ("confirmed", "draft"))
        order = self._submitted()
        order.action_ask_cancel("x")
        with self.assertRaisesRegex(UserError, "decide on it first"):
            order.with_user(self.cs_b).action_approve()

    def test_own_orders_and_no_hand_writes(self):
        with self.assertRaises(AccessError):
            self.order.with_user(self.foreign_clerk).sudo(False).action_ask_cancel("x")
        with self.assertRaises(AccessError):
            self.order.with_user(self.users["ops"]).action_ask_cancel("x")
        self.order.with_user(self.owner).action_ask_cancel("x")
        request = self._request()
        with self.assertRaises(AccessError):
            request.with_user(self.owner).read(["reason"])
        self.assertIn(request, self.env["dealer.cancel.request"].with_user(self.users["auditor"]).search([]))
        stranger = self._user("sales_rep", login="t_rep_stranger")
        self.assertNotIn(request, self.env["dealer.cancel.request"].with_user(stranger).search([]))
        for user in (self.cs_a, self.warehouse_user, self.users["cs_manager"]):
            with self.assertRaises(AccessError):
                request.with_user(user).write({"state": "confirmed"})
            with self.assertRaises(AccessError):
                self.env["dealer.cancel.request"].with_user(user).create({"order_id": self.order.id, "reason": "x"})
        with self.assertRaises(UserError):
            request.sudo().unlink()

    def test_every_role_opens_order_and_delivery(self):
        """The new fields of the forms can be read by whoever may read the order or the delivery."""
        self.d1.user_id = self.users["sales_rep"]
        submitted = self._submitted()
        form = self.env.ref("online_offline_order.sale_order_view_form_dealer")
        for role in ("cs_presale", "cs_aftersale", "cs_manager", "sales_rep", "fin_cashier", "fin_settlement", "fin_manager", "ops", "auditor", "hq_channel"):
            with self.subTest(role):
                orders = self.env["sale.order"].with_user(self.users[role])
                names = set(orders.get_view(form.id, "form")["models"]["sale.order"]) & {
                    "review_text", "cancel_asked", "amendment_count", "price_request_count", "correction_count", "first_reviewed_by"}
                self.env.invalidate_all()
                values = orders.browse(submitted.id).read(list(names))[0]
                self.assertIn("✓", values["review_text"])
                lines = self.env["sale.order.line"].with_user(self.users[role])
                self.assertTrue(lines.browse(submitted.order_line.id).read(["price_source"])[0]["price_source"])
        self.order.action_ask_cancel("x")
        self.env.invalidate_all()
        self.assertEqual(
            self.env["stock.picking"].with_user(self.warehouse_user).browse(self.picking.id).read(["cancel_asked", "is_begun"])[0]["cancel_asked"], True)

    def test_the_warehouse_that_ships_sees_hold_and_request(self):
        """Goods of an order may leave from another warehouse than the order's: its people unpack them."""
        west = self.env["stock.warehouse"].create({"name": "West", "code": "WST", "company_id": self.company.id, "sequence": 90})
        people = [self._user("wh_operator", login=f"t_wh_{place.id}", dealer_warehouse_ids=place.ids) for place in (west, self._warehouse())]
        self._pick()
        self.order.action_ask_cancel("the consumer changed his mind")
        hold = self.env["prepaid.hold"].search([("key", "=", self.order.hold_key)])
        documents = (hold, self._request())
        for kind, seen in ((self._warehouse().out_type_id, (False, True)), (west.out_type_id, (True, True))):
            self.picking.sudo().picking_type_id = kind
            self.env.flush_all()
            for record in documents:
                for user, sees in zip(people, seen, strict=True):
                    with self.subTest(record=record._name, kind=kind.warehouse_id.code, user=user.login):
                        mine = record.with_user(user).sudo(False)
                        self.env.invalidate_all()
                        self.assertEqual((mine.has_access("read"), bool(mine.search_count([("id", "in", mine.ids)]))), (sees, sees))
