from odoo import api, fields, models
from odoo.exceptions import UserError

from ..scoring import Figures, score_bp

DATA = {"actual", "target", "base", "reason"}
RATIOS = ("profit", "threshold")  # indicators that are divided and measured against the ratio of the scheme


class PerfKpiSheetLine(models.Model):
    """The result of one indicator on a sheet; indicator and weight are those of the scheme when the sheet was made."""

    _name = "perf.kpi.sheet.line"
    _description = "Result of an indicator"
    _order = "id"

    sheet_id = fields.Many2one("perf.kpi.sheet", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="sheet_id.company_id", store=True)
    name = fields.Char(readonly=True)
    indicator = fields.Char(readonly=True)
    weight = fields.Float(string="Weight (%)", digits=(5, 2), readonly=True)
    target_ratio = fields.Float(string="Ratio asked for", digits=(8, 4), readonly=True)
    all_or_nothing = fields.Boolean(readonly=True)
    actual = fields.Float(digits=(16, 2), help="Amount or number reached; of profit the gross profit, of a margin the margin amount.")
    target = fields.Float(digits=(16, 2), help="Amount or number asked for; of profit and margin the ratio of the scheme counts.")
    base = fields.Float(string="Divided by", digits=(16, 2), help="Of profit the expense, of a margin the sales.")
    reason = fields.Char(string="Why it differs", help="Needed where what was entered differs from what the system knows.")
    result = fields.Float(string="Result (%)", digits=(6, 2), readonly=True, aggregator=None)
    points = fields.Float(string="Score", digits=(6, 2), compute="_compute_points", help="Result times weight, of 100.")

    @api.depends("result", "weight")
    def _compute_points(self):
        for line in self:
            line.points = line.result * line.weight / 100

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self.env._("The indicators of a sheet come from its scheme."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - DATA:
                raise UserError(self.env._("The indicators of a sheet come from its scheme."))
            if any(line.sheet_id.state not in ("draft", "objection") for line in self):
                raise UserError(self.env._("The data were handed over: they change after an objection only."))
            if any(line.sheet_id.user_id == self.env.user for line in self):
                raise UserError(self.env._("The data of your own sheet are entered by another person."))
            self.sheet_id._remember_editor()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(self.env._("The indicators of a sheet come from its scheme."))

    def _calculate(self):
        """Write the result of the indicator."""
        self.ensure_one()
        ratio = self.indicator in RATIOS
        target = round(self.target_ratio * 10_000) if ratio else round(self.target * 100)
        self.result = score_bp(self.indicator, Figures(round(self.actual * 100), target, round(self.base * 100)), all_or_nothing=self.all_or_nothing) / 100
