from odoo import fields, models

from ..sql.leadtime import leadtime_query


class DealerLeadtime(models.Model):
    """Hours from the approval to the shipment and from there to the delivery, by carrier, warehouse and dealer (R4-034)."""

    _name = "dealer.leadtime"
    _description = "Delivery lead time"
    _auto = False
    _order = "shipped_at desc, id desc"
    _rec_name = "picking_id"
    _depends = {
        "sale.order": ["approved_at", "carrier_id", "dealer_id", "partner_id", "is_dealer_order"],
        "stock.picking": ["date_done", "state", "sale_id", "picking_type_id", "company_id", "carrier_id", "backorder_id"],
        "logistics.parcel": ["picking_id", "state", "tracking", "handed_over_at"], "logistics.parcel.event": ["parcel_id", "state", "time"]}

    picking_id = fields.Many2one("stock.picking", string="Delivery", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    dealer_id = fields.Many2one("res.partner", string="Dealer", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Store", readonly=True)
    carrier_id = fields.Many2one("delivery.carrier", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    approved_at = fields.Datetime(string="Approved", readonly=True)
    shipped_at = fields.Datetime(string="Shipped", readonly=True)
    handed_over_at = fields.Datetime(string="Handed over", readonly=True)
    delivered_at = fields.Datetime(string="Delivered", readonly=True)
    deliveries = fields.Integer(readonly=True)
    later_part = fields.Integer(string="Later parts", readonly=True, help="The rest of an order, which waited for its goods.")
    ship_hours = fields.Float(string="Approval to shipment (h)", readonly=True, aggregator="avg", digits=(6, 1))
    handover_hours = fields.Float(string="Shipment to hand-over (h)", readonly=True, aggregator="avg", digits=(6, 1))
    transit_hours = fields.Float(string="Shipment to delivery (h)", readonly=True, aggregator="avg", digits=(6, 1))
    all_hours = fields.Float(string="Approval to delivery (h)", readonly=True, aggregator="avg", digits=(6, 1))

    @property
    def _table_query(self):
        return leadtime_query()
