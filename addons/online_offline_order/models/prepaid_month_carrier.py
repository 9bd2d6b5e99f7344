from odoo import models


class PrepaidMonthClose(models.Model):
    """The carriers' cost of the month: accrued at its end by the contracts at cost (E13), taken back on day 1 (E13b), booked by the bills."""

    _inherit = "prepaid.month.close"

    def _post_month_entries(self):
        moves = super()._post_month_entries()
        fen = sum(fen for _count, fen, _unpriced in self._carrier_costs().values())
        return moves | self._post_and_take_back("E13", {False: {"amount": fen}}) if fen else moves

    def _carrier_costs(self):
        """:return: dict carrier id -> (parcels, fen without tax, parcels without a price) that no vendor bill of the month holds;
        empty where the company accrues none."""
        if not self.company_id.accrue_carrier_cost:
            return {}
        return self.env["logistics.parcel"]._unbilled_cost(self.company_id, self.date_to)
