from odoo import fields, models


class PromoRule(models.Model):
    """Quotas of regions, sales companies and dealers are limits of the rule."""

    _inherit = "promo.rule"

    quota_ids = fields.One2many("promo.quota", "rule_id", string="Quotas", copy=True)

    def _limit_wants(self):
        return [*super()._limit_wants(), *((quota._limit_key(), quota.unit, quota.capacity) for quota in self.quota_ids)]

    def _frozen_marks(self):
        """As before; whom its quotas are set aside for is approved with the rule."""
        return {**super()._frozen_marks(), "places": self.quota_ids._place_rows() or False}
