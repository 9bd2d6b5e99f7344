from odoo import models


class PromoRule(models.Model):
    """Points and commission follow the frozen version, as prices do."""

    _inherit = "promo.rule"

    def _frozen_marks(self):
        campaign = self.campaign_id
        return super()._frozen_marks() | {name: campaign[name] for name in ("is_point_excluded", "is_commission_excluded")}
