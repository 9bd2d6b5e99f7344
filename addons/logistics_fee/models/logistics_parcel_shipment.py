from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.shipped import PAID, options_of
from ..tariff import on_basis


class LogisticsParcel(models.Model):
    """Parcels that travel together have one price; what it depends on besides their weight, and what of it lies with each."""

    _inherit = "logistics.parcel"

    cod_fen = fields.Integer(string="Cash on delivery (fen)", aggregator="sum", help="The carrier collects so much from the recipient.")
    floors = fields.Integer(aggregator="max", help="Floors the carrier carries it up.")
    warehouse_id = fields.Many2one(
        "stock.warehouse", string="Warehouse of origin", readonly=True, copy=False, index="btree_not_null", ondelete="restrict",
        help="Decides which contract prices the parcel where a carrier has contracts by warehouse.")
    shipment_key = fields.Integer(
        string="Shipment number", compute="_compute_shipment_key", store=True, index=True, copy=False, aggregator=False,
        help="Parcels with the same number left together and are priced as one shipment: the number of its first parcel.")
    contract_amount = fields.Monetary(
        string="Freight by contract", readonly=True, copy=False, help="This parcel's part of what the contract asks for the whole shipment.")

    _extras = models.Constraint("CHECK(cod_fen >= 0 AND floors >= 0)", "Cash on delivery and floors of a parcel are zero or more.")

    @api.depends("parent_id")
    def _compute_shipment_key(self):
        """A mother parcel and its children; shipping puts all parcels of a delivery together."""
        for parcel in self:
            parcel.shipment_key = parcel.parent_id.id or parcel._origin.id

    def _shipment_options(self):
        """:return: ``options`` of parcels that travel together, see ``adapters.shipped.options_of``."""
        return options_of(self)

    def _shipment_request(self, on_date):
        """Ask for the price of parcels that leave together: same carrier, same destination.

        :param on_date: shipping date.
        :return: the request of ``logistics.quoting._quote_many``; its answer says what lies with each parcel.
        """
        parcels = self.sorted("id")
        return {
            "carrier_id": parcels.carrier_id.id, "division_id": parcels.division_id.id, "on_date": on_date, "options": options_of(parcels),
            "warehouse_id": parcels[:1].warehouse_id.id,
            "parcels": [{**parcel._shipment(), "id": parcel.id, "options": options_of(parcel)} for parcel in parcels], "parts": True}

    @api.model
    def _parts_of(self, inputs, lines):
        """Read what lies with each parcel from a stored quote or an answer.

        :param inputs: dict with the ``parcels`` of the request. :param lines: lines of the price.
        :return: dict parcel id -> fee code -> fen; empty for a quote that names no parcels.
        """
        out = {}
        for place, parcel in enumerate(inputs["parcels"]):
            if isinstance(parcel, dict) and parcel.get("id"):
                costs = out.setdefault(parcel["id"], {})
                for line in lines:
                    part = line["parts"][place] if line.get("parts") else line["fen"]
                    costs[line["code"]] = costs.get(line["code"], 0) + part
        return out

    def _paid_of(self, side, gross):
        """Read what parcels were charged or cost, with or without tax.

        :param side: charge | cost. :param gross: whether tax shall be in it.
        :return: function(parcel) -> fen, None where nothing is known; an amount without a quote counts as it stands.
        """
        amount, quote = PAID[side]
        quotes = self[quote].sudo()  # sudo: the tax basis of the prices, the caller has the right to the sums
        quotes.fetch(["version_id"])
        basis = {version.id: version._basis() for version in quotes.version_id}
        known = {one.id: basis[one.version_id.id] for one in quotes}

        def paid(parcel):
            if not parcel[quote] and not parcel[amount]:
                return None
            own, tax_ppm = known.get(parcel[quote].id, (gross, 0))
            return on_basis(to_fen(parcel[amount]), own, gross, tax_ppm)
        return paid

    def _take_prices(self, charge, cost):
        """Write the price of a shipment onto its parcels.

        :param charge, cost: (request, answer, stored quote) of each side; the answer may be a refusal.
        """
        amounts = []
        for request, answer, _quote in (charge, cost):
            parts = self._parts_of(request, answer["lines"]) if answer["ok"] else {}
            amounts.append({key: float(from_fen(sum(costs.values()))) for key, costs in parts.items()})
        for parcel in self:
            parcel.write({
                "shipment_key": min(self.ids), "charge_quote_id": charge[2].id, "cost_quote_id": cost[2].id,
                "contract_amount": amounts[0].get(parcel.id, 0), "cost_amount": amounts[1].get(parcel.id, 0)})
