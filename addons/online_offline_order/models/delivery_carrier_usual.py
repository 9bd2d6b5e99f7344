from odoo import api, models


class DeliveryCarrier(models.Model):
    """What the steps of an order ask of the carriers among which one is chosen."""

    _inherit = "delivery.carrier"

    @api.model
    def _usual_fields(self):
        return super()._usual_fields() + (
            "name", "active", "company_id", "sequence", "delivery_type", "integration_level", "product_id", "dealer_code", "takes_cod", "insured_max",
            "transit_working_days", "waybill_pattern", "carton_max_g", "carton_max_pieces", "parcel_max_g", "parcel_max_pieces",
            "parcel_max_side_mm", "parcel_max_sum_mm", "write_date")
