"""R1-131: service staff read the free stock as a list, and nothing of the warehouse besides."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestFreeStock(OrderCommon):
    def test_list(self):
        coat = self.coat.with_user(self.cs_a)
        free = coat.dealer_free
        self.assertEqual(free, self.env["sale.order"].with_user(self.cs_a).dealer_stock([coat.default_code])[0]["free"])
        view = self.env.ref("online_offline_order.product_product_view_list_stock")
        products = self.env["product.product"].with_user(self.cs_a)
        self.assertIn("dealer_free", products.get_views([(view.id, "list")])["views"]["list"]["arch"])
        self.assertIn(self.coat, products.search([("is_storable", "=", True), ("shelf_state", "=", "on")]))
        with self.assertRaises(AccessError):
            self.env["stock.quant"].with_user(self.cs_a).with_context(inventory_mode=True).create(
                {"product_id": coat.id, "location_id": self.order_warehouse().lot_stock_id.id, "inventory_quantity": 5})

    def test_only_a_manager_applies_a_count(self):
        """S20: the operator counts, in no way of Odoo's does his count change the stock; a manager's does who did not count himself."""
        place, coat = self.order_warehouse().lot_stock_id, self.coat.with_company(self.company)
        before = coat.qty_available
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        values = {"product_id": coat.id, "location_id": place.id}
        operator, manager = quants.with_user(self.users["wh_operator"]), quants.with_user(self.users["wh_manager"])
        counted = operator.create({**values, "inventory_quantity": before + 3})
        for way in (
                counted.with_user(operator.env.user).action_apply_inventory, lambda: operator.create({**values, "inventory_quantity_auto_apply": 7}),
                lambda: counted.with_user(operator.env.user).with_context(inventory_report_mode=True).action_set_inventory_quantity_zero()):
            with self.assertRaisesRegex(AccessError, "manager applies counts"), self.env.cr.savepoint():
                way()
        self.env.invalidate_all()
        self.assertEqual(coat.qty_available, before)
        counted.with_user(manager.env.user).action_apply_inventory()
        self.assertEqual(coat.qty_available, before + 3)
        own = manager.create({**values, "inventory_quantity": before + 9})
        for way in (
                own.with_user(manager.env.user).action_apply_inventory,
                lambda: own.with_user(manager.env.user).with_context(inventory_report_mode=True).action_set_inventory_quantity_zero(),
                lambda: own.with_user(manager.env.user).write({"counted_by_id": self.users["wh_operator"].id}) and own.with_user(
                    manager.env.user).action_apply_inventory()):
            with self.assertRaisesRegex(AccessError, "counted .* yourself"), self.env.cr.savepoint():
                way()
        self.env.invalidate_all()
        self.assertEqual(coat.qty_available, before + 3)
        own.with_user(self._user("wh_manager", login="t_wh_manager2")).action_apply_inventory()
        self.assertEqual(coat.qty_available, before + 9)

    def test_no_way_around_the_second_person(self):
        """S20: neither a mark, a difference nor the figure itself changes the stock; a figure typed as on hand waits."""
        place, coat = self.order_warehouse().lot_stock_id, self.coat.with_company(self.company)
        before, manager = coat.qty_available, self.users["wh_manager"]
        quant = self.env["stock.quant"].with_context(inventory_mode=True).search([("product_id", "=", coat.id), ("location_id", "=", place.id)])
        own, plain = quant.with_user(manager), quant.with_user(manager).with_context(inventory_mode=False)
        values = {"product_id": coat.id, "location_id": place.id}
        for way in (
                own.action_apply_inventory, lambda: own.write({"inventory_quantity_set": True}) and own.action_apply_inventory(),
                lambda: own.write({"inventory_diff_quantity": 100, "inventory_quantity_set": True}) and own.action_apply_inventory(),
                lambda: plain.write({"quantity": 1}), lambda: plain.write({"location_id": place.location_id.id}),
                lambda: plain.create({**values, "quantity": 5}),
                lambda: plain.with_context(default_counted_by_id=self.users["wh_operator"].id).create(
                    {**values, "inventory_quantity": 5}).action_apply_inventory()):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                way()
        with self.env.cr.savepoint() as savepoint:
            self.assertFalse(plain.with_context(default_quantity=5).create(values).quantity)
            savepoint.rollback()
        coat.with_user(manager).sudo().qty_available = before + 4
        self.env.invalidate_all()
        self.assertEqual((coat.qty_available, quant.inventory_quantity, quant.counted_by_id), (before, before + 4, manager))
        with self.assertRaisesRegex(AccessError, "yourself"), self.env.cr.savepoint():
            own.with_context(from_inverse_qty=False).action_apply_inventory()
        coat.with_user(manager).sudo().qty_available = before
        self.assertFalse(quant.inventory_quantity_set, "what lies there anyway waits for nobody")

    def test_figure_in_the_list_on_hand_waits(self):
        """S20: the list of what is on hand lets a figure wait as the form does, in a new row and in one that is there."""
        place, coat = self.order_warehouse().lot_stock_id, self.coat.with_company(self.company)
        before, manager = coat.qty_available, self.users["wh_manager"]
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        quant = quants.search([("product_id", "=", coat.id), ("location_id", "=", place.id)])
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": place.id})
        fresh = quants.with_user(manager).create({"product_id": coat.id, "location_id": shelf.id, "inventory_quantity_auto_apply": 3})
        quant.with_user(manager).write({"inventory_quantity_auto_apply": before + 4})
        self.assertEqual([(one.quantity, one.inventory_quantity_auto_apply, one.inventory_quantity, one.counted_by_id) for one in quant | fresh.sudo(False)],
                         [(before, before, before + 4, manager), (0, 0, 3, manager)])
        with self.assertRaisesRegex(AccessError, "yourself"), self.env.cr.savepoint():
            quant.with_user(manager).action_apply_inventory()
        (quant | fresh).with_user(self._user("wh_manager", login="t_wh_manager4")).action_apply_inventory()
        self.assertEqual((coat.qty_available, fresh.quantity), (before + 7, 3))

    def test_figure_on_hand_counts_what_lies_elsewhere(self):
        """S20: what is typed as on hand is all there is; the place waits for its part only, and nothing is guessed of lots."""
        place, coat = self.order_warehouse().lot_stock_id, self.coat.with_company(self.company)
        manager, quants = self.users["wh_manager"], self.env["stock.quant"]
        quant = quants.search([("product_id", "=", coat.id), ("location_id", "=", place.id)])
        here, before = quant.quantity, coat.qty_available
        shelf, box = self.env["stock.location"].create({"name": "Shelf", "location_id": place.id}), self.env["stock.package"].create({"name": "Box"})
        quants._update_available_quantity(coat, shelf, 5)
        quants._update_available_quantity(coat, place, 2, package_id=box)
        quants._update_available_quantity(coat, place, 1, owner_id=self.store_1a)
        self.env.invalidate_all()
        typed = coat.qty_available + 4
        self.assertEqual(typed, before + 12)
        coat.with_user(manager).sudo().qty_available = typed
        self.assertEqual((quant.inventory_quantity, quant.quantity), (here + 4, here))
        with self.assertRaisesRegex(UserError, "lie in other places"), self.env.cr.savepoint():
            coat.with_user(manager).sudo().qty_available = typed - 4 - here - 1
        quant.with_user(self._user("wh_manager", login="t_wh_manager5")).with_context(inventory_mode=True).action_apply_inventory()
        self.env.invalidate_all()
        self.assertEqual(coat.qty_available, typed)
        kept = self.env["product.product"].create({"name": "Kept by lots", "is_storable": True, "tracking": "lot"}).with_company(self.company)
        with self.assertRaisesRegex(UserError, "each lot"), self.env.cr.savepoint():
            kept.with_user(manager).sudo().qty_available = 3

    def test_waiting_counts_are_not_added_up(self):
        """S20: two figures of the same goods keep who counted them; rows are joined when none waits, and a file counts what lies there."""
        place, coat = self.order_warehouse().lot_stock_id, self.coat.with_company(self.company)
        operator, manager, quants = self.users["wh_operator"], self.users["wh_manager"], self.env["stock.quant"].with_context(inventory_mode=True)
        first = quants.search([("product_id", "=", coat.id), ("location_id", "=", place.id)])
        before = first.quantity
        second = self.env["stock.quant"].sudo().create({"product_id": coat.id, "location_id": place.id, "quantity": 3})
        glove = self.env["product.product"].create({"name": "Glove", "is_storable": True})
        other = self.env["stock.quant"].sudo().create([{"product_id": glove.id, "location_id": place.id, "quantity": 1} for _twice in range(2)])
        first.with_user(operator).write({"inventory_quantity": before + 2, "inventory_quantity_set": True})
        second.with_user(manager).with_context(inventory_mode=True).write({"inventory_quantity": 8, "inventory_quantity_set": True})
        self.env.flush_all()
        quants._quant_tasks()
        self.assertEqual([(one.inventory_quantity, one.counted_by_id) for one in (first | second).exists()], [(before + 2, operator), (8, manager)])
        self.assertEqual(other.exists().mapped("quantity"), [2], "rows where nothing waits are joined")
        first.with_user(manager).action_apply_inventory()
        second.with_user(self._user("wh_manager", login="t_wh_manager6")).with_context(inventory_mode=True).action_apply_inventory()
        self.env.flush_all()
        quants._quant_tasks()
        self.env.invalidate_all()
        self.assertEqual((first.quantity, second.exists().ids, coat.qty_available), (before + 10, [], before + 10))
        sheet = quants.with_user(operator).with_context(import_file=True)
        line = {"product_id": coat.id, "location_id": place.id, "inventory_quantity": 4}
        with self.assertRaisesRegex(UserError, "put them together"), self.env.cr.savepoint():
            sheet.create([dict(line), dict(line)])
        sheet.create([dict(line)])
        first.with_user(manager).action_apply_inventory()
        self.env.flush_all()
        quants._quant_tasks()
        self.assertEqual((first.quantity, coat.qty_available), (4, 4))

    def test_goods_move_between_count_and_approval(self):
        """S20: the manager keeps the figure or the difference of the count; it stays the operator's count."""
        place, coat = self.order_warehouse().lot_stock_id, self.coat.with_company(self.company)
        quants, manager = self.env["stock.quant"].with_context(inventory_mode=True), self.users["wh_manager"]
        quant = quants.search([("product_id", "=", coat.id), ("location_id", "=", place.id)])
        for step, figure in (("action_keep_difference", 7), ("action_keep_counted_quantity", 5)):
            before = quant.quantity
            quant.with_user(self.users["wh_operator"]).write({"inventory_quantity": before + 5, "inventory_quantity_set": True})
            self.env.flush_all()  # the difference is that of the moment of the count
            quants._update_available_quantity(coat, place, 2)
            action = quant.with_user(manager).action_apply_inventory()
            conflict = self.env["stock.inventory.conflict"].with_user(manager).with_context(**action["context"]).create({})
            self.env.invalidate_all()  # another request
            getattr(conflict, step)()
            self.env.invalidate_all()
            self.assertEqual((quant.quantity, quant.inventory_quantity_set, quant.counted_by_id.ids), (before + figure, False, []), step)

    def order_warehouse(self):
        return self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)

    def test_dealers_do_not_see_it(self):
        clerk = new_test_user(self.env, "t_free_portal", groups="dealer_base.group_portal_dealer")
        self.assertNotIn("dealer_free", self.env["product.product"].with_user(clerk).fields_get())

    def test_who_works_in_one_warehouse_counts_there_alone(self):
        """A person's own warehouses bound what is counted, applied, put elsewhere, scrapped and taken back as they bound documents."""
        here, coat = self.order_warehouse(), self.coat
        west = self.env["stock.warehouse"].create({"name": "West", "code": "WST", "company_id": self.company.id, "sequence": 90})
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        away = self._user("wh_manager", login="t_wh_west", dealer_warehouse_ids=west.ids)
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": here.lot_stock_id.id})
        quant = quants.search([("product_id", "=", coat.id), ("location_id", "=", here.lot_stock_id.id)])
        mine, count = quant.with_user(away), {"product_id": coat.id, "inventory_quantity": 4}
        quant.with_user(self.users["wh_operator"]).write({"inventory_quantity": 7, "inventory_quantity_set": True})
        scrap = self.env["stock.scrap"].with_user(away).create({
            "product_id": coat.id, "scrap_qty": 1, "product_uom_id": coat.uom_id.id, "location_id": here.lot_stock_id.id})
        for number, way in enumerate((
                lambda: mine.write({"inventory_quantity": 3}), lambda: mine.write({"inventory_quantity_auto_apply": 3}),
                mine.action_apply_inventory, mine.action_clear_inventory_quantity,
                lambda: quants.with_user(away).create({**count, "location_id": shelf.id}),
                lambda: mine.move_quants(location_dest_id=shelf), scrap.do_scrap,
                lambda: coat.with_user(away).with_context(location=here.lot_stock_id.id).sudo().write({"qty_available": 2}))):
            with self.subTest(number), self.assertRaisesRegex(AccessError, "none of your warehouses"), self.env.cr.savepoint():
                way()
        self.assertEqual((quant.quantity, quant.inventory_quantity), (50, 7))
        own = quants.with_user(self._user("wh_operator", login="t_wh_west_op", dealer_warehouse_ids=west.ids)).create(
            {**count, "location_id": west.lot_stock_id.id})
        own.with_user(away).action_apply_inventory()
        self.assertEqual(own.quantity, 4)

    def test_nobody_takes_a_count_back_alone(self):
        """S20: Odoo's one press that reverts an adjustment would change the stock by one person."""
        line = self.env["stock.move.line"].search([("product_id", "=", self.coat.id), ("is_inventory", "=", True)], limit=1)
        for role in ("wh_operator", "wh_manager"):
            with self.assertRaisesRegex(AccessError, "another count"):
                line.with_user(self.users[role]).action_revert_inventory()
        self.assertEqual(self.coat.with_company(self.company).qty_available, 50)
