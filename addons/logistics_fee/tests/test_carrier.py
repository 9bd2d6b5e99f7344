"""The delivery type on a real sale order: 1.6 kg to Chengdu as in the story."""
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import J3_FEN, LogisticsCase


@tagged("post_install", "-at_install")
class TestCarrier(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._four_carriers()
        cls.coat = cls._goods(0.8)
        cls.consumer = cls.env["res.partner"].create({"name": "Consumer", "division_id": cls.wuhou.id})
        cls.order = cls._order(2)

    @classmethod
    def _goods(cls, weight):
        return cls.env["product.product"].create({
            "name": "Down coat classic", "type": "consu", "weight": weight, "list_price": 300.0, "taxes_id": False})

    @classmethod
    def _order(cls, qty, product=None):
        return cls.env["sale.order"].create({
            "partner_id": cls.consumer.id,
            "order_line": [Command.create({"product_id": (product or cls.coat).id, "product_uom_qty": qty})]})

    def test_rates(self):
        for code, fen in J3_FEN.items():
            with self.subTest(code):
                rate = self.carriers[code].rate_shipment(self.order)
                self.assertTrue(rate["success"], rate)
                self.assertEqual(round(rate["price"] * 100), fen)
                self.assertTrue(rate["warning_message"])

    def test_refusal_has_a_numeric_price(self):
        self.consumer.division_id = False
        rate = self.carriers["SF"].rate_shipment(self.order)
        self.assertEqual((rate["success"], rate["price"]), (False, 0.0))
        self.assertTrue(rate["error_message"])

    def test_weightless_goods_are_refused(self):
        rate = self.carriers["SF"].rate_shipment(self._order(1, self._goods(0.0)))
        self.assertFalse(rate["success"])

    def test_volume_of_the_goods_counts(self):
        """Two coats of 36 dm³ by 6000 are 12 kg: 10.00 and 11 further kilograms; in cartons of one piece twice 6 kg."""
        version = self.env["logistics.contract.version"].search([("carrier_id", "=", self.carriers["YTO"].id)])
        new = version.browse(version.with_user(self.accountant).action_new_version()["res_id"]).with_user(self.accountant)
        new.write({"volumetric_divisor": 6_000, "valid_from": self.company._dealer_today()})
        self._activate(new)
        self.assertEqual(self.carriers["YTO"].rate_shipment(self.order)["price"], 17, "1.6 kg: 10.00 and one further kilogram")
        self.coat.write({"piece_length_mm": 400, "piece_width_mm": 300, "piece_height_mm": 300})
        self.assertEqual(self.carriers["YTO"].rate_shipment(self.order)["price"], 10 + 11 * 7)
        self.carriers["YTO"].carton_max_pieces = 1
        self.assertEqual(self.carriers["YTO"].rate_shipment(self.order)["price"], 2 * (10 + 5 * 7))
        self.carriers["YTO"].write({"carton_length_mm": 100, "carton_width_mm": 100, "carton_height_mm": 100})
        self.assertEqual(self.carriers["YTO"].rate_shipment(self.order)["price"], 20, "a carton's own size goes before")

    def test_pieces_of_the_goods_count(self):
        """A carrier without cartons whose price is by the piece: 10.00 each; three coats are 30.00, as at the parcel, not one piece."""
        version = self.env["logistics.contract.version"].search([("carrier_id", "=", self.carriers["YTO"].id)])
        new = version.browse(version.with_user(self.accountant).action_new_version()["res_id"]).with_user(self.accountant)
        new.valid_from = self.company._dealer_today()
        new.zone_ids.write({"per": "piece", "band_ids": [
            Command.clear(), Command.create({"from_g": 0, "upto_g": 0, "base": 0, "over_g": 0, "step_g": 1, "rate": 10})]})
        self._activate(new)
        carrier, order = self.carriers["YTO"], self._order(3)
        for given in (0, 2.4, 3):
            with self.subTest(given=given):
                self.assertEqual(carrier.with_context(order_weight=given).rate_shipment(order)["price"], 30)
        self.assertEqual(carrier.rate_shipment(self._order(1))["price"], 10)
        self.assertEqual((carrier._parcels_of([(800, 1, 0)]), carrier._parcels_of([(800, 2, 0), (500, 1, 40)])),
                         ([800], [{"weight_g": 2_100, "pieces": 3, "goods_mm3": 40_000}]))
        order.set_delivery_line(carrier, 30)
        order.action_confirm()
        order.picking_ids.move_ids.quantity = 3
        self.assertEqual(carrier.hq_contract_send_shipping(order.picking_ids)[0]["exact_price"], 30, "nor is a transfer without parcels one piece")
        carrier.parcel_max_pieces = 2
        self.assertFalse(carrier.rate_shipment(order)["success"], "what may not leave in one parcel is not promised either")

    def test_weights_are_added_as_integers(self):
        self.assertEqual(self.carriers["SF"]._order_weight_g(self._order(3, self._goods(0.1))), 300)

    def test_an_order_is_weighed_once_and_not_at_all_where_its_weight_is_given(self):
        carrier, units, kg = self.carriers["SF"], self.env.registry["uom.uom"], self.env.ref("uom.product_uom_kgm")
        order = self._order(2)
        order.order_line = [Command.create({"product_id": self._goods(0.5).id, "product_uom_qty": 1})]
        for cartons, given, weighings, price in ((0, 0, 2, 37), (4_000, 0, 2, 37), (0, 1.6, 0, 32), (4_000, 1.6, 2, 32), (4_000, 2.1, 2, 37)):
            carrier.carton_max_g = cartons
            with self.subTest(cartons=cartons, given=given), patch.object(
                    units, "_compute_quantity", autospec=True, side_effect=units._compute_quantity) as weighed:
                rate = carrier.with_context(order_weight=given).rate_shipment(order)
                self.assertEqual(rate["price"], price)
                self.assertEqual(len([call for call in weighed.call_args_list if call.args[0] == kg]), weighings)

    def test_wizard_shows_the_rate_at_once(self):
        action = self.order.action_open_delivery_wizard()
        form = Form(self.env["choose.delivery.carrier"].with_context(**action["context"]))
        form.carrier_id = self.carriers["SF"]
        self.assertEqual(form.display_price, 32.0)
        form.save().button_confirm()
        line = self.order.order_line.filtered("is_delivery")
        self.assertEqual(line.price_unit, 32.0)

    def test_available_only_where_served(self):
        self.assertTrue(self.carriers["SF"]._is_available_for_order(self.order))
        self.consumer.division_id = self._division("440106")
        self.assertFalse(self.carriers["SF"]._is_available_for_order(self.order))

    def test_cartons(self):
        """Ten coats of 0.8 kg at 4 kg a carton: 5 + 5 coats, each carton 22.00 + 6 x 5.00; never one parcel of 8 kg."""
        self.carriers["SF"].carton_max_g = 4_000
        order = self._order(10)
        rate = self.carriers["SF"].rate_shipment(order)
        self.assertEqual((rate["success"], rate["price"]), (True, 104.0))
        self.carriers["SF"].carton_max_g = 700
        rate = self.carriers["SF"].rate_shipment(order)
        self.assertEqual((rate["success"], rate["price"]), (False, 0.0))
        self.assertTrue(rate["error_message"])

    def test_freight_is_stale_however_it_changes(self):
        def fresh():
            order = self._order(2)
            order.set_delivery_line(self.carriers["SF"], 32.0)
            order.recompute_delivery_price = False
            return order
        goods = self._goods(1.0)
        changes = {
            "quantity": lambda order: order.order_line.filtered(lambda line: not line.is_delivery).write({"product_uom_qty": 3}),
            "line": lambda order: order.write({"order_line": [Command.create({"product_id": goods.id})]}),
            "taken off": lambda order: order.order_line.filtered(lambda line: not line.is_delivery).unlink(),
            "address": lambda order: order.write({"partner_shipping_id": self.consumer.copy().id}),
            "region": lambda order: self.consumer.write({"division_id": self._division("510104").id}),
            "weight": lambda order: self.coat.write({"weight": self.coat.weight + 0.1}),
            "template": lambda order: self.coat.product_tmpl_id.write({"weight": self.coat.weight + 0.1}),
            "tariff": lambda order: self._activate(self._version(self._contract("SF", purpose="return"))),
        }
        for name, change in changes.items():
            order = fresh()
            with self.subTest(name):
                change(order)
                self.assertTrue(order.recompute_delivery_price)
        order = fresh()
        order.client_order_ref = "no freight in it"
        self.assertFalse(order.recompute_delivery_price)
        order.action_confirm()
        self.coat.weight = 5
        self.assertFalse(order.recompute_delivery_price, "a confirmed order keeps its freight")

    def test_shipping_calls(self):
        if "stock.picking" not in self.env or "carrier_tracking_ref" not in self.env["stock.picking"]._fields:
            self.skipTest("stock_delivery is not installed")
        carrier = self.carriers["SF"]
        picking = self.env["stock.picking"].create({
            "picking_type_id": self.env["stock.picking.type"].search([("code", "=", "outgoing")], limit=1).id, "partner_id": self.consumer.id,
            "carrier_id": carrier.id, "carrier_tracking_ref": "SF1234567890,SF1234567891"})
        with self.assertRaises(UserError):
            carrier.send_shipping(picking)
        self.env["logistics.parcel"].create([
            {"carrier_id": carrier.id, "weight_g": weight, "res_model": picking._name, "res_id": picking.id} for weight in (800, 1_600)])
        self.assertEqual(carrier.send_shipping(picking), [{"exact_price": 54.0, "tracking_number": "SF1234567890,SF1234567891"}])
        link = carrier.get_tracking_link(picking)
        self.assertTrue(link.endswith("SF1234567890"), link)
        other = picking.copy({"carrier_id": carrier.id, "carrier_tracking_ref": "SF1234567892"})
        self.env["logistics.parcel"].create({"carrier_id": carrier.id, "weight_g": 800, "res_model": other._name, "res_id": other.id})
        quoting = self.env.registry["logistics.quoting"]
        with patch.object(quoting, "_quote_many", autospec=True, side_effect=quoting._quote_many) as asked:
            self.assertEqual([one["exact_price"] for one in carrier.send_shipping(other + picking)], [22.0, 54.0])
        self.assertEqual(asked.call_count, 1)
        picking.cancel_shipment()
        self.assertFalse(picking.carrier_tracking_ref)
        self.assertFalse(carrier.get_tracking_link(picking))

    def test_two_deliveries_never_cost_the_order_twice(self):
        """Two coats in two deliveries of rate-and-ship: each is priced by its own 0.8 kg, 22.00 + 22.00, not 32.00 + 32.00."""
        if "stock.picking" not in self.env or "carrier_tracking_ref" not in self.env["stock.picking"]._fields:
            self.skipTest("stock_delivery is not installed")
        carrier = self.carriers["SF"]
        carrier.invoice_policy = "real"
        self.order.set_delivery_line(carrier, 32.0)
        self.order.action_confirm()
        prices = []
        for _part in range(2):
            picking = self.order.picking_ids.filtered(lambda rec: rec.state not in ("done", "cancel"))
            picking.move_ids.quantity = 1
            picking.move_ids.picked = True
            picking.with_context(skip_backorder=True, cancel_backorder=False)._action_done()
            picking.send_to_shipper()
            prices.append(picking.carrier_price)
        self.assertEqual(prices, [22.0, 22.0])
        self.assertEqual(sum(self.order.order_line.filtered("is_delivery").mapped("price_unit")), 44.0)
