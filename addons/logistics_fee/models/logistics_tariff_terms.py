from odoo import fields, models


class LogisticsTariffTerms(models.AbstractModel):
    """What a tariff says besides its price table: which weight is billed, what is priced as one, rounding, tax."""

    _name = "logistics.tariff.terms"
    _description = "Terms of a tariff"

    weight_mode = fields.Selection(
        [("up", "Up"), ("half_up", "Half up"), ("down", "Down")], string="Weight rounding", default="up", required=True)
    weight_tolerance_g = fields.Integer(
        string="Forgiven excess (g)", help="So much above a full step is not billed; a weight below one step is never forgiven.")
    weight_min_g = fields.Integer(string="Minimum weight (g)")
    volumetric_divisor = fields.Integer(string="Volumetric divisor", help="cm3 per kg, e.g. 6000; 0 = volume plays no part.")
    volumetric_mode = fields.Selection(
        [("max", "The larger weight"), ("ratio", "Volume above a ratio"), ("share", "Shared")], default="max", required=True)
    volumetric_ratio = fields.Float(
        digits=(9, 6), default=1.0, help="The volume counts only when its weight is more than this many times the actual weight.")
    volumetric_share_bp = fields.Integer(
        string="Shared part (bp)", default=5000, help="So much of the weight by volume above the actual weight is billed; 5000 = half of it.")
    aggregate = fields.Selection(
        [("per_parcel", "Each parcel"), ("total_raw", "All parcels, weights added"),
         ("total_billable", "All parcels, billed weights added")], string="Priced unit", default="per_parcel", required=True)
    rounding_mode = fields.Selection(
        [("half_up", "Half up"), ("up", "Up"), ("down", "Down")], string="Price rounding", default="half_up", required=True)
    rounding_unit_fen = fields.Integer(string="Rounding (fen)", default=1, required=True, help="1 = to the fen, 100 = to the yuan.")
    tax_included = fields.Boolean(
        string="Prices include tax", default=True, help="A bill may be without tax: both are brought to one basis before they are compared.")
    tax_rate_bp = fields.Integer(string="Tax rate (bp)", default=600, help="600 = 6 %; freight is taxed with 6 % or 9 %.")

    def _basis(self):
        """:return: (whether the prices contain tax, that tax in parts per million); without a record with 6 %."""
        terms = self[:1]
        return (terms.tax_included, terms.tax_rate_bp * 100) if terms else (True, 60_000)

    _limits = models.Constraint(
        "CHECK (weight_tolerance_g >= 0 AND weight_min_g >= 0 AND volumetric_divisor >= 0 "
        "AND rounding_unit_fen > 0 AND volumetric_share_bp BETWEEN 0 AND 10000)",
        "Steps, tolerance, minimum and divisor cannot be negative, and the rounding must be above zero.")
    _tax = models.Constraint("CHECK (tax_rate_bp BETWEEN 0 AND 10000)", "The tax rate must be between 0 and 100 %.")
