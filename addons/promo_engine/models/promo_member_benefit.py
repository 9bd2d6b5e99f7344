from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PromoMemberBenefit(models.Model):
    """What comes with a member level."""

    _name = "promo.member.benefit"
    _description = "Benefit of a member level"
    _order = "level_id, sequence, id"
    _check_company_auto = True

    level_id = fields.Many2one("promo.member.level", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="level_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("voucher", "Voucher on reaching it"), ("points", "Points on reaching it"), ("campaign", "Campaign for its members"), ("other", "Other")],
        required=True, default="voucher")
    name = fields.Char(string="What", required=True, translate=True)
    batch_id = fields.Many2one("promo.voucher.batch", string="Vouchers of", ondelete="restrict", check_company=True)
    points = fields.Integer(aggregator=None)
    campaign_id = fields.Many2one("promo.campaign", ondelete="set null", check_company=True)

    @api.constrains("kind", "batch_id", "points")
    def _check_what(self):
        for benefit in self:
            if (benefit.kind == "voucher" and not benefit.batch_id) or (benefit.kind == "points" and benefit.points <= 0):
                raise ValidationError(self.env._("%s: say which voucher or how many points.", benefit.name))
