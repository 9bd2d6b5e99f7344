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

    def order_warehouse(self):
        return self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)

    def test_dealers_do_not_see_it(self):
        clerk = new_test_user(self.env, "t_free_portal", groups="dealer_base.group_portal_dealer")
        self.assertNotIn("dealer_free", self.env["product.product"].with_user(clerk).fields_get())
