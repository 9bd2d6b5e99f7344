from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

FAMILIES = [
    ("targeted", "Targeted"), ("combination", "Combination"), ("direct", "Price and discount"), ("added_value", "Added value"), ("reward", "Reward"),
    ("giving", "Giving"), ("season", "Season"), ("set_price", "Set price"), ("return", "Return to the buyer"), ("traits", "Product traits"),
    ("limits", "Top and lowest price"), ("restricted", "Restricted"), ("theme", "Theme"), ("content", "Content"), ("memorial", "Memorial day"),
    ("first_order", "First-order red packet"), ("coupon", "Coupons"), ("flash", "Flash sale"), ("full_reduction", "Full reduction"), ("presale", "Presale")]


class PromoCampaign(models.Model):
    """A campaign: why, for whom, when, with which rules, at whose cost.

    Operations plan it, the operations manager who did not write it approves it; approval freezes every rule as a version. Orders
    only ever see frozen versions. The kill switch takes effect with the next order that is priced. See docs/diagrams/campaign.puml.
    """

    _name = "promo.campaign"
    _description = "Campaign"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin", "dealer.editors.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True
    _flow_strict = True
    _reason_methods = {"action_pause", "action_send_back", "action_cancel"}

    name = fields.Char(required=True, tracking=True)
    number = fields.Char(string="Campaign number", readonly=True, copy=False, index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    family = fields.Selection(FAMILIES, required=True, default="direct", tracking=True)
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "To approve"), ("approved", "Approved"), ("closed", "Evaluated"), ("cancelled", "Cancelled")],
        default="draft", required=True, readonly=True, copy=False, index=True, tracking=True)
    is_paused = fields.Boolean(string="Stopped", readonly=True, copy=False, tracking=True)
    phase = fields.Selection(
        [("planned", "Planned"), ("preheat", "Preheat"), ("running", "Running"), ("over", "Over"), ("stopped", "Stopped")],
        compute="_compute_phase", help="Where it stands now, by its dates; a plan that was never approved does not run.")
    date_start = fields.Datetime(string="Starts", required=True, tracking=True, help="From this minute on, included.")
    date_end = fields.Datetime(string="Ends", required=True, tracking=True, help="From this minute on it is over.")
    owner_id = fields.Many2one("res.users", string="In charge", default=lambda self: self.env.user, tracking=True, domain=[("share", "=", False)])
    submitted_by = fields.Many2one("res.users", readonly=True, copy=False)
    approved_by = fields.Many2one("res.users", readonly=True, copy=False, tracking=True)
    approved_at = fields.Datetime(readonly=True, copy=False)
    rule_ids = fields.One2many("promo.rule", "campaign_id", string="Rules", copy=True)
    rule_count = fields.Integer(compute="_compute_rule_count", string="Number of rules")
    phase_ids = fields.One2many("promo.phase", "campaign_id", string="Phases", copy=True)
    payer_ids = fields.One2many("promo.payer", "campaign_id", string="Who pays", copy=True)
    not_with_ids = fields.Many2many(
        "promo.campaign", "promo_campaign_not_with", "campaign_id", "other_id", string="Not together with",
        help="Its rules and theirs never meet on one order.")
    settles = fields.Boolean(
        string="Lowers the settlement price", tracking=True,
        help="The part HQ bears lowers what the dealer is charged. Parts of dealers and stores never do.")
    active = fields.Boolean(default=True)

    _dates = models.Constraint("CHECK (date_end > date_start)", "A campaign ends after it starts.")

    @api.depends("date_start", "date_end", "is_paused", "phase_ids.date_start", "state", "approved_at")
    def _compute_phase(self):
        now = fields.Datetime.now()
        for campaign in self:
            preheat = campaign.phase_ids.filtered(lambda phase: phase.kind == "preheat" and phase.date_start <= now)
            if campaign.is_paused:
                campaign.phase = "stopped"
            elif campaign.state in ("closed", "cancelled") or (campaign.date_end and now >= campaign.date_end):
                campaign.phase = "over"
            elif not campaign.approved_at:
                campaign.phase = "planned"
            elif campaign.date_start and now >= campaign.date_start:
                campaign.phase = "running"
            else:
                campaign.phase = "preheat" if preheat else "planned"

    @api.depends("rule_ids")
    def _compute_rule_count(self):
        counts = {campaign.id: count for campaign, count in self.env["promo.rule"]._read_group([("campaign_id", "in", self.ids)], ["campaign_id"], ["__count"])}
        for campaign in self:
            campaign.rule_count = counts.get(campaign._origin.id, 0)

    @api.constrains("date_start", "date_end", "company_id")
    def _check_length(self):
        for campaign in self:
            most, length = campaign.company_id.promo_longest_days, campaign.date_end - campaign.date_start
            if most and length > timedelta(days=most):
                raise ValidationError(self.env._(
                    "%(campaign)s runs %(days)s days; the longest cycle is %(most)s days. Shorten it or split it into waves.",
                    campaign=campaign.display_name, days=-(-length // timedelta(days=1)), most=most))

    @api.model_create_multi
    def create(self, vals_list):
        """As Odoo, with a number."""
        campaigns = super().create(vals_list)
        for campaign in campaigns.sudo():  # sudo: numbers are drawn for every role
            campaign.number = self.env["ir.sequence"].sudo().with_company(campaign.company_id).next_by_code("promo.campaign")  # sudo: as above
        return campaigns

    def write(self, vals):
        """As Odoo; a plan that was submitted is not changed, and stays in its company once it was approved."""
        if not self.env.su and vals.keys() & self._plan_fields():
            for campaign in self:
                campaign._need_state("draft")
        if "company_id" in vals and self.sudo().rule_ids.version_ids:  # sudo: versions of every company count
            raise UserError(self.env._("%s was approved once: it stays in its company.", self[:1].display_name))
        return super().write(vals)

    @api.model
    def _plan_fields(self):
        """:return: names of the fields that are frozen once the campaign is submitted."""
        return {"name", "company_id", "family", "date_start", "date_end", "rule_ids", "phase_ids", "payer_ids", "not_with_ids", "settles"}

    @api.ondelete(at_uninstall=False)
    def _keep_what_ran(self):
        for campaign in self:
            if campaign.state != "draft" or campaign.rule_ids.version_ids:
                raise UserError(self.env._("%s was approved once: cancel it, its versions are kept for the orders that used them.", campaign.display_name))
