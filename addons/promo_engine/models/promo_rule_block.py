from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .promo_campaign_flow import MANAGER
from .promo_campaign_proof import FINANCE

READERS = "dealer_base.group_ops,dealer_base.group_ops_manager,dealer_base.group_fin_settlement,dealer_base.group_fin_manager,dealer_base.group_auditor"
UNPROVED = "unproved"  # in blocked_facts: nothing could be worked out


class PromoRule(models.Model):
    """A rule whose prices do not hold any more is blocked: it gives nothing until the campaign is approved anew, or a second person releases it."""

    _inherit = "promo.rule"
    _reason_methods = {"action_release"}

    blocked_at = fields.Datetime(string="Blocked since", readonly=True, copy=False)
    blocked_text = fields.Text(string="Why it is blocked", readonly=True, copy=False, groups=READERS)
    blocked_facts = fields.Json(readonly=True, copy=False, groups=READERS)

    @api.model
    def _guarded_fields(self):
        return {name for name in super()._guarded_fields() if not (groups := self._fields[name].groups) or self.env.user.has_groups(groups)}

    def _block(self, text, facts):
        """Let the rule give nothing from now on.

        :param text: why, for people. :param facts: what does not hold, see ``promo.campaign.check_known``.
        """
        self.sudo().write({"blocked_at": fields.Datetime.now(), "blocked_text": text, "blocked_facts": facts})  # sudo: written by the check alone

    def _unblock(self):
        """Let the rules give again."""
        self.filtered("blocked_at").sudo().write({  # sudo: written by an approval and a release alone
            "blocked_at": False, "blocked_text": False, "blocked_facts": False})

    def action_release(self, reason):
        """Let a blocked rule give again although its prices do not hold; prices below cost are released by the finance manager.

        :param reason: why; kept in the chatter.
        :raises AccessError: for who planned, submitted or is in charge of the campaign.
        :raises UserError: for a rule whose prices could not be worked out: there is nothing yet that could be accepted.
        """
        for rule in self.filtered("blocked_at"):
            campaign, facts = rule.campaign_id, rule.sudo().blocked_facts or {}  # sudo: whose step it is depends on them
            campaign._need_group(FINANCE if facts.get("below") else f"{MANAGER},{FINANCE}")
            campaign._need_other_person()
            if not self.env.su and self.env.user == campaign.owner_id:
                raise AccessError(self.env._("Another person must release %s: you are in charge of its campaign.", rule.name))
            if not (reason or "").strip():
                raise UserError(self.env._("Please give a reason."))
            if facts.get(UNPROVED):
                raise UserError(self.env._(
                    "%s gives nothing because its prices could not be worked out. Press Work out lowest prices on the campaign: it gives again once "
                    "they can be.", rule.name))
            rule._unblock()
            campaign._keep_known(facts)
            campaign._say(self.env._("Rule %(rule)s released: %(reason)s", rule=rule.name, reason=reason))
            campaign._check_again()
        return True

    def action_ask_release(self):
        """Ask for the reason and release the rule."""
        return self.env["dealer.reason"]._ask(self, "action_release", self.env._("Release rule"))
