from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .promo_campaign_brief import BRIEF

OPS = "dealer_base.group_ops"
MANAGER = "dealer_base.group_ops_manager"


class PromoCampaign(models.Model):
    """Submit, approve, stop, close a campaign."""

    _inherit = "promo.campaign"

    def action_submit(self):
        """Hand the campaign to the operations manager.

        :raises UserError: naming what is empty or cannot be used yet.
        """
        self._need_group(OPS)
        for campaign in self:
            campaign._need_state("draft")
            campaign._check_brief()
            campaign._check_rules()
            campaign.sudo().write({"state": "submitted", "submitted_by": self.env.uid})  # sudo: state and author are written by this step alone
        return True

    def action_send_back(self, reason):
        """Give it back for changes.

        :param reason: what has to change.
        """
        self._need_group(MANAGER)
        for campaign in self:
            campaign._need_state("submitted")
            campaign.sudo().write({"state": "draft", "submitted_by": False})  # sudo: the state is written by this step alone
            campaign._say(self.env._("Sent back: %s", reason))
        return True

    def action_approve(self):
        """Freeze every rule as a version and let orders see it from the start on.

        Only the operations manager, and nobody who wrote or submitted the campaign.
        """
        self._need_group(MANAGER)
        for campaign in self:
            campaign._need_state("submitted")
            campaign._need_other_person()
            campaign._check_rules()
            campaign._check_ready_to_approve()
            campaign.rule_ids._freeze()
            campaign.sudo().write({"state": "approved", "approved_by": self.env.uid, "approved_at": fields.Datetime.now()})  # sudo: written by this step alone
        return True

    def action_revise(self):
        """Take an approved campaign back to draft; orders keep being priced by the frozen versions until the next approval."""
        self._need_group(OPS)
        for campaign in self:
            campaign._need_state("approved")
            campaign.sudo().write({"state": "draft", "submitted_by": False})  # sudo: the state is written by this step alone
        return True

    def action_pause(self, reason):
        """Kill switch: no order that is priced from now on gets anything of this campaign.

        :param reason: why; kept in the chatter.
        """
        self._need_group(OPS)
        for campaign in self.filtered(lambda campaign: not campaign.is_paused):
            campaign.sudo().write({"is_paused": True})  # sudo: written by this step alone
            campaign._say(self.env._("Stopped: %s", reason))
        return True

    def action_resume(self):
        """Let a stopped campaign go on; only the operations manager."""
        self._need_group(MANAGER)
        for campaign in self.filtered("is_paused"):
            campaign.sudo().write({"is_paused": False})  # sudo: written by this step alone
            campaign._say(self.env._("Goes on"))
        return True

    def action_cancel(self, reason):
        """Give it up; its versions end.

        :param reason: why.
        """
        self._need_group(MANAGER)
        for campaign in self:
            campaign._need_state("draft", "submitted", "approved")
            campaign.rule_ids._end_versions()
            campaign.sudo().write({"state": "cancelled"})  # sudo: the state is written by this step alone
            campaign._say(self.env._("Cancelled: %s", reason))
        return True

    def action_ask_pause(self):
        """Ask for the reason and stop the campaign."""
        return self.env["dealer.reason"]._ask(self, "action_pause", self.env._("Stop campaign"))

    def action_ask_send_back(self):
        """Ask what has to change and send the campaign back."""
        return self.env["dealer.reason"]._ask(self, "action_send_back", self.env._("Send back"))

    def action_ask_cancel(self):
        """Ask for the reason and cancel the campaign."""
        return self.env["dealer.reason"]._ask(self, "action_cancel", self.env._("Cancel campaign"))

    def _need_group(self, group):
        if not self.env.su and not self.env.user.has_groups(group):
            names = [self.env.ref(one).sudo().name for one in group.split(",")]  # sudo: the sentence names a role the user does not hold
            raise AccessError(self.env._("This step belongs to: %s. Ask a colleague with that role.", ", ".join(names)))
        self.check_access("read")

    def _need_other_person(self):
        if self.env.su:
            return
        self._refuse_editors()
        if self.env.user in (self.create_uid | self.sudo().submitted_by):  # sudo: the author counts for every role
            raise AccessError(self.env._("Another person must approve %s: you planned or submitted it.", self.display_name))

    def _check_brief(self):
        empty = [self._fields[name]._description_string(self.env) for name in BRIEF if not (self[name] or "").strip()]
        if not self.target_amount and not self.target_orders:
            empty.append(self.env._("target turnover or target orders"))
        if not self.budget_amount:
            empty.append(self.env._("budget"))
        if not self.theme:
            empty.append(self._fields["theme"]._description_string(self.env))
        if empty:
            raise UserError(self.env._("%(campaign)s is not complete: fill in %(fields)s.", campaign=self.display_name, fields=", ".join(empty)))

    def _check_rules(self):
        if not self.rule_ids:
            raise UserError(self.env._("%s has no rule yet: add what the buyer gets.", self.display_name))
        problems = self.rule_ids._problems()
        if problems:
            raise UserError("\n".join(problems))
        # Both were looked at when they were written; the days of the campaign may have moved since.
        self.phase_ids._check_inside()
        self.rule_ids.reward_ids._check_presale()

    def _check_ready_to_approve(self):
        """Extend: raise UserError when a proof of the campaign fails."""

    def _say(self, text):
        self.sudo().message_post(body=text, author_id=self.env.user.partner_id.id)  # sudo: a step is noted for every role that may take it
