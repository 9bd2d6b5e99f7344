from odoo import api, models

from odoo.addons.dealer_base.money import to_fen

from ..tariff.tax import net_of


class LogisticsRebate(models.Model):
    """What carriers still owe of their rebates at a month's end, for the books."""

    _inherit = "logistics.rebate"

    @api.model
    def _not_credited(self, company, on_date):
        """Give the rebates that were worked out up to a day and are in no posted vendor bill of that day or before.

        A settled month counts with what its bills credit, the rest was agreed away; a month still open with what is expected.

        :param company: res.company. :param on_date: last day. :return: dict delivery.carrier id -> fen without tax.
        """
        out: dict = {}
        for rebate in self.sudo().search([("company_id", "=", company.id), ("month", "<=", on_date)]):  # sudo: sums for the books, role checked by the caller
            booked = sum(-to_fen(line.payable) for line in rebate.line_ids if rebate._is_booked(line, on_date))
            due = to_fen(rebate.in_bills) if rebate.state == "done" else to_fen(rebate.accrued) - to_fen(rebate.in_notes)
            fen = rebate._without_tax(due - booked)
            if fen > 0:
                out[rebate.carrier_id.id] = out.get(rebate.carrier_id.id, 0) + fen
        return out

    @api.model
    def _not_worked_out(self, company, month):
        """:param month: first day of a month. :return: logistics.rebate.rule in force in it whose rebate nobody has worked out."""
        rules = self.env["logistics.rebate.rule"].sudo().search([  # sudo: as above
            ("company_id", "=", company.id), ("date_from", "<=", month), "|", ("date_to", "=", False), ("date_to", ">=", month)])
        return rules - self.sudo().search([("company_id", "=", company.id), ("month", "=", month)]).rule_id  # sudo: as above

    def _is_booked(self, line, on_date):
        move = line.bill_id.move_id
        return move.state == "posted" and move.date <= on_date

    def _without_tax(self, fen):
        """:return: an amount on the basis of the carrier's bills, without tax."""
        bills = self.env["logistics.bill"].sudo().search(  # sudo: as above
            [("company_id", "=", self.company_id.id), ("carrier_id", "=", self.carrier_id.id), ("mapping_id", "!=", False)], order="date_from desc", limit=1)
        _contracts, newest = self.env["logistics.parcel"]._cost_contracts(self.company_id, self.carrier_id)
        return fen if bills.mapping_id.is_net else net_of(fen, (newest.tax_rate_bp if newest else 600) * 100)
