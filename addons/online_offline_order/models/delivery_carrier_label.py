from odoo import fields, models


class DeliveryCarrier(models.Model):
    """The size of the carrier's labels."""

    _inherit = "delivery.carrier"

    waybill_layout = fields.Selection(
        [("100x180", "100 × 180 mm"), ("76x130", "76 × 130 mm")], string="Waybill label", default="100x180", required=True)
