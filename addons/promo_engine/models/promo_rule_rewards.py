from odoo import models

BRAND = ("hq", "marketing")


class PromoRule(models.Model):
    """Limits that follow from rewards, and whose money a budget is."""

    _inherit = "promo.rule"

    def _limit_wants(self):
        wants = super()._limit_wants()
        return wants + [(reward._step_limit(), "total", reward._last_step()) for reward in self.reward_ids if reward.kind == "steps" and reward._last_step()]

    def _limit_rows(self):
        """The budget of a campaign is money of the brand: where others bear a part of the cost, their part does not use it up."""
        rows = super()._limit_rows()
        if set(self.campaign_id.payer_ids.mapped("who")) - set(BRAND):
            for row in rows:
                if row["kind"] == "budget" and row["id"].startswith("campaign"):
                    row["who"] = list(BRAND)
        return rows
