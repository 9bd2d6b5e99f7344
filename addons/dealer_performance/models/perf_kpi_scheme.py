from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..scoring import check_weights

POSTS = [("manager", "Department manager"), ("operations", "Operations"), ("service", "Customer service"), ("art", "Art"), ("sales", "Salesperson")]


class PerfKpiScheme(models.Model):
    """What a post is assessed by: indicators with weights that sum to 100 %, checked when the scheme is saved and again when a sheet takes them."""

    _name = "perf.kpi.scheme"
    _description = "KPI scheme"
    _inherit = ["mail.thread"]
    _order = "post, id"

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    post = fields.Selection(POSTS, required=True)
    cycle = fields.Selection([("month", "Month"), ("year", "Year")], default="month", required=True)
    line_ids = fields.One2many("perf.kpi.scheme.line", "scheme_id", string="Indicators", copy=True)
    active = fields.Boolean(default=True)

    @api.constrains("line_ids")
    def _check_weights(self):
        for scheme in self:
            if not check_weights(round(line.weight * 100) for line in scheme.line_ids):
                raise ValidationError(self.env._("The weights of %(name)s sum to %(sum)s %%, they must sum to 100 %%.",
                                                 name=scheme.name, sum=f"{sum(scheme.line_ids.mapped('weight')):.2f}"))
