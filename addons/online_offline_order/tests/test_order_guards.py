"""Who may do what, what cannot be written, and the sentences for bad input."""
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_prepaid.tests.test_refusals import tells_next_step

from ..adapters.messages import SENTENCES, sentence
from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderRoles(OrderCommon):
    STEPS = {  # step -> roles of roles.md 3.1 that may take it
        "action_submit": ("cs_presale", "cs_aftersale", "cs_manager", "sales_rep"),  # a sales manager for the team, see test_sight_rep
        "action_approve": ("cs_presale", "cs_manager"),
        "action_reject": ("cs_presale", "cs_manager"),
        "action_cancel_order": ("cs_presale", "cs_manager"),
        "action_received": ("cs_aftersale", "cs_manager"),
    }

    def test_steps_by_role(self):
        orders = {
            "action_submit": self._order(), "action_approve": self._submitted(), "action_reject": self._submitted(),
            "action_cancel_order": self._submitted(), "action_received": self._shipped(),
        }
        self._topup(self.d1, 50000)
        for step, allowed in self.STEPS.items():
            args = ["a reason"] if step in ("action_reject", "action_cancel_order") else []
            for role, user in self.users.items():
                with self.subTest(step=step, role=role):
                    order = orders[step].with_user(user).sudo(False)
                    if role in allowed:
                        with self.env.cr.savepoint(flush=False) as savepoint:
                            if step == "action_approve" and user == self.cs_a:
                                order = order.with_user(self.cs_b)
                            getattr(order, step)(*args)
                            self.env.flush_all()
                            savepoint.rollback()
                        self.env.invalidate_all()
                    else:
                        with self.assertRaises(AccessError):
                            getattr(order, step)(*args)

    def test_four_eyes(self):
        order = self._order()
        order.action_submit()
        with self.assertRaisesRegex(UserError, "another person"):
            order.action_approve()
        other = self._order(user=self.cs_b)
        other.with_user(self.cs_a).action_submit()
        for user in (self.cs_a, self.cs_b):
            with self.assertRaisesRegex(UserError, "another person"):
                other.with_user(user).action_approve()
        other.with_user(self.users["cs_manager"]).action_approve()
        self.assertEqual(other.dealer_state, "approved")

    def test_superuser_is_no_role(self):
        order = self._submitted()
        with self.assertRaises(AccessError):
            order.with_user(self.env.ref("base.user_root")).sudo().action_approve()
        with self.assertRaises(AccessError):
            order.with_user(self.warehouse_user).sudo().action_approve()

    def test_only_the_warehouse_ships(self):
        order = self._approved()
        picking = self._open_picking(order)
        picking.action_assign()
        picking.carrier_tracking_ref = "SF1000000001"
        outsiders = [self._plain_user(group) for group in (
            "stock.group_stock_user", "stock.group_stock_manager", "sales_team.group_sale_salesman_all_leads", "account.group_account_invoice",
            "sales_team.group_sale_manager", "account.group_account_manager", "purchase.group_purchase_manager", "sales_team.group_sale_salesman",
            "base.group_system") if self.env.ref(group, raise_if_not_found=False)]
        outsiders += [user for role, user in self.users.items() if role not in ("wh_operator", "wh_manager")]
        for user in [*outsiders, self.env.ref("base.user_admin"), self.env.ref("base.user_root")]:
            for method in ("button_validate", "_action_done"):
                for sudo in (False, True):
                    with self.subTest(user=user.login, method=method, sudo=sudo), self.assertRaises(AccessError):
                        getattr(picking.with_user(user).sudo(sudo), method)()
        self.assertEqual(order.dealer_state, "approved")
        self.assertLedger(self.account, 5000, 680, 4320)
        plain = picking.sudo().copy({"sale_id": False, "reference_ids": [], "origin": False, "carrier_id": False, "move_ids": [Command.create({
            "product_id": self.coat.id, "product_uom_qty": 1, "location_id": picking.location_id.id, "location_dest_id": picking.location_dest_id.id})]})
        plain.action_assign()
        plain.with_user(outsiders[0]).sudo(False).button_validate()
        self.assertEqual(plain.state, "done", "what is no dealer's, a stock user of Odoo ships")

    def test_stock_user_cannot_go_around(self):
        order = self._approved()
        picking = self._open_picking(order)
        picking.action_assign()
        stock_user = self._plain_user("stock.group_stock_manager")
        mine = picking.with_user(stock_user)
        for user_picking in (mine, picking.with_user(self.warehouse_user)):
            for values in ({"state": "done"}, {"state": "cancel"}, {"product_uom_qty": 1}, {"product_id": self.long_coat.id}):
                with self.assertRaises(AccessError):
                    user_picking.move_ids.write(values)
            for values in ({"partner_id": self.partners["2A"].id}, {"carrier_id": self.carriers["yto"].id}):
                with self.assertRaises(UserError):
                    user_picking.write(values)
            with self.assertRaises(UserError):
                user_picking.write({"state": "done"})
            with self.assertRaisesRegex(UserError, "customer service"):
                user_picking.action_cancel()
            with self.assertRaises(UserError):
                user_picking.unlink()
            with self.assertRaises(UserError):
                user_picking.write({"sale_id": False})

    def test_tracking_number_needed(self):
        order = self._approved()
        with self.assertRaisesRegex(UserError, "tracking number"):
            self._ship(order, tracking=" ")
        self.assertLedger(self.account, 5000, 680, 4320)

    def test_more_than_ordered(self):
        order = self._approved()
        with self.assertRaisesRegex(UserError, "only 2 are still to ship"):
            self._ship(order, {self.coat: 3})

    def test_parts_of_pieces(self):
        order = self._approved()
        for quantity in (-1, 1.5):
            with self.subTest(quantity), self.assertRaisesRegex(UserError, "whole number"):
                self._ship(order, {self.coat: quantity})
        self.assertLedger(self.account, 5000, 680, 4320)

    def test_more_than_was_ordered(self):
        """D02: what was not ordered does not leave, and nothing is taken for it."""
        order = self._approved()
        with self.assertRaisesRegex(UserError, "only 2 are still to ship"):
            self._ship(order, {self.coat: 3})
        self.assertLedger(self.account, 5000, 680, 4320)

    def test_a_copy_is_a_fresh_draft(self):
        order = self._submitted()
        copy = order.with_user(self.users["cs_presale"]).copy()
        self.assertEqual((copy.dealer_state, copy.hold_key, copy.consumer_name, copy.partner_id), ("draft", False, False, order.partner_id))
        self.assertEqual(copy.order_line.product_uom_qty, order.order_line.product_uom_qty)

    def test_the_delivery_has_the_whole_address(self):
        order = self._approved()
        contact = self._open_picking(order).partner_id
        self.assertTrue(contact.state_id and contact.city and contact.street, "province, city with district, street")

    def test_a_shipped_tracking_number_stays(self):
        order = self._approved()
        self._ship(order)
        with self.assertRaisesRegex(UserError, "tracking number stays"):
            order.picking_ids.with_user(self.warehouse_user).carrier_tracking_ref = "FAKE"

    def test_goods_beside_the_order(self):
        order = self._approved()
        picking = self._open_picking(order)
        self.assertTrue(picking.location_id)
        vals = {
            "product_id": self.long_coat.id, "product_uom_qty": 1, "product_uom": self.long_coat.uom_id.id, "picking_id": picking.id,
            "location_id": picking.location_id.id, "location_dest_id": picking.location_dest_id.id}
        with self.assertRaisesRegex(AccessError, "cannot be added"):
            self.env["stock.move"].with_user(self.warehouse_user).create(vals)
        self.env["stock.move"].sudo().create(vals)
        with self.assertRaisesRegex(UserError, "not on order"):
            self._ship(order, {self.coat: 2, self.long_coat: 1})
        self.assertLedger(self.account, 5000, 680, 4320)

    def test_no_backorder_is_not_the_warehouse_s_choice(self):
        order = self._approved()
        picking = self._open_picking(order).with_user(self.warehouse_user)
        picking.action_assign()
        picking.carrier_tracking_ref = "SF1000000001"
        picking.move_ids.quantity = 1
        picking.move_ids.picked = True
        self._release_part(picking)
        picking.with_context(skip_backorder=True, picking_ids_not_to_backorder=picking.ids).button_validate()
        self.assertEqual(order.dealer_state, "partial")
        self.assertTrue(self._open_picking(order))
        self.assertLedger(self.account, 4660, 340, 4320)

    def test_settled_delivery_stays(self):
        order = self._approved()
        picking = self._ship(order)
        with self.assertRaises(UserError):
            picking.action_toggle_is_locked()
        with self.assertRaises(UserError):
            picking.move_line_ids.quantity = 1
        with self.assertRaises(UserError):
            picking.move_line_ids.unlink()
        with self.assertRaises(UserError):
            picking.captured_amount = 1

    # -- who sees what

    def test_visible_orders(self):
        draft, ready = self._order(), self._approved()
        foreign = self._order(partner_id=self.partners["2A"].id)
        self.partners["D2"].user_id = self.cs_b
        mine = draft | ready | foreign
        expected = {
            "cs_presale": mine, "cs_aftersale": mine, "cs_manager": mine, "fin_cashier": mine, "fin_confirmer": mine, "fin_settlement": mine,
            "fin_manager": mine, "auditor": mine, "ops": mine, "hq_channel": mine, "wh_operator": ready, "wh_manager": ready,
            "sc_manager": draft | ready, "sales_rep": draft | ready, "sales_manager": draft | ready,
        }
        self.env.flush_all()
        for role, orders in expected.items():
            with self.subTest(role=role):
                self.env.invalidate_all()
                Orders = self.env["sale.order"].with_user(self.users[role])
                found = Orders.search([("id", "in", mine.ids)])
                if role == "sales_manager":
                    self.assertLessEqual(set(found.ids), set(orders.ids))
                    continue
                self.assertEqual(set(found.ids), set(orders.ids))
                lines = self.env["sale.order.line"].with_user(self.users[role]).search([("order_id", "in", mine.ids)])
                self.assertEqual(lines.order_id, found.sorted() & lines.order_id if not lines else lines.order_id)
                self.assertLessEqual(set(lines.order_id.ids), set(orders.ids))
        for role in ("purchase_clerk", "business_admin"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env["sale.order"].with_user(self.users[role]).search([("id", "in", mine.ids)])


@tagged("post_install", "-at_install")
class TestOrderGuards(OrderCommon):
    def test_fields_of_the_flow(self):
        order = self._submitted()
        for values in (
            {"dealer_state": "approved"}, {"state": "sale"}, {"hold_key": "x"}, {"settlement_total": 1}, {"goods_total": 1}, {"captured_total": 1},
            {"is_dealer_order": False}, {"account_partner_id": self.partners["D2"].id}, {"partner_invoice_id": self.partners["D2"].id},
            {"partner_id": self.partners["2A"].id}, {"carrier_id": self.carriers["yto"].id}, {"submitted_by": self.cs_b.id},
            {"order_line": [Command.create({"product_id": self.coat.id})]}, {"order_line": [Command.clear()]},
            {"order_line": [Command.update(order.order_line.id, {"product_uom_qty": 9})]}, {"consumer_street": "elsewhere"},
        ):
            for user in (self.cs_a, self.users["cs_manager"], self.env.ref("base.user_admin"), self.users["fin_manager"], self.warehouse_user):
                with self.subTest(values=values, user=user.login), self.assertRaises(AccessError):
                    order.with_user(user).sudo(False).write(values)
        order.internal_remark = "a remark is free"

    def test_prices_of_lines(self):
        draft = self._order()
        stock_user, biller = self._plain_user("stock.group_stock_user"), self._plain_user("account.group_account_invoice")
        for order in (draft, self._submitted()):
            for values in ({"price_unit": 1}, {"discount": 50}, {"tax_ids": [Command.clear()]}, {"qty_delivered": 5}, {"technical_price_unit": 1}):
                for user in (self.cs_a, self.users["cs_manager"], self.env.ref("base.user_admin"), stock_user, biller):
                    with self.subTest(values=values, user=user.login, state=order.dealer_state), self.assertRaises(AccessError):
                        order.order_line.with_user(user).sudo(False).write(values)
        draft.order_line.product_uom_qty = 3
        self.assertEqual(draft.settlement_total, 900 + 72 + 37)

    def test_price_sent_along_is_ignored(self):
        order = self._order(order_line=[Command.create({"product_id": self.coat.id, "product_uom_qty": 2, "price_unit": 1, "discount": 90})])
        self.assertEqual((order.order_line.price_unit, order.order_line.discount, order.settlement_total), (300, 0, 680))

    def test_no_context_key_opens_a_gate(self):
        keys = {
            "default_dealer_state": "approved", "default_state": "sale", "default_hold_key": "x", "default_qty_settled": 9, "default_settlement_total": 1,
            "default_price_unit": 1, "default_captured_total": 5, "default_submitted_by": self.cs_b.id, "skip_procurement": True,
        }
        order = self.env["sale.order"].with_user(self.cs_a).with_context(**keys).create(self._order_values())
        self.assertEqual((order.dealer_state, order.state, order.hold_key, order.order_line.qty_settled), ("draft", "draft", False, 0))
        self.assertEqual((order.settlement_total, order.order_line.price_unit, order.captured_total), (680, 300, 0))
        order.with_context(**keys).action_submit()
        order.with_user(self.cs_b).with_context(**keys).action_approve()
        self.assertEqual(len(order.sudo().picking_ids), 1)
        self.assertIn(order.sudo().picking_ids.state, ("confirmed", "assigned"))

    def test_created_with_protected_values(self):
        for values in ({"dealer_state": "approved"}, {"state": "sale"}, {"hold_key": "x"}, {"settlement_total": 5}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self._order(**values)
        for role in ("wh_operator", "fin_manager", "sc_manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._order(user=self.users[role])

    def test_standard_buttons(self):
        order = self._submitted()
        approved = self._approved()
        for record in (order, approved):
            for method in ("action_cancel", "action_draft", "action_unlock", "_create_invoices"):
                with self.subTest(method=method, state=record.dealer_state), self.assertRaises(UserError):
                    getattr(record, method)()
        with self.assertRaisesRegex(UserError, "approve"):
            order.action_confirm()
        with self.assertRaises(UserError):
            order.set_delivery_line(self.carriers["sf"], 5)
        with self.assertRaises(UserError):
            order.with_user(self.users["cs_manager"]).unlink()
        self.assertFalse(order.require_signature)
        wizard = self.env["sale.advance.payment.inv"].with_user(self.cs_a).create({"sale_order_ids": [Command.set(approved.ids)]})
        with self.assertRaises(UserError):
            wizard.create_invoices()

    def test_strangers_learn_no_number(self):
        """Odoo's own buttons of a dealer order tell its number to who may read it only."""
        order = self._submitted()
        stranger = order.with_user(self._user("sales_rep", login="t_stranger")).sudo(False)
        self.assertTrue(order.is_dealer_order, "what others have read is known already")
        for step in (stranger.action_cancel, stranger.action_draft, stranger.action_unlock, lambda: stranger.set_delivery_line(self.carriers["sf"], 5)):
            with self.assertRaises(AccessError) as refused:
                step()
            self.assertNotIn(order.name, str(refused.exception))

    def test_plain_order_of_a_dealer_is_refused(self):
        order = self.env["sale.order"].with_user(self.cs_a).create({
            "partner_id": self.store_1a.id, "order_line": [Command.create({"product_id": self.coat.id, "product_uom_qty": 1})]})
        with self.assertRaisesRegex(UserError, "Dealer commerce"):
            order.action_confirm()
        other = self.env["res.partner"].create({"name": "A passer-by"})
        plain = self.env["sale.order"].with_user(self.cs_a).create({
            "partner_id": other.id, "order_line": [Command.create({"product_id": self.coat.id, "product_uom_qty": 1})]})
        plain.action_confirm()
        self.assertEqual(plain.state, "sale")

    BAD = (  # label, change of the order's values, part of the sentence
        ("no consent", {"consumer_consent": False}, "agrees"),
        ("no phone", {"consumer_phone": False}, "name, phone"),
        ("phone of letters", {"consumer_phone": "call me"}, "no phone number"),
        ("no region", {"consumer_division_id": False}, "name, phone"),
        ("no street", {"consumer_street": False}, "name, phone"),
        ("no carrier", {"carrier_id": False}, "choose a carrier"),
        ("zero pieces", {"qty": 0}, "0 pieces"),
        ("minus one", {"qty": -1}, "-1 pieces"),
        ("half a coat", {"qty": 1.5}, "1.5 pieces"),
        ("no goods", {"order_line": []}, "has no goods"),
    )

    def test_bad_input(self):
        for label, change, part in self.BAD:
            with self.subTest(label):
                change = dict(change)
                lines = [(self.coat, change.pop("qty"))] if "qty" in change else None
                order = self._order(lines, **change)
                with self.assertRaisesRegex(UserError, part):
                    order.action_submit()
                self.assertEqual(order.dealer_state, "draft")
        twice = self._order([(self.coat, 1), (self.coat, 0.5)])
        with self.assertRaisesRegex(UserError, "0.5 pieces"):
            twice.action_submit()
        self.assertLedger(self.account, 5000, 0, 5000)

    def test_goods_that_cannot_be_ordered(self):
        unpriced = self._product("Test unpriced", "T-UNPRICED", 1, 10, 1)
        light = self._product("Test light", "T-LIGHT", 1, 10, 0)
        off = self._product("Test off shelf", "T-OFF", 1, 10, 1)
        off.shelf_state = "off"
        self.env["dealer.price.version"].search([("state", "=", "active")]).with_user(self.manager_b).action_close()
        self._price_version({light: 5, off: 5})
        for product, part in ((unpriced, "no ex-factory price"), (light, "no weight"), (off, "off the shelf")):
            with self.subTest(part), self.assertRaisesRegex(UserError, part):
                self._order([(product, 1)]).action_submit()

    def test_contract_expired_and_region_not_served(self):
        sf = self.env["logistics.contract.version"].search([("carrier_id", "=", self.carriers["sf"].id), ("state", "=", "active")])
        sf.with_user(self.manager_b).action_close()
        with self.assertRaisesRegex(UserError, "gives no price"):
            self._order().action_submit()
        self.store_1a.division_id = False
        with self.assertRaisesRegex(UserError, "region"):
            self._order(dealer_mode="store").action_submit()

    def test_account_and_partner(self):
        """R0-029: no order before the opening top-up is confirmed."""
        order = self._order(partner_id=self.partners["2A"].id)
        with self.assertRaisesRegex(UserError, "account not open"):
            order.action_submit()
        self._topup(self.partners["D2"], 4999.99)
        with self.assertRaisesRegex(UserError, "5,?000.00 CNY opens it"):
            self._order(partner_id=self.partners["2A"].id).action_submit()
        self.store_1a.dealer_state = "frozen"
        with self.assertRaisesRegex(UserError, "not approved or frozen"):
            self._order().action_submit()
        self.assertLedger(self.account, 5000, 0, 5000)

    def test_steps_out_of_order(self):
        order = self._order()
        with self.assertRaisesRegex(UserError, "not possible now"):
            order.with_user(self.cs_b).action_approve()
        with self.assertRaisesRegex(UserError, "not possible now"):
            order.with_user(self.users["cs_aftersale"]).action_received()
        with self.assertRaisesRegex(UserError, "not possible now"):
            order.action_cancel_rest("why")
        order.action_submit()
        for reason in ("", "  ", False):
            with self.assertRaisesRegex(UserError, "reason"):
                order.action_cancel_order(reason)

    def test_settlement_is_frozen(self):
        order = self._submitted()
        with self.assertRaises(UserError):
            order.settlement_line_ids.amount = 1
        with self.assertRaisesRegex(UserError, "frozen"):
            order.settlement_line_ids.sudo().amount = 1
        with self.assertRaisesRegex(UserError, "frozen"):
            order.settlement_line_ids.sudo().unlink()

    def test_every_code_has_its_sentence(self):
        params = dict.fromkeys(
            ("order", "state", "line", "qty", "uom", "partner", "carrier", "reason", "date", "time", "picking", "left", "phone", "new", "old", "brands",
             "lock", "more", "names", "wanted", "free", "warehouse"), "x")
        for code in SENTENCES:
            self.assertTrue(sentence(self.env, code, params))
            self.assertTrue(tells_next_step(self.env._(SENTENCES[code])), code)
