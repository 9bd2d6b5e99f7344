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

    @api.model_create_multi
    def create(self, vals_list):
        """As Odoo; the level tells what it brings."""
        benefits = super().create(vals_list)
        for benefit in benefits:
            benefit._tell(self.env._("Benefit added: %s", benefit._told()))
        return benefits

    def write(self, vals):
        """As Odoo; the level tells what it brings now."""
        before = {benefit: benefit._told() for benefit in self}
        result = super().write(vals)
        for benefit, old in before.items():
            if old != benefit._told():
                benefit._tell(self.env._("Benefit changed: %(old)s is now %(new)s", old=old, new=benefit._told()))
        return result

    @api.ondelete(at_uninstall=False)
    def _tell_removed(self):
        for benefit in self:
            benefit._tell(self.env._("Benefit removed: %s", benefit._told()))

    def _told(self):
        """:return: what the benefit is, for the history of its level."""
        parts = (dict(self._fields["kind"]._description_selection(self.env))[self.kind], self.name, self.batch_id.name or (self.points and str(self.points)))
        return ", ".join(part for part in parts if part)

    def _tell(self, text):
        self.level_id.message_post(body=text)

    @api.constrains("kind", "batch_id", "points")
    def _check_what(self):
        for benefit in self:
            if (benefit.kind == "voucher" and not benefit.batch_id) or (benefit.kind == "points" and benefit.points <= 0):
                raise ValidationError(self.env._("%s: say which voucher or how many points.", benefit.name))
