from odoo import api, fields, models

from ..engine import LEVELS


class PromoRule(models.Model):
    """One rule of a campaign, as it is planned: when, on which goods, what it gives, how it meets other rules.

    Orders are priced by its approved versions only, see ``promo.rule.version``.
    """

    _name = "promo.rule"
    _description = "Promotion rule"
    _inherit = ["promo.scope.mixin", "dealer.flow.mixin", "promo.plan.mixin"]
    _order = "campaign_id, level_order, sequence, id"
    _check_company_auto = True
    _flow_strict = True

    name = fields.Char(required=True)
    campaign_id = fields.Many2one("promo.campaign", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="campaign_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="campaign_id.currency_id")
    campaign_state = fields.Selection(related="campaign_id.state", string="State of the campaign")
    level = fields.Selection(
        [("price", "1 Price"), ("item", "2 Goods"), ("order", "3 Order"), ("coupon", "4 Coupon"), ("platform", "5 Platform"), ("shipping", "6 Freight"),
         ("payment", "7 Paying assets"), ("after", "8 After-effects")], required=True, default="order",
        help="Levels follow each other in this order, whatever the order of entry.")
    level_order = fields.Integer(compute="_compute_level_order", store=True)
    sequence = fields.Integer(default=10, help="Order inside a level, smaller first.")
    reward_ids = fields.One2many("promo.reward", "rule_id", string="Rewards", copy=True)
    condition_ids = fields.One2many("promo.condition", "rule_id", string="Conditions", copy=True)
    group_ids = fields.Many2many(
        "promo.group", string="Conflict groups", check_company=True, context={"active_test": False},
        help="Of the rules of a group as many apply as the group says, the best ones or the first.")
    not_with_ids = fields.Many2many(
        "promo.rule", "promo_rule_not_with", "rule_id", "other_id", string="Not together with", help="It never meets these rules on one order.")
    batch_id = fields.Many2one("promo.voucher.batch", string="Needs a voucher of", ondelete="restrict", check_company=True)
    date_start = fields.Datetime(string="Starts", help="Empty = with the campaign.")
    date_end = fields.Datetime(string="Ends", help="Empty = with the campaign.")
    is_paused = fields.Boolean(string="Stopped", readonly=True, copy=False)
    version_ids = fields.One2many("promo.rule.version", "rule_id", string="Versions", readonly=True)
    limit_ids = fields.One2many("promo.limit", "rule_id", string="Counters", readonly=True)
    finding_text = fields.Text(string="What to look at", compute="_compute_finding_text")
    summary = fields.Char(compute="_compute_finding_text", string="In short")

    _dates = models.Constraint("CHECK (date_start IS NULL OR date_end IS NULL OR date_end > date_start)", "A rule ends after it starts.")

    @api.depends("level")
    def _compute_level_order(self):
        for rule in self:
            rule.level_order = LEVELS.index(rule.level) if rule.level else 0

    def _days(self):
        """:return: (naive UTC from which on the rule applies, naive UTC at which it is over): its own times, else those of its campaign."""
        self.ensure_one()
        return self.date_start or self.campaign_id.date_start, self.date_end or self.campaign_id.date_end

    def _runs(self, now):
        """:param now: naive UTC. :return: the promo.rule.version by which the rule gives something now, empty when it does not."""
        start, end = self._days()
        campaign = self.campaign_id
        runs = campaign.state == "approved" and not campaign.is_paused and not self.is_paused and not self.blocked_at and start <= now < end
        return self.version_ids.filtered("is_current")[:1] if runs else self.version_ids.browse()
