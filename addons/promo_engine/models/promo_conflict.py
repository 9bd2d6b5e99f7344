from odoo import api, fields, models


class PromoConflict(models.Model):
    """Two rules that reach the same goods in the same days: what happens when they meet, and the lowest price then. Made by the program."""

    _name = "promo.conflict"
    _description = "Two rules that meet"
    _order = "is_below desc, how_order, share, id"

    campaign_id = fields.Many2one("promo.campaign", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="campaign_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="campaign_id.currency_id")
    rule_id = fields.Many2one("promo.rule", required=True, readonly=True, ondelete="cascade", index=True)
    other_rule_id = fields.Many2one("promo.rule", string="Meets", required=True, readonly=True, ondelete="cascade", index=True)
    other_campaign_id = fields.Many2one(related="other_rule_id.campaign_id", store=True, string="Of campaign")
    date_from = fields.Datetime(string="From", readonly=True)
    date_to = fields.Datetime(string="Until", readonly=True, help="From this minute on they no longer meet.")
    how = fields.Selection(
        [("stack", "Both apply"), ("best", "The best of the group"), ("first", "The first of the group"), ("at_most", "One of the group"),
         ("price", "The best price"), ("exclude", "One keeps the other away"), ("never", "Never in one order")], string="What happens", required=True,
        readonly=True, index=True)
    how_order = fields.Integer(readonly=True)
    why = fields.Char(readonly=True)
    reason = fields.Char(string="Because", compute="_compute_reason")
    goods_count = fields.Integer(string="Goods both reach", readonly=True, aggregator=None)
    proved_count = fields.Integer(string="Goods worked out", readonly=True, aggregator=None, help="The cheapest and those nearest to their cost first.")
    product_id = fields.Many2one("product.product", string="Lowest for", readonly=True, ondelete="cascade")
    price = fields.Monetary(readonly=True, aggregator=None, help="Before promotions.")
    lowest = fields.Monetary(string="Lowest price together", readonly=True, aggregator=None, help="Average of a piece, when both apply.")
    share = fields.Float(string="Of the price (%)", digits=(5, 2), readonly=True, aggregator="min")
    below = fields.Char(readonly=True)
    is_below = fields.Boolean(string="Below floor, cost or ex-factory price", readonly=True, index=True)

    @api.depends("why", "how")
    def _compute_reason(self):
        words = {
            "not_with": self.env._("they are not to be together"), "exclusive": self.env._("one of them is exclusive"),
            "line_exclusive": self.env._("its goods take no later rule"), "buyers": self.env._("they are for different buyers"),
            "time": self.env._("they are not in force at one time")}
        groups = {f"group{group.id}": group.name for group in (self.rule_id | self.other_rule_id).group_ids}
        for conflict in self:
            conflict.reason = words.get(conflict.why) or groups.get(conflict.why, "")
