from odoo import models


class PromoRule(models.Model):
    """The counter of the campaign's budget holds what its line of discounts and gifts says."""

    _inherit = "promo.rule"

    def _limit_wants(self):
        budget = self.campaign_id._promotion_budget()
        return [(key, kind, budget if key.startswith("campaign") else capacity) for key, kind, capacity in super()._limit_wants()]
