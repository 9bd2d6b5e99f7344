from odoo import fields, models


class PromoRuleVersion(models.Model):
    """What the campaign said of points and commission when the version was approved."""

    _inherit = "promo.rule.version"

    is_point_excluded = fields.Boolean(string="Does not count for points", readonly=True)
    is_commission_excluded = fields.Boolean(string="Earns no commission", readonly=True)
