"""What the parcels of a delivery cost: their options, and one price for all that leave together."""
from odoo.fields import Command
from odoo.tests import tagged

from .common import OrderCommon

INSURED = {"code": "insured", "kind": "value_percent", "of": "declared_value", "percent": 0.3}


@tagged("post_install", "-at_install")
class TestParcelPrice(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sf = cls.carriers["sf"]

    def _tariffs(self, *sides, **values):
        """Put versions in force: 22.00 up to 1 kg, 5.00 for each further 0.5 kg, everywhere."""
        finance = {role: self.users[role] for role in ("fin_settlement", "fin_manager")}
        contracts = self.env["logistics.contract"].with_user(finance["fin_settlement"])
        contracts.sudo().search([("carrier_id", "=", self.sf.id), ("company_id", "=", self.company.id), ("side", "in", sides)]).active = False
        contracts.flush_model()
        for side in sides:
            contract = contracts.create({"name": side, "carrier_id": self.sf.id, "company_id": self.company.id, "side": side})
            version = self.env["logistics.contract.version"].with_user(finance["fin_settlement"]).create({
                "contract_id": contract.id, "valid_from": "2020-01-01", "zone_ids": [Command.create({
                    "code": "all", "is_default": True, "band_ids": [
                        Command.create({"from_g": 0, "upto_g": 1_000, "base": 22}),
                        Command.create({"from_g": 1_000, "upto_g": 0, "base": 22, "over_g": 1_000, "step_g": 500, "rate": 5})]})], **values})
            version.with_user(finance["fin_manager"]).action_activate()

    def _packed(self, order, *boxes):
        picking = self._open_picking(order)
        self.env["logistics.parcel"].with_user(self.warehouse_user).create([{"picking_id": picking.id, **box} for box in boxes])
        return self._ship(order).parcel_ids

    def test_declared_value_is_in_both_prices(self):
        """1,000.00 declared is insured with 0.3 %: what the carrier bills for it was expected."""
        self._tariffs("charge", "cost", surcharge_ids=[Command.create(INSURED)])
        parcel = self._packed(self._approved(), {"weight_g": 1_600, "declared_fen": 100_000}).sudo()
        for quote in (parcel.charge_quote_id, parcel.cost_quote_id):
            self.assertEqual([(line["code"], line["fen"]) for line in quote.lines], [("freight", 3_200), ("insured", 300)])
            self.assertEqual(quote.inputs["options"], {"declared_value": 100_000})
        self.assertEqual((parcel.cost_amount, parcel.charge_amount), (35, 32))

    def test_all_that_leaves_together_has_one_price(self):
        """Two parcels of 0.6 kg are billed as 1.2 kg, 27.00, and 3.00 for picking up once; a quote a side, half of it with each."""
        self._tariffs("charge", "cost", aggregate="total_raw", surcharge_ids=[Command.create({"code": "pickup", "kind": "fixed", "amount": 3})])
        parcels = self._packed(self._approved(), {"weight_g": 600}, {"weight_g": 600}).sudo()
        self.assertEqual((len(parcels), set(parcels.mapped("shipment_key"))), (2, {parcels[0].id}))
        for quote in (parcels.charge_quote_id, parcels.cost_quote_id):
            self.assertEqual((len(quote), quote.price, quote.parcel_count, quote._replay()), (1, 30, 2, 3_000))
        self.assertEqual((parcels.mapped("contract_amount"), parcels.mapped("cost_amount")), ([15, 15], [15, 15]))
        self.assertEqual(parcels._stored_costs(), {parcel.id: {"freight": 1_350, "pickup": 150} for parcel in parcels})
        self.env.flush_all()
        rows = self.env["logistics.freight.report"].search([("parcel_id", "in", parcels.ids)])
        self.assertEqual((sum(rows.mapped("contract_amount")), sum(rows.mapped("cost_amount"))), (30, 30))

    def test_parcels_priced_one_by_one_keep_their_own_price(self):
        self._tariffs("charge")
        parcels = self._packed(self._approved([(self.coat, 3)]), {"weight_g": 800}, {"weight_g": 1_600}).sudo()
        self.assertEqual((parcels.charge_quote_id.price, parcels.sorted("id").mapped("contract_amount")), (54, [22, 32]))
        self.assertFalse(parcels.cost_quote_id)

    def test_an_order_is_rated_by_its_warehouse(self):
        """R4-033: the order's warehouse has prices of its own, 2.00 for everything; quote, parcel and stored cost follow it."""
        self._tariffs("charge", "cost")
        order = self._order()
        warehouse, finance = order.warehouse_id, self.users
        for side in ("charge", "cost"):
            contract = self.env["logistics.contract"].with_user(finance["fin_settlement"]).create({
                "name": side, "carrier_id": self.sf.id, "company_id": self.company.id, "side": side, "warehouse_id": warehouse.id})
            version = self.env["logistics.contract.version"].with_user(finance["fin_settlement"]).create({
                "contract_id": contract.id, "valid_from": "2020-01-01", "zone_ids": [Command.create({
                    "code": "all", "is_default": True, "band_ids": [Command.create({"base": 2})]})]})
            version.with_user(finance["fin_manager"]).action_confirm_past()
            version.with_user(finance["fin_manager"]).action_activate()
        order = self._approved()
        self.assertEqual((order.warehouse_id, order.logistics_total), (warehouse, 2))
        parcel = self._ship(order).parcel_ids.sudo()
        self.assertEqual((parcel.warehouse_id, parcel.charge_amount, parcel.contract_amount, parcel.cost_amount), (warehouse, 2, 2, 2))
