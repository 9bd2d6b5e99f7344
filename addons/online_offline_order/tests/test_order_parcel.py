"""Parcels of deliveries: proposed, weighed, numbered, priced; their parts add up; the promise; who may pack."""
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderParcel(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sf = cls.carriers["sf"]

    def _picking(self, order):
        return self._open_picking(order).with_user(self.warehouse_user).sudo(False)

    def _validate(self, picking, **vals):
        picking.action_assign()
        picking.write(vals)
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        picking.button_validate()
        return picking

    def test_one_parcel_by_itself(self):
        order = self._approved()
        picking = self._ship(order, tracking=" sf 1000 000001")
        parcel = picking.parcel_ids
        self.assertEqual((picking.carrier_tracking_ref, parcel.tracking, parcel.weight_g, parcel.pieces, parcel.state),
                         ("SF1000000001", "SF1000000001", 1_600, 2, "label_created"))
        self.assertEqual((parcel.charge_amount, parcel.charge_quote_id.price, parcel.direction, parcel.division_id), (32, 32, "out", self.chengdu))
        self.assertEqual((parcel.dealer_id, parcel.shipped_date, order.dealer_parcel_count), (self.d1, self.company._dealer_today(), 1))
        self.assertFalse(parcel.sudo().cost_quote_id, "no cost contract")
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_parts_of_partial_shipments_add_up(self):
        """M3: The order's 37.00 are split by weight among three coats; each parcel alone would cost 22.00."""
        order = self._approved([(self.coat, 3)])
        charged = []
        for _part in range(3):
            charged.append(self._ship(order, {self.coat: 1}).parcel_ids.charge_amount)
        self.assertEqual((sum(charged), order.logistics_total), (37, 37))
        self.assertEqual(order.picking_ids.parcel_ids.charge_quote_id.mapped("price"), [22, 22, 22])

    def test_proposed_by_the_cartons(self):
        self.sf.write({"carton_max_g": 1_600, "carton_tare_g": 200, "carton_length_mm": 400, "carton_width_mm": 300, "carton_height_mm": 200})
        order = self._approved([(self.coat, 3)])
        self.assertEqual(order.logistics_total, 54, "1.8 kg 32.00 and 1.0 kg 22.00")
        picking = self._picking(order)
        picking.action_propose_parcels()
        self.assertEqual([(parcel.weight_g, parcel.pieces, parcel.length_mm) for parcel in picking.parcel_ids], [(1_800, 2, 400), (1_000, 1, 400)])
        picking.action_propose_parcels()
        self.assertEqual(len(picking.parcel_ids), 2, "proposed again, not twice")
        picking.parcel_ids[0].tracking = "SF2000000001"
        with self.assertRaisesRegex(UserError, "cancel or delete"):
            picking.action_propose_parcels()
        self._validate(picking)
        mother, child = picking.parcel_ids
        self.assertEqual((picking.carrier_tracking_ref, child.parent_id, child.tracking), ("SF2000000001", mother, False))
        self.assertEqual(sum(picking.parcel_ids.mapped("charge_amount")), order.logistics_total)

    def test_recorded_on_the_form(self):
        order = self._approved()
        picking = self._picking(order)
        picking.action_assign()
        with Form(picking, view="online_offline_order.stock_picking_view_form_dealer") as form:
            for number, weight in (("SF3000000001", 800), ("SF3000000002", 800)):
                with form.parcel_ids.new() as parcel:
                    parcel.tracking, parcel.weight_g = number, weight
        self.assertEqual(picking.parcel_ids.mapped("measured"), [True, True])
        self._topup(self.d1, 100)
        self._validate(picking)
        self.assertEqual(set(picking.carrier_tracking_ref.split(",")), {"SF3000000001", "SF3000000002"})
        self.assertEqual((picking.weight_extra, order.captured_total), (12, 692), "two parcels of 0.8 kg cost 44.00, quoted was one of 32.00")
        self.assertEqual(sum(picking.parcel_ids.mapped("charge_amount")), 44)

    def test_delivery_says_where_it_goes(self):
        """Neither another region or recipient nor a number on a delivery that is done comes in by the document's name."""
        order = self._approved()
        picking, parcels = self._picking(order), self.env["logistics.parcel"].with_user(self.warehouse_user)
        parcel = parcels.create({
            "picking_id": picking.id, "weight_g": 1_600, "tracking": "SF4000000002", "partner_id": self.d1.id,
            "division_id": self.env["dealer.division"].search([("code", "=", "310101")]).id, "res_id": 1})
        self.assertEqual((parcel.division_id, parcel.partner_id, parcel.res_id), (self.chengdu, picking.partner_id, picking.id))
        self.assertEqual(parcels.create({"res_model": "stock.picking", "res_id": picking.id, "carrier_id": self.sf.id}).picking_id, picking)
        picking.parcel_ids[-1:].unlink()
        self._validate(picking)
        with self.assertRaisesRegex(UserError, "done"):
            parcels.create({"res_model": "stock.picking", "res_id": picking.id, "carrier_id": self.sf.id, "tracking": "SF4000000003"})

    def test_weighed_lighter_costs_as_quoted(self):
        order = self._approved()
        picking = self._picking(order)
        self.env["logistics.parcel"].with_user(self.warehouse_user).create({"picking_id": picking.id, "weight_g": 900})
        self._validate(picking, carrier_tracking_ref="SF4000000001")
        self.assertEqual((picking.weight_extra, picking.parcel_ids.charge_amount), (0, 32))

    def test_two_numbers_one_field(self):
        order = self._approved()
        picking = self._ship(order, tracking="SF5000000001，SF5000000002")
        self.assertEqual(picking.parcel_ids.mapped("tracking"), ["SF5000000001", "SF5000000002"])
        self.assertEqual(picking.parcel_ids.mapped("weight_g"), [800, 800])

    def test_more_numbers_than_parcels(self):
        """One weighed parcel without a number takes one of them: the second would be lost."""
        order = self._approved()
        picking = self._picking(order)
        self.env["logistics.parcel"].with_user(self.warehouse_user).create({"picking_id": picking.id, "weight_g": 900})
        with self.assertRaisesRegex(UserError, "belongs to none of its 1 parcels"), self.env.cr.savepoint():
            self._validate(picking, carrier_tracking_ref="SF5100000001,SF5100000002")
        self._validate(picking, carrier_tracking_ref="SF5100000001")
        self.assertEqual(picking.parcel_ids.tracking, "SF5100000001")

    def test_numbers_are_read_twice(self):
        """At the door and when the parcels are made ready."""
        order, kind = self._approved(), type(self.env["stock.picking"])
        with patch.object(kind, "_read_waybills", autospec=True, side_effect=kind._read_waybills) as read:
            self._ship(order)
        self.assertEqual(read.call_count, 2)

    def test_wrong_numbers_are_refused(self):
        self.sf.write({"waybill_pattern": "SF[0-9]{10}", "waybill_example": "SF1234567890"})
        order = self._approved()
        for wrong in ("YT1234567890", "SF1", "SF1000000001,EMS"):
            with self.subTest(wrong), self.assertRaisesRegex(UserError, "SF1234567890"), self.env.cr.savepoint():
                self._ship(order, tracking=wrong)
        self._ship(order, tracking="SF1000000009")
        other = self._approved()
        with self.assertRaisesRegex(UserError, "SF1000000009 of SF Express belongs to another parcel"), self.env.cr.savepoint():
            self._ship(other, tracking="SF1000000009")
        self.assertEqual(other.dealer_state, "approved")

    def test_promise(self):
        version = self.env["logistics.contract"].search([("carrier_id", "=", self.sf.id), ("company_id", "=", self.company.id)]).version_ids
        draft = self.env["logistics.contract.version"].browse(version.with_user(self.users["fin_settlement"]).action_new_version()["res_id"])
        draft.with_user(self.users["fin_settlement"]).valid_from = self.company._dealer_today()
        draft.zone_ids.with_user(self.users["fin_settlement"]).write({"is_promised": True, "transit_min": 2, "transit_max": 3})
        draft.with_user(self.users["fin_manager"]).action_activate()
        order = self._approved()
        self.assertIn("2–3", order.promise_text)
        picking = self._ship(order)
        self.assertEqual(picking.promised_date, order.promised_date)
        self.assertEqual((picking.promised_date - self.company._dealer_today()).days, 3)

    def test_cost_beside_charge(self):
        settlement = self.env["logistics.contract"].with_user(self.users["fin_settlement"])
        contract = settlement.create({"name": "Cost", "carrier_id": self.sf.id, "company_id": self.company.id, "side": "cost"})
        version = self.env["logistics.contract.version"].with_user(self.users["fin_settlement"]).create({
            "contract_id": contract.id, "valid_from": "2020-01-01",
            "zone_ids": [Command.create({"code": "all", "is_default": True, "band_ids": [Command.create({"from_g": 0, "upto_g": 0, "base": 9})]})]})
        version.with_user(self.users["fin_manager"]).action_activate()
        parcel = self._ship(self._approved()).parcel_ids
        self.assertEqual((parcel.sudo().cost_amount, parcel.sudo().cost_quote_id.side, parcel.charge_amount), (9, "cost", 32))
        self.assertNotIn("cost_amount", parcel.with_user(self.warehouse_user).fields_get())

    def test_freight_by_hand_is_final(self):
        order = self._order()
        order.with_user(self.users["cs_manager"]).action_set_freight(10, "agreed")
        order.action_submit()
        order.with_user(self.cs_b).action_approve()
        picking = self._picking(order)
        picking.packed_weight = 9
        self._validate(picking, carrier_tracking_ref="SF6000000001")
        self.assertEqual((picking.weight_extra, order.captured_total, picking.parcel_ids.charge_amount), (0, 658, 10))

    def test_who_packs(self):
        order = self._approved()
        picking = self._open_picking(order)
        parcels = self.env["logistics.parcel"]
        for user in (self.cs_a, self.users["fin_settlement"]):
            with self.subTest(user.login), self.assertRaises(AccessError):
                parcels.with_user(user).create({"picking_id": picking.id, "weight_g": 1})
            with self.subTest(user.login), self.assertRaises(AccessError):
                picking.with_user(user).action_propose_parcels()
        self._ship(order)
        with self.assertRaises(UserError):
            parcels.with_user(self.warehouse_user).create({"picking_id": picking.id, "weight_g": 1})
        with self.assertRaises(UserError):
            picking.parcel_ids.with_user(self.warehouse_user).weight_g = 5

    def test_cancelled_delivery_frees_its_numbers(self):
        order = self._approved()
        picking = self._picking(order)
        parcel = self.env["logistics.parcel"].with_user(self.warehouse_user).create({"picking_id": picking.id, "weight_g": 5, "tracking": "SF7000000001"})
        order.action_ask_cancel("changed his mind")
        request = order.sudo().cancel_request_ids
        request.with_user(self.warehouse_user).action_unpacked()
        request.with_user(self.cs_b).action_confirm()
        self.assertEqual(parcel.state, "cancelled")
        self._ship(self._approved(), tracking="SF7000000001")
