"""Transfers between warehouses: who entered one does not let it move the stock (duty rule S27, R1-203)."""
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import OrderCommon
from .test_upgrade import migrate_by

REFUSED = "another person of the warehouse validates it"


@tagged("post_install", "-at_install")
class TestStockTransfer(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hq = cls._warehouse()
        cls.west = cls.env["stock.warehouse"].create({"name": "West", "code": "WST", "company_id": cls.company.id, "sequence": 90})
        cls.operator, cls.other = cls.warehouse_user, cls._user("wh_operator", login="t_wh_b")
        cls.manager, cls.other_manager = cls.users["wh_manager"], cls._user("wh_manager", login="t_wh_manager_b")

    def _values(self, pieces=5, target=None, **vals):
        place = target or self.west.lot_stock_id
        return {
            "picking_type_id": self.hq.int_type_id.id, "location_id": self.hq.lot_stock_id.id, "location_dest_id": place.id,
            "move_ids": [Command.create({
                "product_id": self.coat.id, "product_uom_qty": pieces, "location_id": self.hq.lot_stock_id.id, "location_dest_id": place.id})], **vals}

    def _transfer(self, user=None, **vals):
        """A transfer of five coats from HQ to West, confirmed by who enters it."""
        picking = self.env["stock.picking"].with_user(user or self.operator).create(self._values(**vals))
        picking.action_confirm()
        picking.action_assign()
        return picking

    def _validate(self, picking, user):
        picking = picking.with_user(user)
        picking.move_ids.picked = True
        with self.env.cr.savepoint():
            answer = picking.button_validate()
            if isinstance(answer, dict) and answer.get("res_model") == "stock.backorder.confirmation":
                Form(self.env["stock.backorder.confirmation"].with_user(user).with_context(answer["context"])).save().process()

    def _west(self):
        return self.coat.with_context(location=self.west.lot_stock_id.id).sudo().qty_available

    def test_a_manager_reviews_what_an_operator_entered(self):
        picking = self._transfer()
        for user in (self.operator, self.other):
            with self.subTest(user.login), self.assertRaisesRegex(AccessError, REFUSED):
                self._validate(picking, user)
        self.assertEqual((picking.state, self._west()), ("assigned", 0))
        self._validate(picking, self.manager)
        self.assertEqual((picking.state, self._west()), ("done", 5))

    def test_what_a_manager_entered_is_reviewed_by_anybody_else(self):
        picking = self._transfer(self.manager)
        with self.assertRaisesRegex(AccessError, REFUSED):
            self._validate(picking, self.manager)
        self._validate(picking, self.operator)
        self.assertEqual(picking.state, "done")

    def test_who_changed_it_has_entered_it(self):
        changes = {
            "demand": lambda picking: picking.move_ids.write({"product_uom_qty": 7}),
            "place": lambda picking: picking.write({"location_dest_id": self.west.view_location_id.id}),
            "goods": lambda picking: picking.write({"move_ids": [Command.create({
                "product_id": self.long_coat.id, "product_uom_qty": 1, "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id})]})}
        for name, change in changes.items():
            with self.subTest(name):
                picking = self._transfer()
                change(picking.with_user(self.manager))
                with self.assertRaisesRegex(AccessError, REFUSED):
                    self._validate(picking, self.manager)
                self._validate(picking, self.other_manager)
                self.assertEqual(picking.state, "done")

    def test_the_list_is_the_programs(self):
        picking = self._transfer()
        with self.assertRaisesRegex(AccessError, "recorded by the program"):
            picking.write({"transfer_editor_ids": [Command.clear()]})
        self.assertEqual(picking.transfer_editor_ids, self.operator)

    def test_a_part_and_its_rest(self):
        """Who lets a part move has not entered the rest; its makers are those of the whole."""
        picking = self._transfer()
        picking.with_user(self.manager).move_ids.quantity = 2
        self._validate(picking, self.manager)
        rest = picking.backorder_ids
        self.assertEqual((rest.move_ids.product_uom_qty, rest.transfer_editor_ids, self._west()), (3, self.operator, 2))
        with self.assertRaisesRegex(AccessError, REFUSED):
            self._validate(rest, self.operator)
        self._validate(rest, self.manager)
        self.assertEqual(self._west(), 5)

    def test_the_reviewer_moves_what_was_entered(self):
        picking = self._transfer()
        picking.with_user(self.manager).move_ids.quantity = 6
        with self.assertRaisesRegex(UserError, "5 of .* were entered as demand and 6 would move"):
            self._validate(picking, self.manager)
        picking.with_user(self.manager).move_ids.quantity = 5
        picking.with_user(self.manager).move_line_ids.location_dest_id = self.hq.lot_stock_id
        with self.assertRaisesRegex(UserError, "which was not entered"):
            self._validate(picking, self.manager)

    def test_a_shelf_of_the_same_warehouse_is_no_transfer(self):
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.hq.lot_stock_id.id})
        picking = self._transfer(target=shelf)
        self._validate(picking, self.operator)
        self.assertEqual(picking.state, "done")
        sent_off = self._transfer(target=shelf)
        sent_off.move_line_ids.location_dest_id = self.west.lot_stock_id
        with self.assertRaisesRegex(UserError, "which was not entered"):
            self._validate(sent_off, self.operator)

    def test_ways_around(self):
        """Relocated at a press, moves that are done from the start, changes of what is done."""
        quant = self.env["stock.quant"].search([("product_id", "=", self.coat.id), ("location_id", "=", self.hq.lot_stock_id.id)])
        with self.assertRaisesRegex(AccessError, REFUSED), self.env.cr.savepoint():
            quant.with_user(self.manager).move_quants(location_dest_id=self.west.lot_stock_id)
        line = {"product_id": self.coat.id, "quantity": 5, "location_id": self.hq.lot_stock_id.id, "location_dest_id": self.west.lot_stock_id.id}
        values = self._values()
        values["move_ids"][0][2].update(state="done", move_line_ids=[Command.create(line)])
        with self.assertRaisesRegex(UserError, "done and reviewed"), self.env.cr.savepoint():
            self.env["stock.picking"].with_user(self.operator).create(values)
        picking = self._transfer()
        self._validate(picking, self.manager)
        mine = picking.with_user(self.operator)
        sold = self._values(target=self.env.ref("stock.stock_location_customers"))
        sold["picking_type_id"] = self.hq.out_type_id.id
        delivery = self.env["stock.picking"].with_user(self.operator).create(sold)
        delivery.action_confirm()
        delivery.action_assign()
        delivery.move_ids.move_line_ids.location_dest_id = self.west.lot_stock_id
        with self.assertRaisesRegex(UserError, "which was not entered"):
            self._validate(delivery, self.operator)
        for change in (
                lambda: mine.move_ids.write({"quantity": 9}), lambda: mine.move_line_ids.write({"quantity": 1}),
                lambda: mine.move_line_ids.create({**line, "picking_id": mine.id}),
                lambda: mine.move_line_ids.create({**line, "move_id": mine.move_ids.id, "picking_id": mine.id})):
            with self.assertRaisesRegex(UserError, "done and reviewed"), self.env.cr.savepoint():
                change()
        self.assertEqual(self._west(), 5)

    def test_what_is_done_stays_in_its_warehouse(self):
        """Odoo moves the stock again when lines of done moves change: that is no way to another warehouse."""
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.hq.lot_stock_id.id})
        inside = self._transfer(target=shelf)
        self._validate(inside, self.operator)
        receipt = self._values(target=self.hq.lot_stock_id, picking_type_id=self.hq.in_type_id.id)
        vendors = self.env.ref("stock.stock_location_suppliers")
        receipt["location_id"] = receipt["move_ids"][0][2]["location_id"] = vendors.id
        received = self.env["stock.picking"].with_user(self.operator).create(receipt)
        received.action_confirm()
        self._validate(received, self.operator)
        west = self.west.lot_stock_id
        quant = self.env["stock.quant"].sudo().create({"product_id": self.coat.id, "location_id": west.id, "quantity": 0})
        open_move = self._transfer(target=shelf).move_ids
        for done in (inside.with_user(self.operator), received):
            line = done.move_line_ids
            added = {"product_id": self.coat.id, "quantity": 5, "location_id": line.location_id.id, "picking_id": done.id}
            for change in (
                    lambda line=line: line.write({"location_dest_id": west.id}), lambda line=line: line.write({"location_id": west.id}),
                    lambda line=line: line.write({"quant_id": quant.id}),
                    lambda line=line: line.write({"location_dest_id": west.id, "move_id": open_move.id}),
                    lambda line=line, added=added: line.create({**added, "move_id": line.move_id.id, "location_dest_id": west.id}),
                    lambda done=done: done.move_ids.write({"location_dest_id": west.id}),
                    lambda done=done: done.move_ids.write({"location_id": west.id})):
                with self.assertRaisesRegex(UserError, "to or from another warehouse"), self.env.cr.savepoint():
                    change()
            with self.assertRaisesRegex(UserError, "is done"), self.env.cr.savepoint():
                done.write({"location_dest_id": west.id})
        inside.with_user(self.operator).move_line_ids.write({"location_dest_id": self.hq.lot_stock_id.id, "quantity": 4})
        received.move_line_ids.write({"location_dest_id": shelf.id, "quantity": 4})
        self.assertEqual(self._west(), 0)

    def test_a_reviewed_transfer_keeps_its_places(self):
        """Called one inside a warehouse afterwards, its quantities would be free again."""
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.west.lot_stock_id.id})
        picking = self._transfer()
        self._validate(picking, self.manager)
        mine = picking.with_user(self.operator)
        for place in (self.hq.lot_stock_id, shelf):
            with self.assertRaisesRegex(UserError, "done and reviewed"), self.env.cr.savepoint():
                mine.move_ids.write({"location_dest_id": place.id})
            with self.assertRaisesRegex(UserError, "done and reviewed"), self.env.cr.savepoint():
                mine.write({"location_dest_id": place.id})
        self.assertEqual(self._west(), 5)

    def test_routes_have_no_maker(self):
        """What a rule of the warehouse makes is taken by one operator: pick and ship of an order, and supply by another warehouse."""
        self.west.resupply_wh_ids = self.hq
        route = self.env["stock.route"].search([("supplier_wh_id", "=", self.hq.id), ("supplied_wh_id", "=", self.west.id)])
        self.coat.route_ids = route
        self.env["stock.rule"].with_user(self.manager).run([self.env["stock.rule"].Procurement(
            self.coat, 3, self.coat.uom_id, self.west.lot_stock_id, "Supply", "Supply", self.company,
            {"warehouse_id": self.west, "route_ids": route})])
        sent = self.env["stock.picking"].search([("product_id", "=", self.coat.id), ("location_id", "=", self.hq.lot_stock_id.id), ("origin", "=", "Supply")])
        self.assertTrue(sent)
        self.assertFalse(sent.transfer_editor_ids)
        sent.action_assign()
        self._validate(sent, self.operator)
        self.assertEqual(sent.state, "done")

    def test_transfers_before_the_upgrade(self):
        picking = self._transfer()
        self.env.flush_all()
        picking.sudo().transfer_editor_ids = False
        for _twice in range(2):
            migrate_by(self.env, "19.0.1.3.0/post-transfers.py", "19.0.1.2.0")
            self.assertEqual(picking.transfer_editor_ids, self.operator)
