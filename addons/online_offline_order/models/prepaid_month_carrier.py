from odoo import models


class PrepaidMonthClose(models.Model):
    """The carriers' cost of the month: accrued at its end by the contracts at cost (E13), taken back on day 1 (E13b), booked by the bills;
    their rebates likewise (E13e)."""

    _inherit = "prepaid.month.close"

    def _post_month_entries(self):
        moves = super()._post_month_entries()
        for code, fen in (("E13", sum(fen for _count, fen, _unpriced in self._carrier_costs().values())), ("E13e", self._carrier_rebates())):
            if fen:
                moves |= self._post_and_take_back(code, {False: {"amount": fen}})
        return moves

    def _carrier_rebates(self):
        """:return: fen without tax that carriers owe of their rebates, not in a vendor bill of the month; 0 where the company accrues none."""
        if not self.company_id.accrue_carrier_cost:
            return 0
        return sum(self.env["logistics.rebate"]._not_credited(self.company_id, self.date_to).values())

    def _carrier_costs(self):
        """:return: dict carrier id -> (parcels, fen without tax, parcels without a price) that no vendor bill of the month holds, disputes
        given up among them; empty where the company accrues none."""
        if not self.company_id.accrue_carrier_cost:
            return {}
        found = self.env["logistics.parcel"]._unbilled_cost(self.company_id, self.date_to)
        for carrier, fen in self.env["logistics.dispute"]._owed_on(self.company_id, self.date_to).items():
            count, known, unpriced = found.get(carrier, (0, 0, 0))
            found[carrier] = (count, known + fen, unpriced)
        return found
