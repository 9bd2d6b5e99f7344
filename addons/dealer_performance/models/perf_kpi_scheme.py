from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..scoring import check_weights

POSTS = [("manager", "Department manager"), ("operations", "Operations"), ("service", "Customer service"), ("art", "Art"), ("sales", "Salesperson")]


class PerfKpiScheme(models.Model):
    """What a post is assessed by: indicators with weights that sum to 100 %, checked when the scheme is saved and again when a sheet takes them.

    draft -> in force by another person; sheets take schemes in force only, and one in force stays: it is archived and another one entered. For whom sheets
    are made by themselves may change: it says nothing of how somebody is assessed.
    """

    _name = "perf.kpi.scheme"
    _description = "KPI scheme"
    _inherit = ["perf.force.mixin"]
    _force_groups = "dealer_base.group_fin_manager,dealer_base.group_ops_manager"
    _force_open = frozenset({"active", "user_ids"})
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

    def _force_words(self):
        return {
            "stays": self.env._("A KPI scheme in force stays: archive it and enter another one."),
            "who": self.env._("KPI schemes are put in force by the finance manager or the operations manager."),
            "own": self.env._("You wrote %s or are assessed by it: another person puts it in force.")}

    def _force_concerned(self):
        return self.user_ids

    def _check_force(self):
        self._check_weights()

    def _need_active(self):
        """Refuse schemes of which no second person has said that they hold.

        :raises UserError: naming the scheme.
        """
        for scheme in self:
            if scheme.state != "active":
                raise UserError(self.env._("%s is a draft: another person puts it in force before anybody is assessed by it.", scheme.display_name))
