from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..sql import limits as sql


class PromoQuotaMove(models.Model):
    """What is left of one quota is handed over to another one of the same rule, also while the campaign runs. Kept as it happened."""

    _name = "promo.quota.move"
    _description = "Hand-over of a quota"
    _order = "id desc"

    rule_id = fields.Many2one(related="from_id.rule_id", store=True, index=True)
    campaign_id = fields.Many2one(related="from_id.campaign_id", store=True, index=True)
    company_id = fields.Many2one(related="from_id.company_id", store=True, index=True)
    from_id = fields.Many2one("promo.quota", string="From", required=True, ondelete="cascade", index=True)
    to_id = fields.Many2one(
        "promo.quota", string="To", required=True, ondelete="cascade", index=True,
        domain="[('rule_id', '=', rule_id), ('id', '!=', from_id)]")
    left = fields.Integer(related="from_id.left", string="Left there")
    amount = fields.Integer(string="How much", required=True, aggregator=None)
    reason = fields.Char(required=True)

    _amount = models.Constraint("CHECK (amount > 0)", "Hand over at least one order or piece.")

    @api.constrains("from_id", "to_id")
    def _check_same(self):
        for move in self:
            if move.from_id == move.to_id or move.from_id.rule_id != move.to_id.rule_id or move.from_id.unit != move.to_id.unit:
                raise ValidationError(self.env._("A quota is handed over to another one of the same rule that counts the same."))

    @api.model_create_multi
    def create(self, vals_list):
        """As Odoo; the pieces are handed over at once."""
        moves = super().create(vals_list)
        for move in moves:
            move.campaign_id._need_group("dealer_base.group_ops,dealer_base.group_ops_manager")
            move._hand_over()
        return moves

    def write(self, vals):
        """Refuse a change: another hand-over takes it back."""
        if not self.env.su:
            raise UserError(self.env._("A hand-over is kept as it happened: hand the quota back with another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        if not self.env.su:
            raise UserError(self.env._("A hand-over is kept as it happened: hand the quota back with another one."))

    def _hand_over(self):
        """Move the capacity; both counters change in one transaction, never below what was given."""
        self.env["promo.limit"].flush_model()
        keys = self.from_id._limit_key(), self.to_id._limit_key()
        if self.amount >= self.from_id.capacity or not sql.move_capacity(self.env.cr, *keys, self.amount):
            raise UserError(self.env._(
                "%(rule)s: only %(left)s are left of the quota, and one stays.", rule=self.rule_id.name, left=self.from_id.left))
        self.env["promo.limit"].invalidate_model()
        source, target = self.from_id.sudo(), self.to_id.sudo()  # sudo: the plan is frozen, its quotas move by this step alone
        source.capacity -= self.amount
        target.capacity += self.amount
        self.campaign_id._say(self.env._(
            "%(rule)s: %(amount)s of the quota of %(one)s handed over to %(other)s: %(reason)s", rule=self.rule_id.name, amount=self.amount,
            one=source.display_name, other=target.display_name, reason=self.reason))
