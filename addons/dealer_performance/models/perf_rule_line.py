from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PerfRuleLine(models.Model):
    """From this completion on, so much."""

    _name = "perf.rule.line"
    _description = "Step of a rule table"
    _inherit = ["dealer.part.mixin"]
    _part_of = "rule_id"
    _order = "completion_from, id"

    rule_id = fields.Many2one("perf.rule", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rule_id.company_id", store=True)
    currency_id = fields.Many2one(related="rule_id.currency_id")
    completion_from = fields.Float(string="Completion from (%)", digits=(6, 2), required=True)
    points = fields.Float(digits=(8, 2))
    amount = fields.Monetary(help="Below zero: a penalty.")

    @api.constrains("completion_from")
    def _check_from(self):
        if any(line.completion_from < 0 for line in self):
            raise ValidationError(self.env._("A completion is zero or more."))
