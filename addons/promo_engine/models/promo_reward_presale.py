from odoo import api, fields, models
from odoo.exceptions import ValidationError

UNPAID = [("keep", "The deposit is kept"), ("back", "The deposit is given back")]


class PromoReward(models.Model):
    """Presale: when the balance is paid, and what becomes of the deposit when it is not."""

    _inherit = "promo.reward"

    balance_start = fields.Datetime(string="Balance from", help="From this minute on the goods can be ordered; deposits are paid while the rule runs.")
    balance_end = fields.Datetime(string="Balance until", help="From this minute on a deposit counts no more.")
    unpaid_policy = fields.Selection(UNPAID, string="Balance not paid", default="keep", help="What becomes of the deposit then.")

    @api.constrains("kind", "balance_start", "balance_end", "amount", "worth")
    def _check_presale(self):
        for reward in self.filtered(lambda record: record.kind == "deposit"):
            rule = reward.rule_id
            if reward.amount <= 0:
                raise ValidationError(self.env._("%s: say how much the deposit is.", rule.name))
            if reward.worth and reward.worth < reward.amount:
                raise ValidationError(self.env._("%s: a deposit counts for what was paid at least.", rule.name))
            if not reward.balance_start or not reward.balance_end or reward.balance_end <= reward.balance_start:
                raise ValidationError(self.env._("%s: say from when until when the balance is paid.", rule.name))
            if reward.balance_end > rule.campaign_id.date_end:
                raise ValidationError(self.env._("%s: the balance is paid while the campaign runs; let it end later.", rule.name))
