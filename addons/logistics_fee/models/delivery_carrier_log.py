from odoo import fields, models


class DeliveryCarrier(models.Model):
    """Who changed a carrier: its kind, cartons and codes decide every freight, so their changes are noted with name and time (R1-131)."""

    _name = "delivery.carrier"
    _inherit = ["delivery.carrier", "mail.thread"]

    name = fields.Char(tracking=True)
    active = fields.Boolean(tracking=True)
    delivery_type = fields.Selection(tracking=True)
    fixed_price = fields.Float(tracking=True)
    free_over = fields.Boolean(tracking=True)
    amount = fields.Float(tracking=True)
    margin = fields.Float(tracking=True)
    dealer_code = fields.Char(tracking=True)
    carton_max_g = fields.Integer(tracking=True)
    carton_max_pieces = fields.Integer(tracking=True)
    carton_tare_g = fields.Integer(tracking=True)
    carton_length_mm = fields.Integer(tracking=True)
    carton_width_mm = fields.Integer(tracking=True)
    carton_height_mm = fields.Integer(tracking=True)
    waybill_pattern = fields.Char(tracking=True)
    transit_working_days = fields.Boolean(tracking=True)
