"""Bills beside shipments: what surcharges ask for, and parcels that travel together."""
from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .bill_common import BillCase
from .common import first_continue

DAY = date(2026, 11, 5)


@tagged("post_install", "-at_install")
class TestBillShipment(BillCase):
    def _stored(self, parcels, side="cost", **values):
        """Keep the price of parcels that leave together, as shipping does."""
        request = self._request(
            parcels=[{**parcel._shipment(), "id": parcel.id, "options": parcel._shipment_options()} for parcel in parcels],
            options=parcels._shipment_options(), on_date=DAY, parts=True)
        answers = self.env["logistics.quoting"]._quote_many(self.company, [request], side=side)
        return self.env["logistics.quote"]._store(self.company, [request], answers, side=side)[0]

    def test_a_declared_value_is_insured_with_and_without_a_stored_cost(self):
        self._activate(self._version(self._contract(side="cost"), surcharge_ids=[Command.create({
            "code": "insured", "kind": "value_percent", "of": "declared_value", "percent": 0.3})]))
        one, two = (self._parcel(f"SF000000000{number}", declared_fen=100_000, floors=number) for number in (1, 2))
        one.sudo().cost_quote_id = self._stored(one)
        bill = self._matched([row for parcel in (one, two) for row in (self.row(parcel.tracking, 32), self.row(parcel.tracking, 3, fee="保价费"))])
        self.assertEqual(bill.line_ids.mapped("cause"), ["matched"] * 4)
        self.assertEqual((one | two)._shipment_options(), {"declared_value": 200_000, "floors": 2})

    def _together(self):
        """Put a contract at cost in force that weighs a shipment as one and takes 3.00 for it."""
        return self._activate(self._version(self._contract(side="cost"), aggregate="total_raw", surcharge_ids=[Command.create({
            "code": "pickup", "kind": "fixed", "amount": 3})]))

    def test_parcels_of_a_shipment_are_one_price(self):
        """Two parcels of 0.6 kg: 1.2 kg cost 27.00, and 3.00 once; half of both lies with each number."""
        self._together()
        for stored in (False, True):
            numbers = [f"SF000000{stored:d}00{one}" for one in (1, 2, 3, 4)]
            mother, child = (self._parcel(number, 600) for number in numbers[:2])
            child.parent_id = mother
            single = self._parcel(numbers[2], 600)
            covering = self._parcel(numbers[3], 600)
            self._parcel(False, 600, parent_id=covering.id)
            self.assertEqual(set((mother | child).mapped("shipment_key")), {mother.id})
            if stored:
                quote = self._stored(mother | child)
                self.assertEqual((quote.price, quote.parcel_count, quote.billable_g), (30, 2, 1_200))
                (mother | child).sudo().write({"cost_quote_id": quote.id})
            with self.subTest(stored=stored):
                bill = self._matched([
                    self.row(mother.tracking, 15, 0.6), self.row(child.tracking, 15, 0.6), self.row(single.tracking, 25, 0.6),
                    self.row(covering.tracking, 30, 1.2)])
                self.assertEqual(bill.line_ids.sorted("row").mapped("cause"), ["matched"] * 4)

    def test_the_accrual_counts_a_shipment_once(self):
        version = self._together()
        mother = self._parcel("SF0000000001", 600)
        self._parcel("SF0000000002", 600, parent_id=mother.id)
        self.assertEqual(self.env["logistics.parcel"]._unbilled_cost(self.company, DAY)[self.sf.id], (2, 2_830, 0), "30.00 with 6 % tax")
        self.assertTrue(version.tax_included)

    def test_what_one_number_pays_lies_with_all_its_parcels(self):
        """25.00 for a parcel of 0.6 kg and a child without a number of 0.3 kg: 16.67 and 8.33, and nothing more is expected."""
        self._together()
        mother = self._parcel("SF0000000001", 600)
        child = self._parcel(False, 300, parent_id=mother.id)
        bill = self._matched([self.row(mother.tracking, 25, 0.9)])
        self.assertEqual(bill.line_ids.cause, "matched", "0.9 kg 22.00 and 3.00")
        bill.with_user(self.manager).action_approve()
        self.assertEqual((mother | child).sudo().mapped("billed_amount"), [16.67, 8.33])
        self.assertEqual((mother | child).sudo().bill_id, bill)
        self.env.flush_all()
        self.assertEqual(sum(self.env["logistics.freight.report"].search([("parcel_id", "in", (mother | child).ids)]).mapped("cost_amount")), 25)

    def test_each_warehouse_is_billed_by_its_contract(self):
        """32.00 by the general contract, 26.00 from the south; a contract that is still a draft changes nothing."""
        self._cost()
        south, east = self.env["stock.warehouse"].create([
            {"name": name, "code": name[:3], "company_id": self.company.id} for name in ("South", "East")])
        contract = self._contract(side="cost", warehouse_id=south.id)
        self._activate(self._version(contract, first_continue("1", "18.00", "0.5", "4.00")))
        self._version(self._contract(side="cost", warehouse_id=east.id), first_continue("1", "1.00", "0.5", "1.00"))
        for number, warehouse in (("SF0000000001", False), ("SF0000000002", south.id), ("SF0000000003", east.id)):
            self._parcel(number, warehouse_id=warehouse)
        bill = self._matched([self.row("SF0000000001", 32), self.row("SF0000000002", 26), self.row("SF0000000003", 32)])
        self.assertEqual(bill.line_ids.sorted("row").mapped("cause"), ["matched"] * 3)
        self.assertEqual(self.env["logistics.parcel"]._unbilled_cost(self.company, DAY)[self.sf.id], (3, 8_491, 0), "90.00 with tax")
        general = self.env["logistics.contract"].search([("side", "=", "cost"), ("warehouse_id", "=", False), ("carrier_id", "=", self.sf.id)])
        for one, count in ((contract, 1), (general, 2)):
            replay = self.env["logistics.replay"].with_user(self.accountant).create({
                "contract_id": one.id, "date_from": DAY, "date_to": DAY})
            replay.action_start()
            self.assertEqual(replay.done, count)
