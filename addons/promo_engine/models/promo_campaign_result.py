from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..sql.effect import with_campaign


class PromoCampaign(models.Model):
    """What a campaign has reached so far, beside its targets, and the evaluation without which it is not closed."""

    _inherit = "promo.campaign"

    actual_orders = fields.Integer(string="Orders so far", compute="_compute_actual", help="Confirmed orders that got something of the campaign.")
    actual_turnover = fields.Monetary(string="Turnover so far", compute="_compute_actual", help="Totals of these orders, less what came back.")
    actual_cost = fields.Monetary(string="Given so far", compute="_compute_actual_cost",
        help="What its rules took off these orders, and what they promised for later as far as it has a value.")
    limit_ids = fields.One2many("promo.limit", "campaign_id", string="Counters", domain=[("holder", "=", "")], readonly=True)
    blocked_count = fields.Integer(string="Blocked rules", compute="_compute_blocked_count")
    evaluation = fields.Text(tracking=True, copy=False, help="Sales, satisfaction, participation: what was reached, and why.")
    satisfaction = fields.Float(
        string="Satisfaction (1 to 5)", digits=(3, 2), tracking=True, copy=False, aggregator="avg", help="Of a survey or of service; 0 = nobody was asked.")
    decision = fields.Selection([("keep", "Keep"), ("fix", "Fix"), ("improve", "Improve")], tracking=True, copy=False,
        help="What becomes of such a campaign the next time.")

    _satisfaction = models.Constraint("CHECK (satisfaction = 0 OR satisfaction BETWEEN 1 AND 5)", "Satisfaction lies between 1 and 5; 0 = nobody was asked.")

    def write(self, vals):
        """As before; the evaluation of a closed campaign stands."""
        if not self.env.su and vals.keys() & {"evaluation", "satisfaction", "decision"}:
            for campaign in self:
                campaign._need_state("draft", "submitted", "approved", "cancelled")
        return super().write(vals)

    @api.depends("rule_ids.blocked_at")
    def _compute_blocked_count(self):
        for campaign in self:
            campaign.blocked_count = len(campaign.rule_ids.filtered("blocked_at"))

    def _compute_actual(self):
        orders, turnover = Counter(), Counter()
        for (campaign, _buyer), (count, amount) in self._with_campaign().items():
            orders[campaign] += count
            turnover[campaign] += to_fen(round(amount or 0, 2))
        for campaign in self:
            campaign.actual_orders, campaign.actual_turnover = orders[campaign._origin.id], float(from_fen(turnover[campaign._origin.id]))

    def _compute_actual_cost(self):
        groups = self.env["promo.application.share"].sudo()._read_group(  # sudo: as above
            [("campaign_id", "in", self.ids), ("state", "=", "confirmed")], ["campaign_id"], ["amount:sum", "given_back:sum"])
        later = self.env["promo.promise"].sudo()._read_group(  # sudo: as above
            [("campaign_id", "in", self.ids), ("state", "!=", "void")], ["campaign_id"], ["total:sum"])
        found = Counter({campaign.id: to_fen(round(amount - back, 2)) for campaign, amount, back in groups})
        found.update({campaign.id: to_fen(round(total, 2)) for campaign, total in later})
        for campaign in self:
            campaign.actual_cost = float(from_fen(found[campaign.id]))

    def _with_campaign(self):
        """:return: {(campaign id, id of the buyer): (orders that got something of the campaign, what of them was kept)}."""
        self.env.flush_all()
        return with_campaign(self.env.cr, self.ids, self.env["sale.order"]._promo_counted())

    def action_open_effect(self):
        """Show orders, turnover and buyers before, during and after the campaign.

        :return: pivot action.
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("promo_engine.promo_effect_action")
        return {**action, "domain": [("campaign_id", "=", self.id)], "context": {}}

    def action_close(self):
        """Close a campaign that is over, with its evaluation; its versions end.

        :raises UserError: before its end, or without evaluation and decision.
        """
        self._need_group("dealer_base.group_ops,dealer_base.group_ops_manager")
        for campaign in self:
            campaign._need_state("approved")
            if campaign.date_end > fields.Datetime.now():
                raise UserError(self.env._(
                    "%(campaign)s runs until %(end)s (UTC): stop or cancel it, or wait.", campaign=campaign.display_name, end=campaign.date_end))
            if not (campaign.evaluation or "").strip() or not campaign.decision:
                raise UserError(self.env._("%s: write the evaluation and choose what becomes of it, then close it.", campaign.display_name))
            campaign.rule_ids._end_versions()
            campaign.sudo().write({"state": "closed"})  # sudo: the state is written by this step alone
            campaign._say(self.env._(
                "Closed: %(orders)s of %(target)s orders, %(amount)s given.", orders=campaign.actual_orders, target=campaign.target_orders,
                amount=campaign.actual_cost))
        return True
