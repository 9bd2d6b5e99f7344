from odoo import fields, models


class ResCompany(models.Model):
    """How long points last."""

    _inherit = "res.company"

    promo_points_months = fields.Integer(string="Points run out after months", default=12, help="0 = never.")

    _promo_points = models.Constraint("CHECK (promo_points_months >= 0)", "Months are not negative.")
