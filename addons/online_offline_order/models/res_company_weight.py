from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """What a parcel may be that differs from the order: heavier (open point G3), or only a part of it (R1-072)."""

    _inherit = "res.company"

    dealer_weight_policy = fields.Selection(
        [("charge", "The dealer, beyond the tolerance"), ("absorb", "HQ")], string="Freight for more weight", default="charge", required=True,
        help="The quoted fee is final up to the tolerance; above it the account pays the difference or the parcel waits for a top-up.")
    dealer_weight_tolerance = fields.Monetary(string="Tolerance for more weight", default=0.0, help="HQ bears a difference up to this amount per parcel.")

    dealer_partial_release = fields.Boolean(
        string="Parts ship only when released", default=True,
        help="A part of an order leaves the warehouse after customer service has asked the store and released it; off: the warehouse decides.")

    @api.constrains("dealer_weight_tolerance")
    def _check_dealer_weight_tolerance(self):
        for company in self:
            if company.dealer_weight_tolerance < 0:
                raise ValidationError(self.env._("%s: the tolerance for more weight cannot be negative.", company.name))
