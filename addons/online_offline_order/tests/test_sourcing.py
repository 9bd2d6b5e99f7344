"""Where goods of an order come from: ranked places, freshness, override with a reason (R2-026, R2-029); slow movers (R0-006)."""
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestSourcing(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hq = cls._warehouse()
        cls.west, cls.shop = (cls.env["stock.warehouse"].create({"name": name, "code": code, "company_id": cls.company.id, "sequence": 90})
                              for name, code in (("West", "WST"), ("Shop 1B", "S1B")))
        cls.ops = cls.users["ops_manager"]

    @classmethod
    def _rule(cls, warehouses, **vals):
        return cls.env["dealer.sourcing.rule"].with_user(cls.ops).create({
            "name": "Test", "company_id": cls.company.id, "warehouse_ids": [Command.set(warehouses.ids)], **vals})

    def _on_hand(self, warehouse, product, quantity):
        self.env["stock.quant"].with_context(inventory_mode=True).create({
            "product_id": product.id, "location_id": warehouse.lot_stock_id.id, "inventory_quantity": quantity}).action_apply_inventory()

    def _source_of(self, warehouse, hours):
        return self.env["dealer.stock.source"].with_user(self.ops).create({"warehouse_id": warehouse.id, "kind": "store", "max_age_hours": hours})

    def test_the_first_that_has_everything(self):
        plain = self._submitted([(self.long_coat, 1)])
        self.assertEqual((plain.sudo().warehouse_id, plain.source_note), (self.hq, False), "no rule: as it stands on the order")
        self._on_hand(self.hq, self.coat, 5)
        self._rule(self.hq, sequence=1)
        self._rule(self.west, sequence=2, kind="warehouse")
        self._on_hand(self.west, self.coat, 9)
        order = self._order([(self.coat, 8)])
        self.assertIn("West", order.stock_html)
        order.action_submit()
        self.assertEqual((order.sudo().warehouse_id, order.dealer_state), (self.west, "submitted"))
        self.assertRegex(order.source_note, r"3 pieces of .*missing\n.*West: has everything, chosen")
        order.with_user(self.cs_b).action_approve()
        self.assertEqual(order.sudo().picking_ids.picking_type_id.warehouse_id, self.west)
        small = self._submitted()
        self.assertEqual(small.sudo().warehouse_id, self.hq)

    def test_rules_that_fit(self):
        self._on_hand(self.west, self.coat, 9)
        self._rule(self.west, partner_id=self.partners["D2"].id, sequence=1)
        self._rule(self.west, division_id=self.chengdu.parent_id.id, sequence=2)
        rules = self.env["dealer.sourcing.rule"]
        order = self._order()
        self.assertEqual(rules._fitting(order).mapped("sequence"), [2])
        order.consumer_division_id = self.env["dealer.division"].search([("code", "=", "110101")], limit=1)
        self.assertFalse(rules._fitting(order))
        with self.assertRaisesRegex(UserError, "No sourcing rule fits"):
            order.action_source()
        with self.assertRaises(ValidationError):
            self._rule(self.env["stock.warehouse"])
        with self.assertRaises(AccessError):
            self.env["dealer.sourcing.rule"].with_user(self.cs_a).create({"name": "Mine", "warehouse_ids": [Command.set(self.west.ids)]})

    def test_rules_by_kind(self):
        """R2-026: four kinds of sources; a rule may name a kind instead of warehouses, or both."""
        rules, none = self.env["dealer.sourcing.rule"], self.env["stock.warehouse"]
        self._source_of(self.shop, 0)
        by_kind = {kind: self._rule(none, kind=kind)._steps()[0].places for kind in ("hq", "warehouse", "store", "agent")}
        self.assertEqual(by_kind["hq"], tuple(none.search([("company_id", "=", self.company.id)], limit=1).ids))
        self.assertIn(self.west.id, by_kind["warehouse"])
        self.assertNotIn(self.shop.id, by_kind["warehouse"])
        self.assertEqual((by_kind["store"], by_kind["agent"]), (tuple(self.shop.ids), ()))
        self.assertEqual(self._rule(self.west | self.shop, kind="store")._steps()[0].places, tuple(self.shop.ids))
        self.assertEqual(self._rule(self.west | self.shop)._steps()[0].places, tuple((self.west | self.shop).ids))
        rule = self._rule(self.west, kind="warehouse")
        self.west.active = False
        self.env.invalidate_all()
        self.assertEqual(rule._steps()[0].places, (), "a warehouse that closed is not replaced by all others")
        rules.search([]).active = False
        self._rule(none, kind="store")
        self._on_hand(self.shop, self.coat, 9)
        self.assertEqual(self._submitted().sudo().warehouse_id, self.shop)

    def test_a_stale_place_is_not_promised(self):
        self._rule(self.shop, kind="store", sequence=1)
        self._rule(self.hq, sequence=2)
        source = self._source_of(self.shop, 24)
        self._on_hand(self.shop, self.coat, 9)
        order = self._order()
        self.assertEqual(source.freshness, "stale")
        order.action_source()
        self.assertEqual(order.sudo().warehouse_id, self.hq)
        self.assertIn("never counted, not promised", order.source_note)
        with self.assertRaisesRegex(UserError, "not promised"):
            order.action_override_source(self.shop.id, "the shop has them")
        pushed = self.env["dealer.stock.source"].with_user(self.users["wh_manager"])
        first = pushed.dealer_push_stock("count-1", "S1B", [{"code": "T-COAT", "qty": 5}])
        self.assertEqual(first["rows"], 1)
        self.env["stock.quant"]._update_available_quantity(self.coat, self.shop.lot_stock_id, 2)
        self.assertEqual(pushed.dealer_push_stock("count-1", "S1B", [{"code": "T-COAT", "qty": 5}]), first)
        self.assertEqual(self.coat._dealer_free_stock(self.shop)[self.coat.id], 7, "sent twice: what came in between stays")
        for values in (("S1B", [{"code": "T-COAT", "qty": 5}]), (None, "S1B", [])):
            with self.assertRaisesRegex(UserError, "idempotency key first"):
                pushed.dealer_push_stock(*values)
        with self.assertRaisesRegex(UserError, "other contents"):
            pushed.dealer_push_stock("count-1", "S1B", [{"code": "T-COAT", "qty": 6}])
        pushed.dealer_push_stock("count-2", "S1B", [{"code": "T-COAT", "qty": 5}])
        away = self._user("wh_manager", login="t_wh_manager_hq", dealer_warehouse_ids=self.hq.ids)
        with self.assertRaisesRegex(AccessError, "none of yours"):
            pushed.with_user(away).dealer_push_stock("count-3", "S1B", [{"code": "T-COAT", "qty": 1}])
        source.invalidate_recordset()
        self.assertEqual((source.freshness, self.coat._dealer_free_stock(self.shop)[self.coat.id]), ("fresh", 5))
        order.action_source()
        self.assertEqual(order.sudo().warehouse_id, self.shop)
        source.sudo().last_counted_at = fields.Datetime.now() - timedelta(hours=25)
        source.invalidate_recordset()
        order.action_submit()
        self.assertEqual(order.sudo().warehouse_id, self.hq, "what was fresh when it was entered is looked at again")
        for rows, part in (([{"code": "NO", "qty": 1}], "no product"), ([{"code": "T-COAT", "qty": -1}], "whole number"), ([{"code": "T-COAT"}], "list of")):
            with self.subTest(rows), self.assertRaisesRegex(UserError, part):
                pushed.dealer_push_stock(str(rows), "S1B", rows)
        with self.assertRaises(AccessError):
            pushed.with_user(self.cs_a).dealer_push_stock("count-3", "S1B", [])
        with self.assertRaises(UserError):
            source.last_counted_at = fields.Datetime.now()
        sources, values = source.browse(), {"warehouse_id": self.west.id, "max_age_hours": 24}
        moment = fields.Datetime.to_string(fields.Datetime.now())
        with self.assertRaises(UserError):
            sources.create({**values, "last_counted_at": moment})
        with self.assertRaises(UserError):
            sources.with_context(default_last_counted_at=moment).create(values)
        self.assertFalse(sources.create(values).last_counted_at)

    def test_place_sent_along_is_ignored(self):
        """Where goods leave say the rules: a line that names another warehouse or route does not split the order over two."""
        self.shop.delivery_route_id.sale_selectable = True
        order = self._order(order_line=[
            Command.create({"product_id": self.coat.id, "product_uom_qty": 1}),
            Command.create({"product_id": self.long_coat.id, "product_uom_qty": 1, "warehouse_id": self.shop.id, "is_downpayment": True,
                            "route_ids": [Command.set(self.shop.delivery_route_id.ids)], "extra_tax_data": {"manual_tax_amounts": {}}})])
        lines = order.sudo().order_line
        self.assertEqual((lines.warehouse_id, lines.route_ids.ids), (order.sudo().warehouse_id, []))
        self.assertEqual((lines.mapped("is_downpayment"), lines.mapped("extra_tax_data")), ([False, False], [False, False]))

    def test_shelves_are_part_of_a_count(self):
        """The figure that is brought is that of the whole stock: goods on a shelf or in a package are no more than that."""
        shelf = self.env["stock.location"].create({"name": "Shelf A", "location_id": self.shop.lot_stock_id.id})
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        box = self.env["stock.package"].create({"name": "Box"})
        quants.create([
            {"product_id": self.coat.id, "location_id": shelf.id, "inventory_quantity": 6},
            {"product_id": self.coat.id, "location_id": self.shop.lot_stock_id.id, "inventory_quantity": 1},
            {"product_id": self.coat.id, "location_id": self.shop.lot_stock_id.id, "package_id": box.id, "inventory_quantity": 2}]).action_apply_inventory()
        sources = self.env["dealer.stock.source"].with_user(self.users["wh_manager"])
        for number, (qty, on_shelf) in enumerate(((12, 6), (12, 6), (7, 6), (4, 4), (0, 0), (3, 0))):
            with self.subTest(qty):
                sources.dealer_push_stock(f"shelf-{number}", "S1B", [{"code": "T-COAT", "qty": qty}])
                self.assertEqual(self.coat._dealer_free_stock(self.shop)[self.coat.id], qty)
                on_it = self.env["stock.quant"].search([("product_id", "=", self.coat.id), ("location_id", "=", shelf.id)])
                self.assertEqual(sum(on_it.mapped("quantity")), on_shelf)
        moves = self.env["stock.move"].search_count([("product_id", "=", self.coat.id)])
        sources.dealer_push_stock("shelf-again", "S1B", [{"code": "T-COAT", "qty": 3}])
        self.assertEqual(self.env["stock.move"].search_count([("product_id", "=", self.coat.id)]), moves, "the same again moves nothing")
        with self.assertRaisesRegex(UserError, "already"):
            sources.dealer_push_stock("shelf-twice", "S1B", [{"code": "T-COAT", "qty": 3}, {"code": "T-COAT", "qty": 4}])

    def test_places_are_counted_together(self):
        self._on_hand(self.shop, self.coat, 9)
        houses, goods = self.hq | self.west | self.shop, self.coat | self.long_coat
        self.assertEqual(goods._dealer_free_stock_by(houses), {one.id: goods._dealer_free_stock(one) for one in houses})
        self.assertEqual(goods._dealer_free_stock_by(houses)[self.shop.id][self.coat.id], 9)

    def test_override(self):
        self._rule(self.hq)
        order = self._order()
        with self.assertRaisesRegex(AccessError, "by its button"):
            order.warehouse_id = self.west
        with self.assertRaises(UserError):
            order.action_override_source(self.west.id, " ")
        with Form(self.env["dealer.order.source"].with_user(self.cs_a).with_context(default_order_id=order.id)) as form:
            form.warehouse_id, form.reason = self.west, "nearer"
        form.record.action_apply()
        self.assertEqual((order.sudo().warehouse_id, order.source_override_by, order.source_override_reason), (self.west, self.cs_a, "nearer"))
        order.action_source()
        self.assertEqual(order.sudo().warehouse_id, self.west, "rules leave a choice alone")
        order.action_override_source(None, "by the rules after all")
        self.assertEqual((order.sudo().warehouse_id, order.source_override_by), (self.hq, self.env["res.users"]))
        order.action_submit()
        with self.assertRaises(UserError):
            order.action_override_source(self.west.id, "too late")
        with self.assertRaises(AccessError):
            self._order().with_user(self.users["sales_rep"]).action_override_source(self.west.id, "why")

    def test_stock_of_all_warehouses(self):
        self._on_hand(self.shop, self.coat, 3)
        self._source_of(self.shop, 24)
        clerk = new_test_user(self.env, "t_stock_clerk", groups="dealer_base.group_portal_clerk")
        row, unknown = self.env["sale.order"].with_user(clerk).dealer_stock(["T-COAT", "NO"], "all")
        found = {one["warehouse"]: one for one in row["warehouses"]}
        self.assertEqual((found["S1B"]["free"], found["S1B"]["fresh"], found[self.hq.code]["fresh"], found[self.hq.code]["age_hours"]), (3, False, True, None))
        self.assertEqual((row["free"], row["light"]), (50, "green"), "what is stale is not counted")
        self.assertEqual((unknown["name"], unknown["warehouses"]), (None, []))

    def test_slow_movers(self):
        self._on_hand(self.west, self.coat, 20)
        self._on_hand(self.hq, self.coat, 12)
        self._ship(self._approved([(self.coat, 10)]))
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_quant SET in_date = in_date - interval '100 days' WHERE location_id = %s", [self.west.lot_stock_id.id])
        self.env.invalidate_all()
        rows = self.env["dealer.slow.mover"].with_user(self.users["wh_manager"])
        row = rows.search([("product_id", "=", self.coat.id)])
        self.assertEqual((row.warehouse_id, row.on_hand, row.last_sale, row.to_warehouse_id, row.sold_there, row.proposed),
                         (self.west, 20, False, self.hq, 10, 8), "8: what HQ sold and does not have")
        self.assertGreaterEqual(row.days, 99)
        self.assertEqual(row.freshness, "live")
        picking = self.env["stock.picking"].search(row.action_transfer()["domain"])
        self.assertEqual((picking.state, picking.location_id, picking.location_dest_id, picking.move_ids.product_uom_qty),
                         ("draft", self.west.lot_stock_id, self.hq.lot_stock_id, 8))
        again = row.action_transfer()  # a doubled click
        self.assertEqual(self.env["stock.picking"].search(again["domain"]), picking)
        picking.action_cancel()
        self.assertNotEqual(self.env["stock.picking"].search(row.action_transfer()["domain"]), picking)
        self.company.slow_mover_days = 365
        self.env.flush_all()
        self.assertFalse(rows.search([("product_id", "=", self.coat.id)]))
        with self.assertRaises(AccessError):
            rows.with_user(self.cs_a).search_count([])
        with self.assertRaises(AccessError):
            rows.with_user(self.users["purchase_clerk"]).action_transfer()
