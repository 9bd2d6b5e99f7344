from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

OPS = "dealer_base.group_ops,dealer_base.group_ops_manager"
AUTHORS = f"{OPS},dealer_base.group_cs_presale,dealer_base.group_sales_rep"


class PromoEntry(models.Model):
    """A dealer or store applies to take part in a campaign, with goods of his or without. Operations accepts or refuses; whoever entered
    the application for him does not decide on it."""

    _name = "promo.entry"
    _description = "Application for a campaign"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin", "dealer.editors.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"
    _flow_strict = True
    _reason_methods = {"action_refuse", "action_withdraw"}

    campaign_id = fields.Many2one(
        "promo.campaign", required=True, index=True, ondelete="cascade", tracking=True,
        domain=[("state", "in", ("draft", "submitted", "approved")), ("phase_ids.kind", "=", "entry")])
    company_id = fields.Many2one(related="campaign_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Dealer or store", required=True, index=True, tracking=True, domain=[("dealer_level", "in", ("dealer", "store"))])
    product_ids = fields.Many2many("product.product", string="Goods", help="What he wants to have in the campaign; empty = its goods.")
    rule_id = fields.Many2one(
        "promo.rule", string="Goods for rule", domain="[('campaign_id', '=', campaign_id)]", ondelete="set null",
        help="The rule that the goods are taken over into while the campaign is a draft.")
    note = fields.Char(string="Remark")
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "To decide"), ("accepted", "Accepted"), ("refused", "Refused"), ("withdrawn", "Withdrawn")],
        default="draft", required=True, readonly=True, copy=False, index=True, tracking=True)
    submitted_by = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_at = fields.Datetime(readonly=True, copy=False)
    decided_by = fields.Many2one("res.users", readonly=True, copy=False)
    decided_at = fields.Datetime(readonly=True, copy=False)
    answer = fields.Char(readonly=True, copy=False)

    _one_each = models.UniqueIndex(
        "(campaign_id, partner_id) WHERE state NOT IN ('refused', 'withdrawn')", "There is an application of this dealer for the campaign already.")

    @api.constrains("partner_id", "rule_id", "campaign_id")
    def _check_partner(self):
        for entry in self:
            if entry.partner_id.dealer_level not in ("dealer", "store"):
                raise ValidationError(self.env._("%s is no dealer and no store.", entry.partner_id.display_name))
            if entry.rule_id and entry.rule_id.campaign_id != entry.campaign_id:
                raise ValidationError(self.env._("%s: choose a rule of its own campaign.", entry.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        """As Odoo; who entered it is remembered."""
        self.flush_model(["state"])  # one that was refused a moment ago leaves room for the next
        entries = super().create(vals_list)
        if not self.env.su:
            entries._remember_editor()
        return entries

    def write(self, vals):
        """As Odoo, for drafts alone; who changed it is remembered."""
        if not self.env.su:
            for entry in self:
                entry._need_state("draft", *(["accepted"] if vals.keys() <= {"rule_id"} else []))
                entry._remember_editor()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _keep_submitted(self):
        if not self.env.su:
            for entry in self:
                entry._need_state("draft")

    # -- steps

    def action_submit(self):
        """Hand the application in, while an entry phase of its campaign runs.

        :raises UserError: outside of the entry phases, naming them.
        """
        self._need_role(AUTHORS)
        for entry in self:
            entry._need_state("draft")
            entry._submit()
        return True

    def action_accept(self):
        """Let the dealer take part; only operations, and nobody who entered the application."""
        self._decide("accepted", False)
        return True

    def action_refuse(self, reason):
        """Refuse the application. :param reason: why; the dealer reads it."""
        self._decide("refused", reason)
        return True

    def action_withdraw(self, reason):
        """Take an application back before the campaign starts. :param reason: why."""
        self._need_role(AUTHORS)
        for entry in self:
            entry._need_state("draft", "submitted", "accepted")
            if entry.campaign_id.date_start <= fields.Datetime.now():
                raise UserError(self.env._("%s has started: who takes part stays in it.", entry.campaign_id.display_name))
            entry.sudo().write({"state": "withdrawn", "answer": reason})  # sudo: the state is written by this step alone
            entry._settle_activity()
        return True

    def action_take_goods(self):
        """Take the goods of accepted applications over into the rules they are for, while the campaign is a draft."""
        self._need_role(OPS)
        for entry in self:
            entry._need_state("accepted")
            if not entry.rule_id or not entry.product_ids:
                raise UserError(self.env._("%s: say which goods, and for which rule of the campaign.", entry.display_name))
            entry.rule_id.product_ids |= entry.product_ids
        return True

    def action_ask_refuse(self):
        """Ask why and refuse the application."""
        return self.env["dealer.reason"]._ask(self, "action_refuse", self.env._("Refuse application"))

    def action_ask_withdraw(self):
        """Ask why and withdraw the application."""
        return self.env["dealer.reason"]._ask(self, "action_withdraw", self.env._("Withdraw application"))

    # -- parts

    def _need_role(self, groups):
        self.campaign_id._need_group(groups)
        self.check_access("read")

    def _decide(self, state, answer):
        self._need_role(OPS)
        for entry in self:
            entry._need_state("submitted")
            entry._refuse_editors()
            if self.env.user == entry.submitted_by:
                raise AccessError(self.env._("Another person must decide on %s: you handed it in.", entry.display_name))
            entry.sudo().write({  # sudo: the state is written by this step alone
                "state": state, "answer": answer, "decided_by": self.env.uid, "decided_at": fields.Datetime.now()})
            entry._settle_activity()

    def _settle_activity(self):
        """Nobody is asked to decide any more."""
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])  # sudo: the one in charge was asked by the application, whoever decides

    def _submit(self):
        campaign = self.campaign_id
        if not campaign.is_entry_open:
            campaign._refuse_without_window()
        self.sudo().write({  # sudo: the state is written by this step alone
            "state": "submitted", "submitted_by": self.env.uid, "submitted_at": fields.Datetime.now()})
        if campaign.owner_id:
            self.sudo().activity_schedule(  # sudo: whoever applies, the one in charge is told
                "mail.mail_activity_data_todo", user_id=campaign.owner_id.id, summary=self.env._("Decide on the application of %s", self.partner_id.name))

    @api.model
    def _apply(self, campaign, partner, note=""):
        """Apply for a dealer who does it himself; called by his own page.

        :param campaign: promo.campaign that he was shown. :param partner: his own dealer or store.
        :return: promo.entry.
        :raises UserError: outside of the entry phases, or when he has applied before.
        """
        entries = self.sudo()  # sudo: the page has checked whose application it is
        if entries.search_count([("campaign_id", "=", campaign.id), ("partner_id", "=", partner.id), ("state", "not in", ("refused", "withdrawn"))], limit=1):
            raise UserError(self.env._("You have applied for %s already.", campaign.name))
        if not campaign.is_entry_open:
            campaign._refuse_without_window()
        entry = entries.create({"campaign_id": campaign.id, "partner_id": partner.id, "note": (note or "")[:200]})
        entry._submit()
        return entry
