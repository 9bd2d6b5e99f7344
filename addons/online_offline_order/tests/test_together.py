"""Goods of an order are reserved and moved together: the same lines, quants and amounts as Odoo gives one by one, with fewer statements."""
from unittest.mock import patch

from odoo.tests import tagged

from ..reservation import PLAN
from .common import OrderCommon


class Rollback(Exception):
    """Ends a trial."""


@tagged("post_install", "-at_install")
class TestTogether(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shirt = cls._product("Test shirt", "T-SHIRT", 80, 199, 0.3, stock=0)
        known = cls.env["dealer.price.version"].search([("company_id", "=", cls.company.id), ("state", "=", "active")])
        known.with_user(cls.users["fin_manager"]).action_close()
        cls._price_version({cls.coat: 300, cls.long_coat: 360, cls.shirt: 120})
        cls.lines = [(cls.coat, 3), (cls.long_coat, 2), (cls.shirt, 4)]
        cls._stock(cls.coat, 4)
        stock = cls._warehouse().lot_stock_id
        cls.shelves = cls.env["stock.location"].create([{"name": f"Shelf {number}", "location_id": stock.id} for number in range(2)])
        cls.box = cls.env["stock.package"].create({"name": "Box"})
        quants = cls.env["stock.quant"]
        quants._update_available_quantity(cls.shirt, cls.shelves[0], 1)
        quants._update_available_quantity(cls.shirt, cls.shelves[1], 2, package_id=cls.box)
        quants._update_available_quantity(cls.shirt, stock, -1)

    def _facts(self, order):
        """Where the goods of an order are reserved or went, and what lies where."""
        order.env.flush_all()
        lines = order.sudo().picking_ids.move_line_ids
        quants = self.env["stock.quant"].sudo().search([("product_id", "in", order.order_line.product_id.ids)])
        return (
            sorted((line.product_id.id, line.location_id.id, line.package_id.id, line.quantity, line.state, line.picking_id.id > 0) for line in lines),
            sorted((move.product_id.id, move.quantity, move.state) for move in order.sudo().picking_ids.move_ids),
            sorted((one.product_id.id, one.location_id.id, one.package_id.id, one.quantity, one.reserved_quantity) for one in quants))

    def _trial(self, alone, lines, ship):
        """Approve (and ship) an order, the moves each alone as Odoo does or together; give the facts and roll back."""
        found = None
        try:
            with self.env.cr.savepoint():
                if alone:
                    with patch.object(type(self.env["stock.move"]), "_reservation_plan", lambda moves: None):
                        order = self._approved(lines)
                else:
                    order = self._approved(lines)
                if ship:
                    self._ship(order)
                found = self._facts(order)
                raise Rollback
        except Rollback:
            self.env.invalidate_all()
        return found

    def test_as_one_by_one(self):
        plain = [(self.coat, 3), (self.long_coat, 2)]
        for lines, ship in ((plain, True), (plain, False), ([*plain, (self.coat, 1)], False), ([(self.coat, 4), (self.long_coat, 2)], True)):
            with self.subTest(lines=[(product.name, qty) for product, qty in lines], ship=ship):
                self.assertEqual(self._trial(False, lines, ship), self._trial(True, lines, ship))
        (self.coat | self.long_coat | self.shirt).dealer_negative_sale = "allow"
        for lines in (self.lines, [(self.coat, 6), (self.shirt, 2)], [(self.shirt, 9), (self.long_coat, 1)]):
            with self.subTest(lines=[(product.name, qty) for product, qty in lines]):
                self.assertEqual(self._trial(False, lines, False), self._trial(True, lines, False))

    def test_rows_locked_once_and_fewer_statements(self):
        seen = {}
        for alone in (True, False):
            with patch.object(type(self.env.cr), "execute", autospec=True, side_effect=type(self.env.cr).execute) as execute:
                self._trial(alone, [(self.coat, 3), (self.long_coat, 2)], False)
            seen[alone] = execute.call_count
        self.assertLess(seen[False], seen[True])

    def test_left_to_invoice_as_odoo_works_it_out(self):
        self.company.prepaid_gl_mode = "daily"
        order = self._approved([(self.coat, 3), (self.long_coat, 2)])
        self.assertEqual(order.sudo().order_line.mapped("untaxed_amount_to_invoice"), [0.0, 0.0])
        self._ship(order)
        for line in order.sudo().order_line:
            whole = line.tax_ids.compute_all(
                line.price_unit, currency=line.currency_id, quantity=line.qty_delivered, product=line.product_id, partner=order.partner_shipping_id)
            self.assertTrue(line.qty_delivered)
            self.assertAlmostEqual(line.untaxed_amount_to_invoice, whole["total_excluded"], 2)

    def test_replenished_goods_are_still_followed(self):
        point = self.env["stock.warehouse.orderpoint"].create({
            "product_id": self.coat.id, "location_id": self._warehouse().lot_stock_id.id, "warehouse_id": self._warehouse().id,
            "product_min_qty": 2, "product_max_qty": 9, "trigger": "manual"})
        self.assertEqual(point.qty_to_order, 0)
        self._approved([(self.coat, 3), (self.long_coat, 2)])
        self.assertEqual(point.qty_to_order, 8)  # one is left

    def test_other_moves_go_odoos_way(self):
        with patch.object(type(self.env["stock.quant"]), "_lock_planned") as locked:
            self._stock(self.coat, 7)
        locked.assert_not_called()

    def test_a_plan_of_a_client_is_none(self):
        order = self._approved([(self.coat, 3), (self.long_coat, 2)])
        picking = self._open_picking(order)
        picking.do_unreserve()
        forged = {PLAN: {"products": picking.move_ids.product_id.ids, "locked": self.env["stock.quant"].search([]).ids, "lines": [1]}}
        picking.move_ids.with_context(**forged)._action_assign()
        self.assertEqual(set(picking.move_ids.mapped("state")), {"assigned"})
        self.assertEqual(sum(picking.move_line_ids.mapped("quantity")), 5)

    def test_what_is_usual_is_read_alone(self):
        """A step reads of a company, of stores, carriers and goods what it asks for; what else is there comes when it is asked, to whom it is open."""
        store, carrier = self.store_1a.with_user(self.cs_a), self.carriers["sf"].with_user(self.cs_a)
        for record, asked, other in (
                (self.company, "prepaid_hold_mode", "report_footer"), (store, "dealer_state", "comment"), (carrier, "dealer_code", "tracking_url"),
                (self.coat.product_tmpl_id, "shelf_state", "description_sale")):
            with self.subTest(record._name):
                whole = record.read([asked, other])[0]
                self.env.invalidate_all()
                self.assertEqual(record[asked], whole[asked])
                field = record._fields[other]
                self.assertNotIn(record.id, field._get_cache(record.env))
                self.assertEqual(record[other], whole[other])
                self.assertEqual(field.prefetch, True)
