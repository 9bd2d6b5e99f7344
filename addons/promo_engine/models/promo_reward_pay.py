from odoo import api, models
from odoo.exceptions import ValidationError

from ..engine.kinds.coin_price import COINS


class PromoReward(models.Model):
    """Points pay from the account of the buyer, other assets are worth what the reward says."""

    _inherit = "promo.reward"

    def _part_row(self):
        row = super()._part_row()
        if self.kind != "pay":
            return row
        if self.asset != "points":
            row.pop("step_fen", None)
            return row
        row.pop("balance_fen", None)
        return {**row, "account": COINS}

    @api.constrains("kind", "asset", "unit_amount", "amount")
    def _check_pay(self):
        for reward in self.filtered(lambda record: record.kind == "pay"):
            if reward.asset == "points" and reward.unit_amount < 0.01:
                raise ValidationError(self.env._("%s: say what one point pays.", reward.rule_id.name))
            if reward.asset == "deposit":
                raise ValidationError(self.env._("%s: deposits pay by the reward Presale deposit.", reward.rule_id.name))
