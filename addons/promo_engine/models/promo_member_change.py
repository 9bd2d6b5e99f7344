from odoo import api, fields, models
from odoo.exceptions import AccessError

from .promo_member import REASONS


class PromoMemberChange(models.Model):
    """One change of the level of a member, with the figures of the day. Never changed."""

    _name = "promo.member.change"
    _description = "Change of a member level"
    _order = "id desc"
    _rec_name = "member_id"

    member_id = fields.Many2one("promo.member", required=True, readonly=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(related="member_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="member_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    from_id = fields.Many2one("promo.member.level", string="From level", readonly=True, ondelete="restrict")
    to_id = fields.Many2one("promo.member.level", string="To level", readonly=True, ondelete="restrict")
    why = fields.Selection(REASONS, required=True, readonly=True)
    reason = fields.Char(readonly=True)
    spend = fields.Monetary(string="Turnover", readonly=True, aggregator=None)
    orders = fields.Integer(readonly=True, aggregator=None)
    points = fields.Integer(string="Points earned", readonly=True, aggregator=None)

    def write(self, vals):
        """Refuse every change."""
        raise AccessError(self.env._("The history of levels is never changed."))

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        raise AccessError(self.env._("The history of levels is kept."))
