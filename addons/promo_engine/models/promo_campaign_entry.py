from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..adapters.keys import audience_key


class PromoCampaign(models.Model):
    """Where a campaign happens, and who has applied to take part."""

    _inherit = "promo.campaign"

    venue_ids = fields.Many2many(
        "promo.venue", "promo_campaign_venue", "campaign_id", "venue_id", string="Venues", check_company=True, context={"active_test": False},
        help="Only orders that come through one of them. Empty = all.")
    needs_entry = fields.Boolean(
        string="Only who has applied", tracking=True,
        help="Only dealers and stores whose application was accepted get something. They apply while a phase of the kind entry runs; "
             "of an accepted dealer all stores take part.")
    entry_ids = fields.One2many("promo.entry", "campaign_id", string="Applications", copy=False)
    entry_count = fields.Integer(compute="_compute_entry_count", string="Number of applications")
    is_entry_open = fields.Boolean(compute="_compute_is_entry_open", string="Applications are open")

    @api.model
    def _plan_fields(self):
        return super()._plan_fields() | {"venue_ids", "needs_entry"}

    def _compute_entry_count(self):
        counts = dict(self.env["promo.entry"]._read_group([("campaign_id", "in", self.ids)], ["campaign_id"], ["__count"]))
        for campaign in self:
            campaign.entry_count = counts.get(campaign, 0)

    @api.depends("phase_ids.kind", "phase_ids.date_start", "phase_ids.date_end", "state", "is_paused")
    def _compute_is_entry_open(self):
        now = fields.Datetime.now()
        for campaign in self:
            campaign.is_entry_open = campaign.state in ("draft", "submitted", "approved") and not campaign.is_paused and any(
                phase.date_start <= now < phase.date_end for phase in campaign._entry_windows())

    def _entry_windows(self):
        return self.phase_ids.filtered(lambda phase: phase.kind == "entry" and phase.date_start and phase.date_end)

    def _check_rules(self):
        super()._check_rules()
        for campaign in self.filtered("needs_entry"):
            if not campaign._entry_windows():
                campaign._refuse_without_window()

    def _refuse_without_window(self):
        """Tell when applications can be handed in."""
        zone = self.company_id._dealer_tz()
        windows = ", ".join(
            f"{self.company_id._dealer_local(phase.date_start):%Y-%m-%d %H:%M} - {self.company_id._dealer_local(phase.date_end):%Y-%m-%d %H:%M}"
            for phase in self._entry_windows())
        if not windows:
            raise UserError(self.env._(
                "%s has no phase in which dealers apply: add one of the kind entry.", self.display_name))
        raise UserError(self.env._(
            "%(campaign)s: applications are handed in during %(windows)s (%(zone)s).", campaign=self.display_name, windows=windows, zone=zone.zone))

    @api.model
    def _shown_to(self, partner):
        """Say which campaigns a dealer or store is told of: those that run or come, for everybody or for an audience he belongs to.

        :param partner: res.partner of a dealer or store. :return: promo.campaign in sudo.
        """
        now, campaigns = fields.Datetime.now(), self.sudo()  # sudo: dealers have no rights on campaigns; what they are told is chosen here
        domain = Domain("company_id", "=", (partner.company_id or self.env.company).id) & Domain("is_paused", "=", False) & Domain("date_end", ">", now)
        told = Domain("state", "=", "approved") | (
            Domain("state", "in", ("draft", "submitted")) & Domain("needs_entry", "=", True) & Domain("phase_ids.kind", "=", "entry"))
        mine = self.env["promo.audience"]._keys_of(partner)[partner.id]
        return campaigns.search(domain & told, order="date_start, id").filtered(
            lambda campaign: (campaign.state == "approved" or campaign.is_entry_open)
            and (not campaign.audience_id or audience_key(campaign.audience_id.id) in mine))
