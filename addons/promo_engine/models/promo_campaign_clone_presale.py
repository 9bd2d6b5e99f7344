from datetime import timedelta

from odoo import fields, models


class PromoCampaign(models.Model):
    """A presale that is run again has its balance window on other days too."""

    _inherit = "promo.campaign"

    def _moved(self, days):
        values = super()._moved(days)
        for rule in values.get("rule_ids") or ():
            for reward in rule[2].get("reward_ids") or ():
                reward[2].update({name: fields.Datetime.to_datetime(reward[2][name]) + timedelta(days=days)
                                  for name in ("balance_start", "balance_end") if reward[2].get(name)})
        return values
