"""Carriers that cannot take an order say why; goods that nobody weighed have the usual weight of their category; cash on delivery."""
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderAbility(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sf = cls.carriers["sf"]
        cls.goods = cls.env["product.category"].create({"name": "Test goods"})
        cls.coat.categ_id = cls.env["product.category"].create({"name": "Test coats", "parent_id": cls.goods.id})

    def test_limits_of_the_carrier_on_the_order(self):
        for values, text in (
                ({"parcel_max_g": 1_599}, "1.6 kg is more than"), ({"takes_cod": False}, "cash on delivery"), ({"insured_max": 999}, "999.00 CNY only"),
                ({"barred_categ_ids": [Command.set(self.goods.ids)]}, "of this category")):
            with self.subTest(text):
                self.sf.write(values)
                order = self._order(cod_amount=599, declared_value=1_000)
                self.assertIn(text, order.quote_html)
                with self.assertRaisesRegex(UserError, text):
                    order.action_submit()
                self.sf.write({"parcel_max_g": 0, "takes_cod": True, "insured_max": 0, "barred_categ_ids": [Command.clear()]})
        self.sf.write({"parcel_max_g": 1_600, "insured_max": 1_000})
        order = self._submitted(cod_amount=599, declared_value=1_000)
        self.assertEqual(order.settlement_total, 680)

    def test_limits_at_packing(self):
        """1.6 kg were ordered, 2.3 kg packed: SF takes 2 kg; likewise sides and pieces. Nothing is debited before it fits."""
        order = self._approved()
        picking = self._open_picking(order)
        parcel = self.env["logistics.parcel"].with_user(self.warehouse_user).create(
            {"picking_id": picking.id, "weight_g": 2_300, "length_mm": 600, "width_mm": 400, "height_mm": 300, "pieces": 2})
        for limit, text in (
                ({"parcel_max_g": 2_000}, "2.3 kg is more than"), ({"parcel_max_side_mm": 599}, "600 mm is larger"),
                ({"parcel_max_sum_mm": 1_299}, "1300 mm is larger"), ({"parcel_max_pieces": 1}, "2 pieces is more than")):
            with self.subTest(text):
                self.sf.write(limit)
                with self.assertRaisesRegex(UserError, f"{picking.name}, parcel .*{text}"), self.cr.savepoint():
                    self._ship(order)
                self.sf.write(dict.fromkeys(limit, 0))
        self.assertFalse(order.captured_total)
        parcel.with_user(self.warehouse_user).weight_g = 1_600
        self.sf.write({"parcel_max_g": 1_600, "parcel_max_side_mm": 600, "parcel_max_sum_mm": 1_300, "parcel_max_pieces": 2})
        self._ship(order)
        self.assertEqual(order.captured_total, 680)

    def test_the_policy_passes_a_carrier_over(self):
        self.env["logistics.carrier.policy"].search([]).active = False
        self.env["logistics.carrier.policy"].create({"name": "Cheapest", "company_id": self.company.id})
        self.assertEqual(self._submitted(carrier_id=False).carrier_id, self.carriers["yto"])
        self.carriers["yto"].takes_cod = False
        self.assertEqual(self._submitted(carrier_id=False, cod_amount=10).carrier_id, self.carriers["sto"])

    def test_cod_is_priced_and_goes_with_the_first_parcel(self):
        finance = {role: self.users[role] for role in ("fin_settlement", "fin_manager")}
        contracts = self.env["logistics.contract"].with_user(finance["fin_settlement"])
        contracts.sudo().search([("carrier_id", "=", self.sf.id), ("company_id", "=", self.company.id)]).active = False
        contracts.flush_model()
        contract = contracts.create({"name": "With cod", "carrier_id": self.sf.id, "company_id": self.company.id})
        version = self.env["logistics.contract.version"].with_user(finance["fin_settlement"]).create({
            "contract_id": contract.id, "valid_from": "2020-01-01",
            "zone_ids": [Command.create({"code": "all", "is_default": True, "band_ids": [Command.create({"from_g": 0, "upto_g": 0, "base": 32})]})],
            "surcharge_ids": [Command.create({"code": "cod", "kind": "value_percent", "of": "cod_amount", "percent": 1})]})
        version.with_user(finance["fin_manager"]).action_activate()
        order = self._approved(cod_amount=600)
        self.assertEqual((order.logistics_total, order.settlement_total), (38, 686))
        picking = self._open_picking(order)
        self.env["logistics.parcel"].with_user(self.warehouse_user).create([{"picking_id": picking.id, "weight_g": 800} for _number in range(2)])
        parcels = self._ship(order).parcel_ids.sorted("id")
        self.assertEqual(parcels.mapped("cod_fen"), [60_000, 0])
        self.assertEqual(parcels.sudo().charge_quote_id.price, 70, "32.00 a parcel and 1 % of 600.00")

    def test_cod_by_program(self):
        answer = self.env["sale.order"].with_user(self.cs_a).dealer_submit_order("cod-1", {
            "store": self.store_1a.dealer_code, "mode": "consumer", "carrier": "SF", "lines": [{"code": "T-COAT", "qty": 1}], "cod": 300,
            "consumer": {"name": "A", "phone": "13800000001", "division": "510104", "street": "1", "consent": True}})
        self.assertEqual(self.env["sale.order"].browse(answer["id"]).cod_amount, 300)

    def test_a_new_usual_weight_makes_orders_stale(self):
        self.coat.weight = 0
        self.goods.usual_weight_g = 800
        light, heavy = self._order(), self._order()
        heavy.order_line.product_id = self.long_coat
        self.goods.usual_weight_g = 900
        self.assertTrue(light.quote_stale)
        self.assertIn("usual weight of", light.quote_stale_reason)
        self.assertFalse(heavy.quote_stale, "it was weighed")

    def test_volume_of_the_goods(self):
        """A light coat of 40 x 30 x 30 cm by 6000: 6 kg each, so two are 12 kg, on the order, at the parcel and at a rest cancelled."""
        self.env["logistics.contract.version"].search([("carrier_id", "=", self.sf.id)]).contract_id.active = False
        self.env.flush_all()
        finance = {role: self.users[role] for role in ("fin_settlement", "fin_manager")}
        contract = self.env["logistics.contract"].with_user(finance["fin_settlement"]).create(
            {"name": "By volume", "carrier_id": self.sf.id, "company_id": self.company.id})
        self.env["logistics.contract.version"].with_user(finance["fin_settlement"]).create({
            "contract_id": contract.id, "valid_from": "2020-01-01", "volumetric_divisor": 6_000, "volumetric_mode": "max",
            "zone_ids": [Command.create({"code": "all", "is_default": True, "band_ids": [Command.create(
                {"from_g": 0, "upto_g": 0, "base": 0, "step_g": 1_000, "rate": 2, "over_g": 0})]})],
        }).with_user(finance["fin_manager"]).action_activate()
        plain = self._order()
        self.assertEqual(plain.logistics_total, 4, "1.6 kg, two started kilos")
        self.coat.write({"piece_length_mm": 400, "piece_width_mm": 300, "piece_height_mm": 300})
        self.assertTrue(plain.quote_stale)
        self.assertIn("size of", plain.quote_stale_reason)
        order = self._approved()
        self.assertEqual((order.logistics_total, order.order_line[:1].volume_cm3), (24, 36_000))
        self.coat.piece_height_mm = 600
        self.assertEqual(order._frozen_settlement().goods[0].unit_volume_cm3, 36_000, "another carrier is asked for what was ordered")
        parcel = self._ship(order).parcel_ids
        self.assertEqual((parcel.weight_g, parcel.goods_cm3, parcel.charge_amount), (1_600, 72_000, 24))
        self.assertEqual((parcel.sudo().charge_quote_id.price, order.captured_total), (24, round(order.settlement_total, 2)))
        self.coat.write({"piece_length_mm": 0, "volume": 0.05})
        self.assertEqual(self.coat._freight_volumes_cm3(), {self.coat.id: 50_000})

    def test_usual_weight_of_the_category(self):
        self.coat.weight = 0
        order = self._order()
        with self.assertRaises(UserError):
            order.action_submit()
        self.goods.usual_weight_g = 800
        order = self._submitted()
        self.assertEqual((order.settlement_total, order.order_line[:1].weight_g), (680, 800))
        quote = self.env["logistics.quote"].search([("res_model", "=", "sale.order"), ("res_id", "=", order.id), ("carrier_id", "=", self.sf.id)])
        self.assertEqual([parcel["assumed"] for parcel in quote.inputs["parcels"]], [True])
        self.assertIn("usual", order.quote_html)
        order.with_user(self.cs_b).action_approve()
        parcel = self._ship(order).parcel_ids
        self.assertEqual((parcel.weight_g, parcel.assumed, parcel.charge_amount), (1_600, True, 32))
        self.coat.categ_id.usual_weight_g = 900
        self.assertEqual((self.coat._dealer_weight_g(), self.long_coat._dealer_weight_g()), (900, 900))
        self.coat.weight = 0.7
        self.assertEqual(self.coat._dealer_weight_g(), 700)
