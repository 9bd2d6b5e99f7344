from odoo import api, fields, models

from ..scoring import INDICATORS


class PerfKpiSchemeLine(models.Model):
    """An indicator of a scheme."""

    _name = "perf.kpi.scheme.line"
    _description = "Indicator of a KPI scheme"
    _inherit = ["dealer.part.mixin"]
    _part_of = "scheme_id"
    _order = "sequence, id"

    scheme_id = fields.Many2one("perf.kpi.scheme", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    indicator = fields.Selection("_selection_indicator", required=True)
    weight = fields.Float(string="Weight (%)", digits=(5, 2), required=True)
    target_ratio = fields.Float(string="Ratio asked for", digits=(8, 4), help="Of profit: gross profit for each yuan of expense. Of a margin: 0.40 is 40 %.")
    all_or_nothing = fields.Boolean(string="All or nothing", default=True, help="A margin below the limit gives nothing; else pro rata.")

    @api.model
    def _selection_indicator(self):
        names = {"task_rate": self.env._("Task rate"), "shop_count": self.env._("Shops opened and alive"), "profit": self.env._("Profit per expense"),
                 "threshold": self.env._("Margin at least")}
        return [(code, names.get(code, code)) for code in sorted(INDICATORS)]
