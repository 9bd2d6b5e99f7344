from odoo import fields, models

from ..adapters.keys import product_key


class PromoTake(models.Model):
    """Goods of a set, with the pieces of one set."""

    _name = "promo.take"
    _description = "Goods of a set"
    _inherit = ["promo.plan.mixin"]
    _order = "id"

    reward_id = fields.Many2one("promo.reward", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="reward_id.company_id", store=True, index=True)
    product_id = fields.Many2one("product.product", string="Goods", required=True, ondelete="restrict")
    qty = fields.Integer(string="Pieces", default=1, required=True, aggregator=None)

    _qty = models.Constraint("CHECK (qty > 0)", "A set holds at least one piece of each of its goods.")
    _product_uniq = models.UniqueIndex("(reward_id, product_id)", "The set names this product already.")

    def _part_table(self, _reward):
        """:return: {sku: pieces}."""
        return {product_key(take.product_id.id): take.qty for take in self}

    def _plan_campaign(self):
        return self.reward_id.rule_id.campaign_id
