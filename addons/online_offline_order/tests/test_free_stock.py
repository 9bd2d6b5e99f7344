"""R1-131: service staff read the free stock as a list, and nothing of the warehouse besides."""
from odoo.exceptions import AccessError
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
                own.with_user(manager.env.user).action_apply_inventory, lambda: manager.create({**values, "inventory_quantity_auto_apply": 7}),
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
