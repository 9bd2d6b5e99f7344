from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PromoPhase(models.Model):
    """A phase of a campaign, by the minute; the end is not part of it."""

    _name = "promo.phase"
    _description = "Phase of a campaign"
    _inherit = ["promo.plan.mixin"]
    _order = "date_start, id"

    campaign_id = fields.Many2one("promo.campaign", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="campaign_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [("entry", "Entry of dealers and goods"), ("preheat", "Preheat"), ("start", "Start"), ("running", "Running"), ("tail", "Tail"), ("end", "End")],
        required=True, default="running")
    name = fields.Char()
    date_start = fields.Datetime(string="Starts", required=True)
    date_end = fields.Datetime(string="Ends", required=True, help="From this minute on it is over.")
    note = fields.Char(string="What happens", help="For instance: red packets are given, flash sale opens, ranking is paid.")

    _dates = models.Constraint("CHECK (date_end > date_start)", "A phase ends after it starts.")

    @api.constrains("date_start", "date_end")
    def _check_inside(self):
        for phase in self:
            campaign = phase.campaign_id
            if phase.kind in ("start", "running") and campaign.date_start and (phase.date_start < campaign.date_start or phase.date_end > campaign.date_end):
                raise ValidationError(self.env._(
                    "Phase %(phase)s lies outside %(campaign)s, which runs from %(start)s to %(end)s (UTC).", phase=phase.display_name,
                    campaign=campaign.display_name, start=campaign.date_start, end=campaign.date_end))

    @api.depends("kind", "name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for phase in self:
            phase.display_name = phase.name or kinds.get(phase.kind, "")
