from odoo import api, fields, models
from odoo.exceptions import UserError


class PromoVenue(models.Model):
    """Where campaigns happen: the main venue, a sub-venue, a shop, a live stream. An order says through which one it came."""

    _name = "promo.venue"
    _description = "Venue of campaigns"
    _inherit = ["dealer.flow.mixin"]
    _order = "sequence, name"
    _flow_strict = True  # the campaigns of a venue are entered on their plans

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("main", "Main venue"), ("sub", "Sub-venue"), ("shop", "Shop"), ("live", "Live stream"), ("page", "Page")], required=True, default="main")
    campaign_ids = fields.Many2many("promo.campaign", "promo_campaign_venue", "venue_id", "campaign_id", string="Campaigns", readonly=True,
        groups="dealer_base.group_ops,dealer_base.group_ops_manager,dealer_base.group_auditor")
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex("(company_id, name) WHERE active", "The company has a venue of this name.")

    @api.ondelete(at_uninstall=False)
    def _keep_used(self):
        """A campaign that lost its venue would mean all of them, an order that lost it would get nothing."""
        for venue in self:
            campaigns = venue.sudo().with_context(active_test=False).campaign_ids  # sudo: every campaign counts
            orders = self.env["sale.order"].sudo().search([("promo_venue_id", "=", venue.id)], limit=1)  # sudo: every order counts
            if campaigns or orders:
                raise UserError(self.env._("%(venue)s is used by %(name)s: archive it instead.", venue=venue.name, name=(campaigns or orders)[:1].display_name))

    def _promo_key(self):
        """:return: key of the venue for the engine."""
        return f"venue{self.id}"
