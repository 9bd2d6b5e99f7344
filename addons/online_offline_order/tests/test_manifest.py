"""Parcels are handed over to a carrier counted and signed; what is missing is listed and goes with the next manifest (R1-079, R3-027)."""
import base64
import io

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OrderCommon


def picture():
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "blue").save(out, "PNG")
    return base64.b64encode(out.getvalue())


@tagged("post_install", "-at_install")
class TestManifest(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = ("SF4000000001", "SF4000000002", "SF4000000003")

    def setUp(self):
        super().setUp()
        for number in self.numbers:
            self._ship(self._approved([(self.coat, 1)]), tracking=number)
        self.parcels = self.env["logistics.parcel"].search([("tracking", "in", self.numbers)], order="tracking")
        self.manifest = self._manifest()

    def _manifest(self, carrier="sf", user=None):
        return self.env["dealer.manifest"].with_user(user or self.warehouse_user).create({"carrier_id": self.carriers[carrier].id})

    def _sign(self, manifest=None):
        (manifest or self.manifest).write({"driver_name": "Wang", "signature": picture()})

    def test_fill_scan_sign(self):
        self.assertRegex(self.manifest.name, r"MF")
        self.manifest.action_fill()
        self.assertEqual(sorted(self.manifest.line_ids.mapped("tracking")), list(self.numbers))
        self.assertEqual((self.manifest.parcel_count, self.manifest.missing_count), (0, 3))
        self.assertEqual(self.manifest.action_scan("sf4000000001\n SF4000000002 \n\n"), "2 of 3 parcels are there.")
        self.manifest.action_scan([self.numbers[2], self.numbers[2]])
        self.assertEqual((self.manifest.parcel_count, self.manifest.piece_count, self.manifest.weight_g), (3, 3, 2400))
        with self.assertRaisesRegex(UserError, "have the driver sign"):
            self.manifest.action_hand_over()
        self._sign()
        for _press in range(2):
            self.manifest.action_hand_over()
        self.assertEqual((self.manifest.state, self.manifest.handed_over_by), ("handed_over", self.warehouse_user))
        self.assertEqual(set(self.parcels.mapped("state")), {"collected"})
        self.assertTrue(all(self.parcels.mapped("handed_over_at")))
        self.assertEqual(self.parcels.manifest_id, self.manifest)
        other = self._manifest()
        other.action_fill()
        self.assertFalse(other.line_ids, "a parcel goes with one manifest")
        with self.assertRaises(UserError):
            self.manifest.write({"driver_name": "Li"})

    def test_missing_parcels_go_with_the_next(self):
        self.manifest.action_fill()
        self.manifest.action_scan(self.numbers[:2])
        self._sign()
        with self.assertRaisesRegex(UserError, "1 of its parcels are missing .SF4000000003"):
            self.manifest.action_hand_over()
        self.manifest.action_hand_over_short("left at the packing table")
        self.assertEqual((self.manifest.parcel_count, self.manifest.missing_count), (2, 1))
        self.assertEqual(self.parcels[2].state, "label_created")
        missing = self.env["dealer.manifest.line"].with_user(self.warehouse_user).search([("is_there", "=", False), ("state", "=", "handed_over")])
        self.assertIn(self.numbers[2], missing.mapped("tracking"))
        html = self.env["ir.actions.report"].with_user(self.warehouse_user)._render_qweb_html("online_offline_order.manifest", self.manifest.ids)[0].decode()
        for text in (*self.numbers, "Missing parcels", "left at the packing table", "Wang", self.manifest.name):
            self.assertIn(text, html)
        second = self._manifest()
        second.action_scan(self.numbers[2])
        self._sign(second)
        second.action_hand_over()
        self.assertEqual(self.parcels[2].manifest_id, second)

    def test_numbers_that_do_not_belong(self):
        other_carrier = self._approved(carrier_id=self.carriers["ems"].id)
        self._ship(other_carrier, tracking="EMS4000000001")
        self._open_picking(self._approved()).with_user(self.warehouse_user).write({"carrier_tracking_ref": "SF4000000009"})
        self.manifest.action_fill()
        with self.assertRaises(UserError) as caught:
            self.manifest.action_scan("EMS4000000001\nNOSUCH12345\nSF4000000001")
        self.assertIn("goes with", str(caught.exception))
        self.assertIn("NOSUCH12345 is no waybill number", str(caught.exception))
        self.assertFalse(self.manifest.line_ids.filtered("is_there"), "nothing is counted then")
        self.manifest.action_all_there()
        self._sign()
        self.manifest.action_hand_over()
        with self.assertRaisesRegex(UserError, f"is on manifest {self.manifest.name} already"):
            self._manifest().action_scan("SF4000000001")

    def test_lines_and_cancel(self):
        self.manifest.action_fill()
        first = self.manifest.line_ids[0]
        first.action_toggle()
        with self.assertRaisesRegex(UserError, "counted as there"):
            first.action_take_off()
        first.action_toggle()
        first.action_take_off()
        self.assertEqual(len(self.manifest.line_ids), 2)
        with self.assertRaises(UserError):
            self.manifest.action_cancel(" ")
        self.manifest.action_cancel("wrong carrier came")
        self.assertEqual(self.manifest.state, "cancelled")
        second = self._manifest()
        second.action_fill()
        self.assertEqual(len(second.line_ids), 3)
        with self.assertRaises(UserError):
            self.manifest.sudo().unlink()

    def test_dialog(self):
        wizard = self.env["dealer.scan"].with_user(self.warehouse_user).browse(self.manifest.action_open_scan()["res_id"])
        wizard.codes = "\n".join(self.numbers)
        wizard.action_apply()
        self.assertEqual((wizard.message, wizard.codes), ("3 of 3 parcels are there.", False))
        stranger = self.env["dealer.scan"].with_user(self.warehouse_user).create({"res_model": "res.users", "res_id": self.warehouse_user.id})
        with self.assertRaises(AccessError):
            stranger.action_apply()

    def test_rights(self):
        for role in ("cs_presale", "fin_manager", "sales_rep", "purchase_clerk", "auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._manifest(user=self.users[role])
        for role in ("cs_presale", "cs_aftersale", "ops", "fin_settlement", "auditor"):
            with self.subTest(role):
                manifest = self.manifest.with_user(self.users[role])
                manifest.read(["name", "parcel_count"])
                for step in (manifest.action_fill, manifest.action_hand_over, manifest.action_all_there):
                    with self.assertRaises(AccessError):
                        step()
        for vals in ({"state": "handed_over"}, {"handed_over_by": self.warehouse_user.id}, {"name": "X"}):
            with self.subTest(vals), self.assertRaises(AccessError):
                self.manifest.write(vals)
        self.manifest.action_fill()
        with self.assertRaises(AccessError):
            self.manifest.line_ids[0].write({"is_there": True})
        with self.assertRaises(UserError):
            self.parcels[0].with_user(self.warehouse_user).write({"manifest_id": False})

    def test_other_companies_and_warehouses(self):
        beta = self.env["res.company"].create({"name": "Test Beta manifest"})
        stranger = self._user("wh_operator", login="t_wh_beta")
        stranger.write({"company_ids": [(6, 0, beta.ids)], "company_id": beta.id})
        self.assertFalse(self.env["dealer.manifest"].with_user(stranger).search([("id", "=", self.manifest.id)]))
        second = self.env["stock.warehouse"].create({"name": "Second", "code": "W2", "company_id": self.company.id})
        self.warehouse_user.dealer_warehouse_ids = second
        self.assertFalse(self.env["dealer.manifest"].with_user(self.warehouse_user).search([("id", "=", self.manifest.id)]))


@tagged("post_install", "-at_install")
class TestScan(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coat.barcode = "6901234567892"
        cls.order = cls._approved([(cls.coat, 2), (cls.long_coat, 1)])
        cls.picking = cls._open_picking(cls.order).with_user(cls.warehouse_user).sudo(False)
        cls.picking.action_assign()
        cls.picking.carrier_tracking_ref = "SF5000000001"

    def test_counts_until_all_are_there(self):
        self.company.dealer_scan_required = True
        with self.assertRaisesRegex(UserError, "scanned are 0 of 3"):
            self.picking.button_validate()
        self.assertEqual(self.picking.action_scan("scan-1", "6901234567892\nT-COAT"), "Scanned: 2 of 3")
        self.assertEqual(self.picking.action_scan("scan-1", "6901234567892\nT-COAT"), "Scanned: 2 of 3", "sent twice counts once")
        with self.assertRaisesRegex(UserError, "other contents"):
            self.picking.action_scan("scan-1", "T-LONG")
        for values in (("T-COAT",), (None, "T-COAT")):
            with self.assertRaisesRegex(UserError, "idempotency key first"):
                self.picking.action_scan(*values)
        with self.assertRaisesRegex(UserError, "scanned are 2 of 3"):
            self.picking.button_validate()
        with self.assertRaisesRegex(UserError, "one is too many"):
            self.picking.action_scan("scan-2", ["T-LONG", "T-COAT"])
        self.assertEqual(self.picking.scan_text, "2 of 3", "nothing is counted when one code is wrong")
        wizard = self.env["dealer.scan"].with_user(self.warehouse_user).browse(self.picking.action_open_scan()["res_id"])
        wizard.codes = "T-LONG"
        for _pressed_twice in range(2):
            wizard.action_apply()
        self.assertEqual(wizard.message, "Scanned: 3 of 3")
        self.picking.button_validate()
        self.assertEqual(self.picking.state, "done")

    def test_wrong_goods(self):
        self._product("Test scarf", "T-SCARF", 10, 50, 0.1)
        with self.assertRaisesRegex(UserError, r"Test scarf is not in delivery .*Test coat.*put it back"):
            self.picking.action_scan("scan-4", "T-SCARF")
        with self.assertRaisesRegex(UserError, "Code 999 belongs to no goods"):
            self.picking.action_scan("scan-5", "999")

    def test_part_and_anew(self):
        self.company.dealer_scan_required = True
        for move in self.picking.move_ids:
            move.quantity, move.picked = float(move.product_id == self.coat), move.product_id == self.coat
        self._release_part(self.picking)
        self.picking.action_scan("scan-6", ["T-COAT"])
        with self.assertRaisesRegex(UserError, "too many"):
            self.picking.action_scan("scan-7", ["T-COAT"])
        self.picking.action_scan_again()
        self.assertEqual(self.picking.scan_text, "0 of 1")
        self.picking.action_scan("scan-8", ["T-COAT"])
        self.picking.button_validate()
        self.assertEqual(self._open_picking(self.order).scan_text, "0 of 2")

    def test_rights(self):
        for user in (self.cs_b, self.users["fin_manager"]):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.picking.with_user(user).action_scan("scan-9", ["T-COAT"])
        with self.assertRaises(AccessError):
            self.picking.move_ids[0].write({"scanned_qty": 9})

    def test_off_by_default(self):
        self.picking.button_validate()
        self.assertEqual(self.picking.state, "done")
