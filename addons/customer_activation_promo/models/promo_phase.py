from datetime import timedelta

from odoo import models

MARGIN = timedelta(minutes=2)  # a login that was not committed yet when the job looked


class PromoPhase(models.Model):
    """Who logs in for the first time gets his registration coupon with the next minute, not tomorrow (R1-254)."""

    _inherit = "promo.phase"

    def _has_newcomers(self):
        audience = self.campaign_id.audience_id
        if super()._has_newcomers():
            return True
        if not (self.ran_at and audience.is_live and audience.activation == "active"):
            return False
        return bool(self.env["activation.record"].sudo().search_count([  # sudo: whether, not who
            ("company_id", "=", self.company_id.id), ("first_login_at", ">=", self.ran_at - MARGIN)], limit=1))
