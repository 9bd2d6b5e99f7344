"""Bills beside shipments: what surcharges ask for, and parcels that travel together."""
from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .bill_common import BillCase

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
