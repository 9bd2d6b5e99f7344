"""What the warehouse prints: pick tables by goods and by order, delivery notes, waybill labels (R1-061, R1-071, R1-074, R1-192, R3-005)."""
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestPickingPapers(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = cls._approved([(cls.coat, 2), (cls.long_coat, 1)]), cls._approved([(cls.coat, 3)])
        cls.pickings = cls._open_picking(cls.first | cls.second).sorted("id").with_user(cls.warehouse_user).sudo(False)

    def _paper(self, name, records, user=None, lang="en_US"):
        reports = self.env["ir.actions.report"].with_user(user or self.warehouse_user).with_context(lang=lang)
        return reports._render_qweb_html(f"online_offline_order.{name}", records.ids)[0].decode()

    def test_by_goods_adds_up_over_orders(self):
        self.pickings.action_assign()
        rows = self.pickings._pick_rows()
        self.assertEqual([(row["code"], row["qty"]) for row in rows], [("T-COAT", "5"), ("T-LONG", "1")])
        self.assertEqual(rows[0]["orders"], f"{self.first.name} × 2, {self.second.name} × 3")
        self.assertTrue(all(row["place"] for row in rows))
        html = self._paper("pick_table_goods", self.pickings)
        for text in ("T-COAT", "T-LONG", *self.pickings.mapped("name"), rows[0]["orders"]):
            self.assertIn(text, html)

    def test_in_the_order_of_the_shelves_and_missing_last(self):
        self.pickings.sudo().do_unreserve()
        stock = self._warehouse().lot_stock_id
        far, near = self.env["stock.location"].create([{"name": name, "location_id": stock.id} for name in ("Z-9", "A-1")])
        for product in (self.coat, self.long_coat):
            self._stock(product, 0)
        for product, place, qty in ((self.coat, far, 1), (self.coat, near, 1), (self.long_coat, near, 5)):
            self.env["stock.quant"]._update_available_quantity(product, place, qty)
        for picking in self.pickings:
            picking.action_assign()
        rows = [(row["place"].split("/")[-1], row["code"], row["qty"]) for row in self.pickings._pick_rows()]
        self.assertEqual(rows, [("A-1", "T-COAT", "1"), ("A-1", "T-LONG", "1"), ("Z-9", "T-COAT", "1"), ("", "T-COAT", "3")])

    def test_by_order_and_note_say_who_gets_what(self):
        self.first.customer_remark = "Ring twice"
        for name in ("pick_table_order", "delivery_note"):
            html = self._paper(name, self.pickings)
            with self.subTest(name):
                for text in (self.first.name, self.second.name, "Test Consumer", "13800000001", "Street 1", "T-LONG", "Test Store 1A", "Ring twice"):
                    self.assertIn(text, html)
                for price in ("300.00", "360.00", "680.00", "599"):
                    self.assertNotIn(price, html)

    def test_shipped_goods_are_on_the_note_not_on_the_table(self):
        self._ship(self.first, {self.coat: 1, self.long_coat: 1})
        done = self.pickings[0]
        self.assertEqual(done._pick_rows(), [])
        self.assertEqual([(row["code"], row["qty"]) for row in done._paper_goods()], [("T-COAT", "1"), ("T-LONG", "1")])
        self.assertIn("delivered in parts", self._paper("delivery_note", done))
        rest = self._open_picking(self.first)
        self.assertEqual([(row["code"], row["qty"]) for row in rest._paper_goods()], [("T-COAT", "1")])

    def test_who_prints(self):
        self.assertTrue(self._paper("pick_table_goods", self.pickings, self.cs_a), "pre-sale service reads the table")
        self.pickings.with_user(self.cs_b).action_print_slips()
        for role in ("fin_settlement", "sales_rep", "ops"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.pickings.with_user(self.users[role]).action_print_slips()
        for role in ("cs_presale", "cs_aftersale", "fin_settlement"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.pickings.with_user(self.users[role]).action_print_waybills()

    # -- labels

    def test_labels_of_a_batch(self):
        with self.assertRaisesRegex(UserError, "no waybill number yet"):
            self.pickings.action_print_waybills()
        for number, picking in enumerate(self.pickings):
            picking.carrier_tracking_ref = f"SF300000000{number}"
        action = self.pickings.action_print_waybills()
        parcels = self.pickings.parcel_ids
        self.assertEqual((action["report_name"], len(parcels)), ("online_offline_order.waybill_label", 2))
        self.pickings.action_print_waybills()
        self.assertEqual(self.pickings.parcel_ids, parcels, "printed again, the same parcels")
        html = self._paper("waybill_label", parcels)
        self.assertEqual(html.count("<svg"), 2)
        for text in ("SF3000000000", "SF3000000001", "Test Consumer", "13800000001", "Street 1", self.company.name, self.first.name, "1/1"):
            self.assertIn(text, html)
        for picking in self.pickings:
            picking.button_validate()
        self.assertEqual(self.pickings.mapped("state"), ["done", "done"])
        self.assertTrue(self.pickings.action_print_waybills(), "again after the shipment")

    def test_several_parcels_and_layouts(self):
        picking = self.pickings[0]
        picking.parcel_ids = [Command.create({"tracking": f"SF310000000{n}", "weight_g": 900 + n, "pieces": 1 + n}) for n in range(2)]
        self.carriers["sf"].waybill_layout = "76x130"
        action = picking.action_print_waybills()
        self.assertEqual(action["report_name"], "online_offline_order.waybill_label_small")
        html = self._paper("waybill_label_small", picking.parcel_ids)
        for text in ("1/2", "2/2", "0.90 kg"):
            self.assertIn(text, html)
        other = self.pickings[1].parcel_ids.create({
            "picking_id": self.pickings[1].id, "tracking": "EMS31000000", "carrier_id": self.carriers["ems"].id, "weight_g": 10})
        with self.assertRaisesRegex(UserError, "differ in size"):
            (picking.parcel_ids | other).action_print_labels()
        other.tracking = False
        with self.assertRaisesRegex(UserError, "no waybill number"):
            other.action_print_labels()
