from odoo import api, fields, models
from odoo.exceptions import UserError

from .dealer_nomination_criterion import KINDS

SNAPSHOT = ("kind", "is_mandatory", "threshold_score", "threshold_amount")


class DealerNominationLine(models.Model):
    """The answer to one criterion of a nomination, with the limit as it stood when the nomination was written."""

    _name = "dealer.nomination.line"
    _description = "Nomination checklist line"
    _order = "sequence, id"

    nomination_id = fields.Many2one("dealer.nomination", required=True, index=True, ondelete="cascade")
    criterion_id = fields.Many2one("dealer.nomination.criterion", required=True, ondelete="restrict")
    sequence = fields.Integer(related="criterion_id.sequence", store=True)
    kind = fields.Selection(KINDS, compute="_compute_snapshot", store=True)
    is_mandatory = fields.Boolean(string="Mandatory", compute="_compute_snapshot", store=True)
    threshold_score = fields.Integer(string="Lowest score", compute="_compute_snapshot", store=True)
    threshold_amount = fields.Monetary(string="Lowest amount", compute="_compute_snapshot", store=True)
    value_score = fields.Integer(string="Score")
    value_amount = fields.Monetary(string="Amount")
    value_yes = fields.Boolean(string="Yes")
    passed = fields.Boolean(compute="_compute_passed")
    reason = fields.Char(help="Why the terminal is nominated although it misses this criterion.")
    currency_id = fields.Many2one(related="nomination_id.currency_id")

    _criterion_uniq = models.Constraint("UNIQUE(nomination_id, criterion_id)", "Each criterion stands once on a nomination.")

    @api.depends("criterion_id")
    def _compute_snapshot(self):
        for line in self:
            for name in SNAPSHOT:
                line[name] = line.criterion_id[name]

    @api.depends("kind", "threshold_score", "threshold_amount", "value_score", "value_amount", "value_yes")
    def _compute_passed(self):
        for line in self:
            line.passed = line._is_met()

    def _is_met(self):
        """Tell whether the answer reaches the limit.

        :return: bool.
        """
        self.ensure_one()
        if self.kind == "score":
            return self.value_score >= self.threshold_score
        if self.kind == "amount":
            return (self.currency_id or self.env.company.currency_id).compare_amounts(self.value_amount, self.threshold_amount) >= 0
        return self.value_yes

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [{name: value for name, value in vals.items() if name not in SNAPSHOT} for vals in vals_list]
        lines = super().create(vals_list)
        lines.nomination_id._check_editable()
        if not self.env.su:
            lines.nomination_id._remember_editor()
        return lines

    def write(self, vals):
        self.nomination_id._check_editable()
        if {"criterion_id", "nomination_id", *SNAPSHOT} & vals.keys():
            raise UserError(self.env._("The criterion and its limit stand fixed on a nomination; only the answer and the reason can change."))
        if not self.env.su:
            self.nomination_id._remember_editor()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self.nomination_id._check_editable()
