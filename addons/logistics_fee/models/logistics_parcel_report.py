from odoo import fields, models

from ..sql.punctuality import punctuality_query


class LogisticsParcelReport(models.Model):
    """Which carrier keeps its promise, by region and month."""

    _name = "logistics.parcel.report"
    _description = "On-time report"
    _auto = False
    _order = "shipped_date desc, id desc"
    _rec_name = "parcel_id"
    _depends = {"logistics.parcel": [
        "company_id", "carrier_id", "province_id", "dealer_id", "shipped_date", "promised_date", "delivered_date", "state", "direction"],
        "res.company": ["lead_time_days"]}

    parcel_id = fields.Many2one("logistics.parcel", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    carrier_id = fields.Many2one("delivery.carrier", readonly=True)
    province_id = fields.Many2one("dealer.division", readonly=True)
    dealer_id = fields.Many2one("res.partner", string="Dealer", readonly=True)
    shipped_date = fields.Date(readonly=True)
    promised_date = fields.Date(string="Promised for", readonly=True)
    delivered_date = fields.Date(string="Delivered on", readonly=True)
    shipped = fields.Integer(string="Shipped parcels", readonly=True)
    delivered = fields.Integer(string="Delivered", readonly=True)
    late = fields.Integer(string="Delivered late", readonly=True)
    overdue = fields.Integer(string="Overdue on the way", readonly=True)
    state = fields.Selection(selection=lambda self: self.env["logistics.parcel"]._fields["state"]._description_selection(self.env), readonly=True)
    over_limit = fields.Integer(
        string="Over the lead time", readonly=True, help="On the way for more days than the company's settings allow, delivered or not.")
    days = fields.Float(string="Days on the way", readonly=True, aggregator="avg", digits=(6, 1))
    on_time_rate = fields.Float(
        string="In time (%)", readonly=True, aggregator="avg", digits=(6, 1),
        help="Of the parcels with a promise that are delivered or overdue.")

    @property
    def _table_query(self):
        return punctuality_query()
