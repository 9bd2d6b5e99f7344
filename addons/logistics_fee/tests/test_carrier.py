"""The delivery type on a real sale order: 1.6 kg to Chengdu as in the story."""
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

    def test_weights_are_added_as_integers(self):
        self.assertEqual(self.carriers["SF"]._order_weight_g(self._order(3, self._goods(0.1))), 300)

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

    def test_shipping_calls(self):
        if "stock.picking" not in self.env or "carrier_tracking_ref" not in self.env["stock.picking"]._fields:
            self.skipTest("stock_delivery is not installed")
        carrier = self.carriers["SF"]
        picking = self.env["stock.picking"].create({
            "picking_type_id": self.env["stock.picking.type"].search([("code", "=", "outgoing")], limit=1).id,
            "carrier_id": carrier.id, "carrier_tracking_ref": "SF1234567890"})
        self.assertEqual(carrier.send_shipping(picking), [{"exact_price": 0.0, "tracking_number": "SF1234567890"}])
        self.assertIn("SF1234567890", carrier.get_tracking_link(picking))
        picking.cancel_shipment()
        self.assertFalse(picking.carrier_tracking_ref)
        self.assertFalse(carrier.get_tracking_link(picking))
