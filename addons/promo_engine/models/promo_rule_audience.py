from odoo import models

from ..adapters.keys import audience_key, campaign_key


class PromoRule(models.Model):
    """The audience of the campaign, who is left out of it, its venues and who has applied are conditions of each of its rules."""

    _inherit = "promo.rule"

    def _engine_row(self):
        row = super()._engine_row()
        campaign = self.campaign_id
        if campaign.audience_id:
            row["conditions"] = [*row["conditions"], {"type": "customer", "field": "audience", "in": [audience_key(campaign.audience_id.id)]}]
        if campaign._holdout_bp():
            seed = campaign_key(campaign._origin.id or 0)
            row["conditions"] = [*row["conditions"], {"type": "holdout", "seed": seed, "share_bp": campaign._holdout_bp()}]
        if campaign.venue_ids:
            row["conditions"] = [*row["conditions"], {"type": "org", "venue": [venue._promo_key() for venue in campaign.venue_ids.sorted("id")]}]
        if campaign.needs_entry:
            row["conditions"] = [*row["conditions"], {"type": "customer", "field": "entry", "in": [campaign_key(campaign._origin.id or 0)]}]
        return row
