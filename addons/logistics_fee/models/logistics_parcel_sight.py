from odoo import api, models


class LogisticsParcel(models.Model):
    """Parcels as the people of a dealer may follow them; what they cost and how they were priced stays inside HQ."""

    _name = "logistics.parcel"
    _inherit = ["logistics.parcel", "dealer.sight.mixin"]

    @api.model
    def _portal_fields(self):
        return super()._portal_fields() | {
            "carrier_id", "tracking", "company_id", "direction", "state", "shipped_date", "pieces", "promised_date", "delivered_date", "tracking_link"}
