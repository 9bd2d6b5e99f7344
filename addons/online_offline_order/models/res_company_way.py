from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """What a way without carrier costs."""

    _inherit = "res.company"

    own_vehicle_price = fields.Monetary(string="Freight by own vehicle", default=0.0, help="Charged for an order that HQ's own vehicle brings; 0 = free.")

    @api.constrains("own_vehicle_price")
    def _check_own_vehicle_price(self):
        for company in self:
            if company.own_vehicle_price < 0:
                raise ValidationError(self.env._("%s: the freight by own vehicle cannot be negative.", company.name))
