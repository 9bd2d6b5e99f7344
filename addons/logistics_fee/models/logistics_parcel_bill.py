from odoo import fields, models


class LogisticsParcel(models.Model):
    """What the carrier billed for a parcel."""

    _inherit = "logistics.parcel"

    bill_id = fields.Many2one(
        "logistics.bill", string="Carrier bill", readonly=True, copy=False, index="btree_not_null", ondelete="set null",
        groups="dealer_base.group_fin_settlement,dealer_base.group_auditor", help="The approved bill with the freight of this parcel.")
    billed_amount = fields.Monetary(
        string="Freight paid", readonly=True, copy=False, groups="dealer_base.group_fin_settlement,dealer_base.group_auditor",
        help="What approved bills pay for this parcel.")
    is_unbilled = fields.Boolean(
        string="Shipped, not billed", compute="_compute_is_unbilled", search="_search_is_unbilled",
        groups="dealer_base.group_fin_settlement,dealer_base.group_auditor",
        help="A bill of a later period is there and this parcel is in none: one period of grace is over.")

    def _unbilled_from(self):
        """:return: list of (company id, carrier id, day); parcels shipped before the day should be billed: one period of grace."""
        return self.env["logistics.bill"].sudo()._read_group(  # sudo: periods of bills only
            [("state", "in", ("matched", "approved", "invoiced"))], ["company_id", "carrier_id"], ["date_from:max"])

    def _compute_is_unbilled(self):
        days = {(company.id, carrier.id): day for company, carrier, day in self._unbilled_from()}
        for parcel in self:
            day = days.get((parcel.company_id.id, parcel.carrier_id.id))
            parcel.is_unbilled = bool(
                day and not parcel.bill_id and parcel.state != "cancelled" and parcel.shipped_date and parcel.shipped_date < day)

    def _search_is_unbilled(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        wanted = fields.Domain.OR([
            [("company_id", "=", company.id), ("carrier_id", "=", carrier.id), ("shipped_date", "<", day), ("bill_id", "=", False),
             ("state", "!=", "cancelled"), ("parent_id", "=", False)]
            for company, carrier, day in self._unbilled_from()])
        return wanted if (operator == "in") == (True in set(value)) else ~wanted
