from datetime import timedelta

from odoo import api, fields, models

from . import promo_campaign_proof

AHEAD = LONG = (3, 7)  # days: how long before its start a campaign is announced, and how long it runs, by the house's experience


class PromoCampaign(models.Model):
    """What looks unusual about a plan: said to who plans and who approves, never in the way."""

    _inherit = "promo.campaign"

    plan_hint = fields.Text(string="Worth a look", compute="_compute_plan_hint")

    @api.depends("date_start", "date_end", "announce_date", "state", "rule_ids.limit_quota", "audience_id.activation", "audience_id.is_live")
    def _compute_plan_hint(self):
        for campaign in self:
            shown = campaign.state in ("draft", "submitted") and campaign.date_start and campaign.date_end
            campaign.plan_hint = "\n".join(campaign._plan_hints()) if shown else False

    def _plan_hints(self):
        """Extend: :return: list of sentences about a plan."""
        self.ensure_one()
        hints, first = [], self.company_id._dealer_local(self.date_start).date()
        if not self.announce_date:
            hints.append(self.env._(
                "It is not said when it is announced; %(least)s to %(most)s days before the start is usual.", least=AHEAD[0], most=AHEAD[1]))
        elif not AHEAD[0] <= (first - self.announce_date).days <= AHEAD[1]:
            hints.append(self.env._(
                "It is announced %(days)s days before the start; %(least)s to %(most)s are usual.", days=(first - self.announce_date).days, least=AHEAD[0],
                most=AHEAD[1]))
        days = -(-(self.date_end - self.date_start) // timedelta(days=1))
        if not LONG[0] <= days <= LONG[1]:
            hints.append(self.env._("It runs %(days)s days; %(least)s to %(most)s are usual.", days=days, least=LONG[0], most=LONG[1]))
        if left_out := self._proof_left_out():
            hints.append(self.env._(
                "Lowest prices and rules that meet are worked out for the %(most)s cheapest goods; %(more)s dearer ones are not looked at. "
                "Split the campaign to have all of them proved.", most=promo_campaign_proof.MOST, more=left_out))
        if self.audience_id.is_live and self.audience_id.activation in ("none", "invited"):
            hints.append(self.env._(
                "%s is found anew every night: who registers leaves it, and the campaign gives nothing to his first order. Keep its list as it is, "
                "or ask for Logged in before and give the vouchers every day.", self.audience_id.name))
        return hints
