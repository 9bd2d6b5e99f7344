from odoo import models


class PromoReward(models.Model):
    """Early bird: a counter as large as the last step tells how many orders had the price before."""

    _inherit = "promo.reward"

    def _step_limit(self):
        """:return: key of the counter of the orders that had the early-bird price."""
        return f"step{self._origin.id or 0}"

    def _last_step(self):
        """:return: the how-manieth order is the last one of the last step."""
        return max(self.tier_ids.mapped("threshold_qty"), default=0)

    def _part_row(self):
        row = super()._part_row()
        if self.kind == "steps":
            row["counter"] = self._step_limit()
        return row
