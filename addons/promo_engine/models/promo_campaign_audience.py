from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..adapters.keys import campaign_key, partner_key
from ..engine.holdout import held_out


class PromoCampaign(models.Model):
    """For whom a campaign is, and who of them is left out to see what it brings."""

    _inherit = "promo.campaign"

    audience_id = fields.Many2one(
        "promo.audience", string="Only for", check_company=True, tracking=True, index="btree_not_null", ondelete="restrict",
        help="Others get nothing of the campaign. Empty = whoever meets its conditions.")
    audience_count = fields.Integer(related="audience_id.member_count", string="Buyers in the audience")
    holdout_rate = fields.Float(
        string="Left out (%)", digits=(5, 2), tracking=True, aggregator=None,
        help="So many of the buyers get nothing, always the same ones, so that the evaluation can compare. Dealers count with all their stores. 0 = nobody.")

    _holdout = models.Constraint("CHECK (holdout_rate >= 0 AND holdout_rate <= 50)", "At most half of the buyers can be left out.")

    @api.model
    def _plan_fields(self):
        return super()._plan_fields() | {"audience_id", "holdout_rate"}

    @api.constrains("audience_id", "company_id")
    def _check_audience_company(self):
        for campaign in self:
            if campaign.audience_id and campaign.audience_id.company_id != campaign.company_id:
                raise ValidationError(self.env._("%s belongs to another company.", campaign.audience_id.name))

    def action_approve(self):
        """As before; the audience is found once more, so that the campaign starts with who fits it now."""
        result = super().action_approve()
        self.audience_id.filtered("is_live")._find()
        return result

    def _check_rules(self):
        super()._check_rules()
        for campaign in self.filtered(lambda campaign: campaign.audience_id and not campaign.audience_id.member_count):
            raise UserError(self.env._("%(campaign)s: nobody belongs to the audience %(audience)s. Open it and press Find buyers, or widen it.",
                                       campaign=campaign.display_name, audience=campaign.audience_id.name))

    def _holdout_bp(self):
        return round(self.holdout_rate * 100)

    def _is_held_out(self, partner_id):
        """:param partner_id: id of a dealer, or of the firm of another buyer. :return: whether he is left out."""
        return held_out(campaign_key(self.id), partner_key(partner_id), self._holdout_bp())
