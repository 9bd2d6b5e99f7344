from odoo import fields, models

from odoo.addons.dealer_base.money import to_fen

from ..adapters.keys import product_key


class PromoTier(models.Model):
    """A step of a reward: from this amount or number on, this is given."""

    _name = "promo.tier"
    _description = "Tier of a reward"
    _inherit = ["promo.plan.mixin"]
    _order = "threshold_amount, threshold_qty, id"
    _check_company_auto = True

    reward_id = fields.Many2one("promo.reward", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="reward_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="reward_id.currency_id")
    threshold_amount = fields.Monetary(string="From amount", aggregator=None)
    threshold_qty = fields.Integer(string="From pieces", aggregator=None, help="Of an early-bird step: up to the how-manieth.")
    amount = fields.Monetary(aggregator=None)
    rate = fields.Float(string="Rate (%)", digits=(5, 2), aggregator=None)
    number = fields.Integer(string="Points or draws", aggregator=None, help="Points or draws.")
    batch_id = fields.Many2one("promo.voucher.batch", string="Vouchers", ondelete="restrict", check_company=True)
    gift_ids = fields.Many2many("product.product", string="Gifts")

    _amounts = models.Constraint(
        "CHECK (threshold_amount >= 0 AND threshold_qty >= 0 AND amount >= 0 AND rate BETWEEN 0 AND 100 AND number >= 0)",
        "Thresholds and amounts of a tier cannot be negative; a rate lies between 0 and 100 %.")

    def _part_table(self, reward):
        """:return: the rows of the engine: tiers (threshold, value, gifts) or early-bird steps (number, value)."""
        rows = []
        for tier in self:
            threshold = tier.threshold_qty if reward.kind == "steps" or reward.on == "qty" else to_fen(tier.threshold_amount)
            rows.append([threshold, tier._value(reward.give), *map(product_key, tier.gift_ids.ids if reward.kind == "tiers" else ())])
        return rows

    def _value(self, give):
        if give == "coupon":
            return self.batch_id._promo_key() if self.batch_id else ""
        if give in ("points", "draw"):
            return self.number
        return to_fen(round(self.rate, 2)) if give == "percent" else to_fen(self.amount)

    def _plan_campaign(self):
        return self.reward_id.rule_id.campaign_id
