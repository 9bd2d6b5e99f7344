from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """Who bears the freight of a parcel that is heavier than quoted (open point G3)."""

    _inherit = "res.company"

    dealer_weight_policy = fields.Selection(
        [("charge", "The dealer, beyond the tolerance"), ("absorb", "HQ")], string="Freight for more weight", default="charge", required=True,
        help="The quoted fee is final up to the tolerance; above it the account pays the difference or the parcel waits for a top-up.")
    dealer_weight_tolerance = fields.Monetary(string="Tolerance for more weight", default=0.0, help="HQ bears a difference up to this amount per parcel.")

    @api.constrains("dealer_weight_tolerance")
    def _check_dealer_weight_tolerance(self):
        for company in self:
            if company.dealer_weight_tolerance < 0:
                raise ValidationError(self.env._("%s: the tolerance for more weight cannot be negative.", company.name))
